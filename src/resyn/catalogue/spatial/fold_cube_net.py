"""Fold a net into a cube, roll the cube, and say which letters come to lie on top."""

import re
from random import Random

META = {
    "category": "spatial",
    "skills": ["mental folding", "simulation", "orientation"],
    "keywords": ["cube net", "rolling cube", "faces"],
    "answer": "sequence",
    "version": 1,
}

_ROLLS = {"N": "north", "E": "east", "S": "south", "W": "west"}
_Vector = tuple[int, int, int]


def generate(level: int, rng: Random) -> dict:
    """Grow a net, fold it with vectors, and carry out rolls and turns."""
    letters = rng.sample("ABCDEFGHKLMNPRTUVWXY", 6)
    cells = _grow(rng)
    inward = level >= 4 and rng.random() < 0.5
    steps = _draw_steps(level, rng)
    base = rng.randrange(6)
    net = [[*cell, letter] for cell, letter in zip(cells, letters, strict=True)]
    faces = _fold(net, base, inward=inward)
    tops = []
    for kind, *rest in steps:
        if kind == "choose":
            up, down = faces[0, 0, 1], faces[0, 0, -1]
            kind, rest = "roll", [rest[0] if up < down else rest[1]]
        if kind == "relabel":
            faces[0, 0, 1], faces[0, 1, 0] = faces[0, 1, 0], faces[0, 0, 1]
        else:
            faces = {_rotate(normal, kind, rest[0] if rest else ""): letter for normal, letter in faces.items()}
        tops.append(faces[0, 0, 1])
    drawn = rng.sample(net, 6)
    return {"net": sorted(drawn), "base": letters[base], "inward": inward, "steps": steps, "solution": tops}


def _grow(rng: Random) -> list[tuple[int, int]]:
    """Return six squares, each joined to an earlier one, that fold to a cube without overlap."""
    while True:
        cells, placed = [(0, 0)], {(0, 0): ((0, 0, 1), (0, 1, 0), (1, 0, 0))}
        for _ in range(60):
            row, column = rng.choice(cells)
            way = rng.choice("NESW")
            place = (row - (way == "N") + (way == "S"), column + (way == "E") - (way == "W"))
            frame = _neighbour(placed[row, column], way)
            beside = sum(abs(place[0] - r) + abs(place[1] - c) == 1 for r, c in cells)
            if place not in placed and beside == 1 and frame[0] not in [other[0] for other in placed.values()]:
                cells.append(place)
                placed[place] = frame
            if len(cells) == 6:
                return cells


def _neighbour(frame: tuple[_Vector, _Vector, _Vector], way: str) -> tuple[_Vector, _Vector, _Vector]:
    """Return outward normal, drawn up and drawn right of the next square of a net that is folded away from one."""
    normal, up, right = frame
    back = (-normal[0], -normal[1], -normal[2])
    if way in "NS":
        sign = 1 if way == "N" else -1
        return (_times(up, sign), _times(back, sign), right)
    sign = 1 if way == "E" else -1
    return (_times(right, sign), up, _times(back, sign))


def _times(vector: _Vector, sign: int) -> _Vector:
    return (sign * vector[0], sign * vector[1], sign * vector[2])


def _fold(net: list[list], base: int, *, inward: bool) -> dict[_Vector, str]:
    """Return the letter in each direction of the cube (x east, y north, z up), the base on top or at the bottom."""
    frames = {(net[base][0], net[base][1]): ((0, 0, 1), (0, 1, 0), (1, 0, 0))}
    letters = {(row, column): letter for row, column, letter in net}
    while len(frames) < 6:
        for row, column in list(frames):
            for way, place in zip(
                "NESW", ((row - 1, column), (row, column + 1), (row + 1, column), (row, column - 1)), strict=True
            ):
                if place in letters and place not in frames:
                    frames[place] = _neighbour(frames[row, column], way)
    faces = {frame[0]: letters[place] for place, frame in frames.items()}
    return {(x, y, -z if inward else z): letter for (x, y, z), letter in faces.items()}


def _rotate(normal: _Vector, kind: str, way: str) -> _Vector:
    x, y, z = normal
    if kind == "spin":  # a quarter turn clockwise, seen from above
        return (y, -x, z) if way == "clockwise" else (-y, x, z)
    return {"N": (x, z, -y), "S": (x, -z, y), "E": (z, y, -x), "W": (-z, y, x)}[way]


