"""What is right, said again: rows and columns are without repetition, given numbers stay, and each clue is true."""

from collections.abc import Iterator
from itertools import combinations, islice, permutations, product

LEVELS = (1, 2, 4, 7)
EXHAUSTIVE = False
FORM = r"[0-9]+( [0-9]+)*(\n[0-9]+( [0-9]+)*)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Grids of rows that keep the given numbers (at most 12,000), and the solution with one or two cells changed."""
    size = instance["size"]
    lines = [
        [row for row in permutations(range(1, size + 1)) if all(g in (0, n) for g, n in zip(given, row, strict=True))]
        for given in instance["shown"]
    ]
    for rows in islice(product(*lines), 12_000):
        yield "\n".join(" ".join(map(str, row)) for row in rows)
    cells = solution.split()
    for count in (0, 1, 2):
        for places in combinations(range(len(cells)), count):
            for fresh in product(range(size + 2), repeat=count):
                changed = list(cells)
                for place, number in zip(places, fresh, strict=True):
                    changed[place] = str(number)
                if count < 2 or sorted(changed) == sorted(cells):
                    yield "\n".join(" ".join(changed[at : at + size]) for at in range(0, len(cells), size))


def holds(instance: dict, answer: str) -> bool:
    """Judge cell by cell."""
    size = instance["size"]
    grid = [[int(token) for token in line.split()] for line in answer.split("\n")]
    if len(grid) != size or any(len(row) != size for row in grid):
        return False
    for r in range(size):
        for c in range(size):
            number, given = grid[r][c], instance["shown"][r][c]
            column = [row[c] for row in grid]
            if (
                not 1 <= number <= size
                or grid[r].count(number) > 1
                or column.count(number) > 1
                or given not in (0, number)
            ):
                return False
    return all(_true(kind, [grid[r][c] for r, c in cells], number) for kind, cells, number in instance["clues"])


def _true(kind: str, got: list[int], number: int) -> bool:
    if kind == "less":
        return got[1] > got[0]
    if kind == "step":
        return max(got) - min(got) == 1
    if kind == "double":
        return got[0] - got[1] == got[1]
    if kind == "sum":
        return sum(got) == number
    if kind == "parity":
        return (got[0] % 2 != got[1] % 2) == (number == 1)
    return min(got[0], got[2]) < got[1] < max(got[0], got[2])
