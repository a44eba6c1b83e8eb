"""What is right, said again: each square of the net turned around its hinge in space, then the cube as a whole."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True  # at these levels: every sequence of so many of the six letters
EAST, NORTH, UP = (1, 0, 0), (0, 1, 0), (0, 0, 1)


def candidates(instance: dict, solution: str) -> Iterator[str]:
    letters = sorted(letter for *_, letter in instance["net"])
    yield from (" ".join(choice) for choice in product(letters, repeat=len(instance["steps"])))


def turn(vector: tuple, axis: tuple, quarter: int = 1) -> tuple:
    """Turn a vector by quarters around an axis, anticlockwise for who sees the axis point at them."""
    for _ in range(quarter % 4):
        (a, b, c), (x, y, z) = axis, vector
        along = a * x + b * y + c * z
        vector = (b * z - c * y + a * along, c * x - a * z + b * along, a * y - b * x + c * along)
    return vector


def holds(instance: dict, answer: str) -> bool:
    faces = fold(instance)
    shown = []
    for kind, *rest in instance["steps"]:
        if kind == "relabel":
            faces[UP], faces[NORTH] = faces[NORTH], faces[UP]
        elif kind == "spin":
            faces = {turn(face, UP, 3 if rest[0] == "clockwise" else 1): letter for face, letter in faces.items()}
        else:
            way = rest[0] if kind == "roll" or faces[UP] < faces[0, 0, -1] else rest[1]
            axis = {"N": (-1, 0, 0), "S": EAST, "E": NORTH, "W": (0, -1, 0)}[way]
            faces = {turn(face, axis): letter for face, letter in faces.items()}
        shown.append(faces[UP])
    return answer == " ".join(shown)


def fold(instance: dict) -> dict[tuple, str]:
    """Return the letter on each side; a walk over the net turns a standing cube as if it were the net that bends."""
    letters = {(row, column): letter for row, column, letter in instance["net"]}
    base = next(place for place, letter in letters.items() if letter == instance["base"])
    outward = {base: (0, 0, -1) if instance["inward"] else UP}
    axes = {base: {"right": EAST, "up": NORTH}}
    waiting = [base]
    while waiting:
        row, column = waiting.pop()
        for place in ((row, column + 1), (row, column - 1), (row - 1, column), (row + 1, column)):
            if place not in letters or place in outward:
                continue
            frame = axes[row, column]
            sideways = place[1] != column
            hinge = frame["up"] if sideways else frame["right"]
            positive = place[1] > column if sideways else place[0] < row
            quarter = 1 if positive == sideways else 3  # bends the square away from the viewer
            if instance["inward"]:
                quarter = 4 - quarter
            outward[place] = turn(outward[row, column], hinge, quarter)
            axes[place] = {name: turn(axis, hinge, quarter) for name, axis in frame.items()}
            waiting.append(place)
    return {face: letters[place] for place, face in outward.items()}