def _draw_steps(level: int, rng: Random) -> list[list]:
    steps: list[list] = []
    for _ in range(4 + level // 2):
        kinds = ["roll"] * 3 + ["spin"] * (level >= 2) + ["choose"] * (level >= 5) + ["relabel"] * (level >= 6)
        kind = rng.choice(kinds if steps and steps[-1][0] == "roll" else ["roll"])
        if kind == "roll":
            back = {"N": "S", "S": "N", "E": "W", "W": "E"}.get(
                steps[-1][1] if steps and steps[-1][0] == "roll" else "", ""
            )
            steps.append([kind, rng.choice([way for way in "NESW" if way != back])])
        elif kind == "spin":
            steps.append([kind, rng.choice(("clockwise", "anticlockwise"))])
        else:
            steps.append([kind, *rng.sample("NESW", 2)] if kind == "choose" else [kind])
    return steps


def observe(instance: dict) -> str:
    """Return the question."""
    net = instance["net"]
    top, left = min(row for row, _, _ in net), min(column for _, column, _ in net)
    height, width = 1 + max(row for row, _, _ in net) - top, 1 + max(column for _, column, _ in net) - left
    drawn = [["."] * width for _ in range(height)]
    for row, column, letter in net:
        drawn[row - top][column - left] = letter
    if instance["inward"]:
        fold = (
            "The net is transparent. It is folded towards you, so that the side that you see comes to lie inside. "
            "The cube stands "
            f"on face {instance['base']}"
        )
    else:
        fold = (
            "It is folded away from you, so that the side that you see comes to lie outside. The cube is put down "
            "with face "
            f"{instance['base']} on top"
        )
    steps = [f"{number}. {_text(*step)}" for number, step in enumerate(instance["steps"], start=1)]
    return "\n".join(
        [
            "The net of a cube (letters are its six square faces, . is nothing):",
            *("    " + " ".join(row) for row in drawn),
            f"{fold}; the edge of face {instance['base']} that is its upper edge in the drawing is to the north, "
            f"its right edge to the "
            "east. To roll the cube north, east, south or west means to tip it over its lower edge on that side. "
            "These steps follow:",
            *steps,
            "Which letter is on top after each of these steps? Answer with the letters in the order of the steps, "
            "separated by "
            "spaces; for three steps this would look like: Q Z Q",
        ]
    )


def _text(kind: str, *rest: str) -> str:
    if kind == "roll":
        return f"Roll it {_ROLLS[rest[0]]}."
    if kind == "spin":
        return f"Turn it {rest[0]} by 90 degrees on the spot, as seen from above."
    if kind == "choose":
        first, second = (_ROLLS[way] for way in rest)
        return (
            f"If the letter on top comes before the one at the bottom in the alphabet, roll it {first}, otherwise "
            f"roll it {second}."
        )
    return "The letter on top and the letter on the north face are exchanged (the cube does not move)."


def verify(instance: dict, answer: str) -> bool:
    """Roll a die with named sides over the net to mark its faces, then roll it along the steps, and compare."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    tokens = re.split(r"\s*,\s*|\s+", text.upper()) if len(text) <= 2_000 else []
    letters = {(row, column): letter for row, column, letter in instance["net"]}
    marks: dict[int, str] = {}
    start = next(place for place, letter in letters.items() if letter == instance["base"])
    cube = {"top": 0, "bottom": 1, "N": 2, "S": 3, "E": 4, "W": 5}
    _mark(letters, start, cube, marks, below=not instance["inward"], seen=set())
    tops = []
    for kind, *rest in instance["steps"]:
        if kind == "choose":
            earlier = marks[cube["top"]] < marks[cube["bottom"]]
            kind, rest = "roll", [rest[0 if earlier else 1]]
        if kind == "roll":
            cube = _tip(cube, rest[0])
        elif kind == "spin":
            ring = "NESW" if rest[0] == "clockwise" else "NWSE"
            cube = cube | {ring[(at + 1) % 4]: cube[side] for at, side in enumerate(ring)}
        else:
            marks = marks | {cube["top"]: marks[cube["N"]], cube["N"]: marks[cube["top"]]}
        tops.append(marks[cube["top"]])
    return tokens == tops


def _tip(cube: dict[str, int], way: str) -> dict[str, int]:
    back = {"N": "S", "S": "N", "E": "W", "W": "E"}[way]
    return cube | {"bottom": cube[way], way: cube["top"], "top": cube[back], back: cube["bottom"]}


def _mark(
    letters: dict, place: tuple[int, int], cube: dict[str, int], marks: dict[int, str], *, below: bool, seen: set
) -> None:
    """Mark faces where a cube, hanging below the net or standing on it, touches the squares as it rolls over them."""
    seen.add(place)
    marks[cube["top" if below else "bottom"]] = letters[place]
    row, column = place
    for way, following in (
        ("N", (row - 1, column)),
        ("E", (row, column + 1)),
        ("S", (row + 1, column)),
        ("W", (row, column - 1)),
    ):
        if following in letters and following not in seen:
            opposite = {"N": "S", "S": "N", "E": "W", "W": "E"}[way]
            _mark(letters, following, _tip(cube, opposite if below else way), marks, below=below, seen=seen)


def solve(instance: dict) -> str:
    """Return the letters found with vectors."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Read the bottom for the top, exchange two letters, shift them by a step, or end with another letter."""
    tops = instance["solution"]
    letters = sorted(letter for *_, letter in instance["net"])
    other = letters[(letters.index(tops[-1]) + 1) % 6]
    start = letters[(letters.index(tops[0]) + 1) % 6]
    wrong = [[*tops[:-1], other], [start, *tops[1:]], [instance["base"], *tops[:-1]], tops[::-1], tops[:-1], tops[1:]]
    return [text for text in dict.fromkeys(" ".join(near) for near in wrong) if text != solve(instance)]
