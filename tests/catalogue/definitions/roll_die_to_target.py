"""What is right, said again: six faces in a cube of coordinates, turned as a whole with every roll."""

from collections.abc import Iterator
from itertools import pairwise, product

LEVELS = (1, 2)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every sequence of rolls of the permitted length, and the solution with a roll more."""
    for size in range(1, instance["most"] + 1):
        yield from map(" ".join, product("NESW", repeat=size))
    yield from (f"{solution} {way}" for way in "NESW")


def holds(instance: dict, answer: str) -> bool:
    rolls = answer.split(" ")
    if not 0 < len(rolls) <= instance["most"] or any(roll not in ("N", "E", "S", "W") for roll in rolls):
        return False
    if instance["no_repeat"] and any(a == b for a, b in pairwise(rolls)):
        return False
    top, north, east = instance["die"]
    cube = {(0, 0, 1): top, (0, 1, 0): north, (1, 0, 0): east}
    cube |= {(-x, -y, -z): 7 - face for (x, y, z), face in cube.items()}
    x, y = instance["start"]
    stamps = [tuple(stamp) for stamp in instance["stamps"]]
    for roll in rolls:
        right, up = {"N": (0, 1), "E": (1, 0), "S": (0, -1), "W": (-1, 0)}[roll]
        x, y = x + right, y + up
        if right:
            cube = {(right * c, b, -right * a): face for (a, b, c), face in cube.items()}
        else:
            cube = {(a, up * c, -up * b): face for (a, b, c), face in cube.items()}
        below = cube[0, 0, -1]
        if x not in range(1, instance["side"] + 1) or y not in range(1, instance["side"] + 1):
            return False
        if [x, y] in instance["walls"] or [x, y, below] in instance["taboo"]:
            return False
        stamps = [stamp for stamp in stamps if stamp != (x, y, below)]
    wanted = instance["north"] or cube[0, 1, 0]
    return not stamps and [x, y] == instance["goal"] and [cube[0, 0, 1], cube[0, 1, 0]] == [instance["top"], wanted]
