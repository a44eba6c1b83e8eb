"""What is right, said again: the picture that becomes the other one when each step is done to sets of squares."""

import random
import re
from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 3, 7)
EXHAUSTIVE = (
    False  # the solution, all changes of one or two squares, its turned and mirrored forms, 500 random pictures
)
CANONICAL = re.compile(r"[#.\n]+")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    rows = solution.split("\n")
    found = [solution, "\n".join(instance["shown"]), "\n".join(rows[::-1]), "\n".join(row[::-1] for row in rows)]
    found += [
        "\n".join(map("".join, zip(*rows, strict=True))),
        "\n".join(rows[:-1]),
        solution.translate({35: 46, 46: 35}),
    ]
    places = [at for at, sign in enumerate(solution) if sign != "\n"]
    for changed in [*combinations(places, 1), *combinations(places, 2)]:
        signs = list(solution)
        for at in changed:
            signs[at] = "#" if signs[at] == "." else "."
        found.append("".join(signs))
    rng = random.Random(solution)
    found += ["\n".join("".join(rng.choice("#.") for _ in row) for row in rows) for _ in range(500)]
    yield from dict.fromkeys(found)


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    given, shown = answer.split("\n"), instance["shown"]
    if [len(row) for row in given] != [len(row) for row in shown]:
        return False
    picture, result = (given, shown) if instance["backwards"] else (shown, given)
    black = {(r, c) for r, row in enumerate(picture, start=1) for c, sign in enumerate(row, start=1) if sign == "#"}
    for kind, *numbers in instance["steps"]:
        black = done(kind, numbers, black, len(shown))
    return black == {
        (r, c) for r, row in enumerate(result, start=1) for c, sign in enumerate(row, start=1) if sign == "#"
    }


def done(kind: str, numbers: list[int], black: set, n: int) -> set:
    """Return the black squares (row, column), counted from 1, after a step."""
    everywhere = {(r, c) for r in range(1, n + 1) for c in range(1, n + 1)}
    first, *others = numbers
    if kind == "turn":
        for _ in range(first):
            black = {(c, n + 1 - r) for r, c in black}
        return black
    if kind == "checker":
        return black ^ {(r, c) for r, c in everywhere if (r + c - first) % 2 == 0}
    if kind == "corner":
        if (1, 1) in black:
            return black ^ {(r, c) for r, c in everywhere if c == first + 1}
        return {(r, n + 1 - c if r == others[0] + 1 else c) for r, c in black}
    if kind in ("invert", "block"):
        top, left, size = numbers
        inside = {(r, c) for r, c in everywhere if 0 < r - top <= size and 0 < c - left <= size}
        if kind == "invert":
            return black ^ inside
        return (black - inside) | {(top + c - left, left + size + 1 - (r - top)) for r, c in black & inside}
    return {moved(kind, numbers, r, c, n) for r, c in black}


def moved(kind: str, numbers: list[int], r: int, c: int, n: int) -> tuple[int, int]:
    first = numbers[0]
    match kind:
        case "mirror":
            return (r, n + 1 - c) if first == 0 else (n + 1 - r, c)
        case "diagonal":
            return (c, r) if first == 0 else (n + 1 - c, n + 1 - r)
        case "rows":
            return r + first if r + first <= n else r + first - n, c
        case "columns":
            return r, c + first if c + first <= n else c + first - n
        case "row":
            return r, (c + numbers[1] - 1) % n + 1 if r == first + 1 else c
        case "swap":
            return {first + 1: numbers[1] + 1, numbers[1] + 1: first + 1}.get(r, r), c
    raise ValueError(kind)
