"""What is right, said again: steps that can all be taken and leave the boxes on their squares.

Candidates: every sequence of steps up to the stated number.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1,)
EXHAUSTIVE = True
FORM = r"[UDLR]( [UDLR])*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    for length in range(1, instance["most"] + 1):
        yield from (" ".join(steps) for steps in product("UDLR", repeat=length))


def holds(instance: dict, answer: str) -> bool:
    steps = answer.split()
    rows = [["." for _ in range(instance["width"])] for _ in range(instance["height"])]
    for r, c in instance["walls"]:
        rows[r][c] = "#"
    for number, (r, c) in enumerate(instance["boxes"]):
        rows[r][c] = "abcdefgh"[number]
    r, c = instance["worker"]
    if len(steps) > instance["most"]:
        return False
    for step in steps:
        ahead = _line(rows, r, c, step)
        boxes = 0
        while boxes < len(ahead) and ahead[boxes][0].isalpha():
            boxes += 1
        if boxes == len(ahead) or ahead[boxes][0] == "#" or boxes > (2 if instance["double"] else 1):
            return False
        for at in range(boxes, 0, -1):
            slid = at
            while at == boxes and slid + 1 < len(ahead) and list(ahead[slid][1]) in instance["ice"]:
                if ahead[slid + 1][0] != ".":
                    break
                slid += 1
            (_, (to_r, to_c)), (name, (from_r, from_c)) = ahead[slid], ahead[at - 1]
            rows[from_r][from_c], rows[to_r][to_c] = ".", name
        r, c = ahead[0][1]
    found = {sign: [i, j] for i, row in enumerate(rows) for j, sign in enumerate(row) if sign.isalpha()}
    places = [found[name] for name in sorted(found)]
    return places == instance["goal"] if instance["named"] else sorted(places) == sorted(instance["goal"])


def _line(rows: list[list[str]], r: int, c: int, step: str) -> list[tuple[str, tuple[int, int]]]:
    """Return the squares from the worker's to the border, in the direction of a step, with their signs."""
    squares = {
        "U": [(i, c) for i in range(r - 1, -1, -1)],
        "D": [(i, c) for i in range(r + 1, len(rows))],
        "L": [(r, j) for j in range(c - 1, -1, -1)],
        "R": [(r, j) for j in range(c + 1, len(rows[0]))],
    }[step]
    return [(rows[i][j], (i, j)) for i, j in squares]
