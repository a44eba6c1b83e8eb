"""What is right, said again: one queen in each region, and no queen meets another on a walk to a block or the edge."""

from collections.abc import Iterator
from itertools import combinations, islice

LEVELS = (1, 3)
EXHAUSTIVE = False
FORM = r"[a-l][1-9][0-9]*( [a-l][1-9][0-9]*)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """At most 20,000: the solution with one queen moved, and choices of as many squares as regions."""
    rows = instance["rows"]
    squares = [f"{'abcdefgh'[c]}{r + 1}" for r, row in enumerate(rows) for c, sign in enumerate(row) if sign != "#"]
    queens = solution.split()
    for at in range(len(queens)):
        for square in squares:
            yield " ".join([*queens[:at], square, *queens[at + 1 :]])
    yield from islice((" ".join(chosen) for chosen in combinations(squares, len(queens))), 19_000)


def holds(instance: dict, answer: str) -> bool:
    """Walk from every queen in all directions."""
    rows = instance["rows"]
    queens = {(int(token[1:]) - 1, "abcdefghijkl".index(token[0])) for token in answer.split()}
    if len(queens) != len(answer.split()) or any(max(queen) >= len(rows) for queen in queens):
        return False
    regions = [rows[row][column] for row, column in queens]
    if "#" in regions or len(set(regions)) != len(regions) or set(regions) != set("".join(rows)) - {"#"}:
        return False
    for row, column in queens:
        leaps = [(row + a * s, column + b * t) for a, b in ((1, 2), (2, 1)) for s in (1, -1) for t in (1, -1)]
        if queens & _seen(rows, row, column) or (instance["knight"] and queens & set(leaps)):
            return False
    if any(len([1 for r, _ in queens if r == row]) != count for row, count in instance["counts"]):
        return False
    for row, column, count in instance["near"]:
        around = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)}
        if len(queens & around) != count:
            return False
    return True


def _seen(rows: list[str], row: int, column: int) -> set[tuple[int, int]]:
    seen = set()
    for down, right in ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)):
        r, c = row + down, column + right
        while 0 <= r < len(rows) and 0 <= c < len(rows) and rows[r][c] != "#":
            seen.add((r, c))
            r, c = r + down, c + right
    return seen
