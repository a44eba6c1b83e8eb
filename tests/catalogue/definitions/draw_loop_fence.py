"""What is right, said again: an even, unbroken line in which every corner has two sides, and the clues count right."""

from collections.abc import Iterator
from itertools import islice

LEVELS = (1, 4, 7)
EXHAUSTIVE = False
FORM = r"[0-9]+,[0-9]+: [UDLR]+"
_STEP = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """On a small meadow all loops; the solution from every corner, its one-move changes and parts."""
    height, width = len(instance["rows"]), len(instance["rows"][0])
    start, moves = solution.split(": ")
    row, column = map(int, start.split(","))
    back = moves[::-1].translate(str.maketrans("UDLR", "DURL"))
    yield f"{row},{column}: {back}"
    for at, move in enumerate(moves):
        yield f"{row},{column}: {moves[at:]}{moves[:at]}"
        for other in "UDLR":
            yield f"{start}: {moves[:at]}{other}{moves[at + 1 :]}"
            yield f"{start}: {moves[:at]}{other}{moves[at:]}"
        yield f"{start}: {moves[:at]}{moves[at + 1 :]}"
        row, column = row + _STEP[move][0], column + _STEP[move][1]
    for r in range(height + 1):
        for c in range(width + 1):
            yield f"{r},{c}: {moves}"
            if height * width <= 12:
                yield from islice((f"{r},{c}: {loop}" for loop in _loops(r, c, height, width)), 400)


def _loops(row: int, column: int, height: int, width: int) -> Iterator[str]:
    """Yield loops whose least corner is the one given, both ways round."""
    stack = [("", (row, column), frozenset())]
    while stack:
        moves, (r, c), seen = stack.pop()
        for move, (down, right) in _STEP.items():
            to = (r + down, c + right)
            if to == (row, column) and len(moves) >= 3:
                yield moves + move
            elif (row, column) < to and to not in seen and to[0] <= height and 0 <= to[1] <= width:
                stack.append((moves + move, to, seen | {to}))


def holds(instance: dict, answer: str) -> bool:
    """Collect the sides as a set, each named by the middle of it, and judge that set alone."""
    start, moves = answer.split(": ")
    rows = instance["rows"]
    row, column = (2 * int(number) for number in start.split(","))
    corners, sides = [], []
    for move in moves:
        corners.append((row, column))
        down, right = _STEP[move]
        sides.append((row + down, column + right))
        row, column = row + 2 * down, column + 2 * right
    if (row, column) != corners[0] or len(set(corners)) < len(corners) or len(corners) < 4:
        return False
    if any(not (0 <= r <= 2 * len(rows) and 0 <= c <= 2 * len(rows[0])) for r, c in corners):
        return False
    for r, line in enumerate(rows):
        for c, sign in enumerate(line):
            y, x = 2 * r + 1, 2 * c + 1
            if (
                sign != "."
                and str(sum(side in sides for side in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)))) != sign
            ):
                return False
    for r, c, inner in instance["animals"]:
        above = [side for side in sides if side[1] == 2 * c + 1 and side[0] < 2 * r + 1]
        if len(above) % 2 != (inner == "inside"):
            return False
    if any(((2 * r, 2 * c) in corners) is not (used == "passes") for r, c, used in instance["posts"]):
        return False
    return not instance["length"] or instance["length"] == len(sides)
