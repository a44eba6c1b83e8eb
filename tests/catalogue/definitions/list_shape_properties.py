"""What is right, said again: each property tested on the polygon's corners by its geometric meaning."""

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations

LEVELS = (1, 2)
EXHAUSTIVE = True  # every set of combinations that is not empty
CANONICAL = re.compile(r"[1-9][0-9]*[a-h]( [1-9][0-9]*[a-h])*")
LETTERS = "abcdefgh"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    letters = LETTERS[: len(instance["properties"])]
    every = [f"{number}{letter}" for number in range(1, len(instance["shapes"]) + 1) for letter in letters]
    sets = chain.from_iterable(combinations(every, size) for size in range(1, len(every) + 1))
    yield from (" ".join(chosen) for chosen in sets)


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    said = answer.split()
    if len(said) != len(set(said)):
        return False
    true = set()
    for number, commands in enumerate(instance["shapes"], start=1):
        corners = trace(commands, turtle=instance["turtle"])
        for letter, name in zip(LETTERS, instance["properties"], strict=False):
            if PROPERTIES[name](corners):
                true.add(f"{number}{letter}")
    return set(said) == true


def trace(commands: list, *, turtle: bool) -> list[tuple[int, int]]:
    heading, corners = 0, [(0, 0)]
    for command in commands:
        if command in ("L", "R"):
            heading += 90 if command == "L" else -90
        else:
            a, b = command
            cos, sin = (
                (round(math.cos(math.radians(heading))), round(math.sin(math.radians(heading)))) if turtle else (1, 0)
            )
            x, y = corners[-1]
            corners.append((x + a * cos - b * sin, y + a * sin + b * cos))
    return corners


def angles(corners: list) -> list[float]:
    """Return the inner angles in degrees."""
    n = len(corners)
    turns = []
    for k in range(n):
        (ax, ay), (bx, by), (cx, cy) = corners[k - 1], corners[k], corners[(k + 1) % n]
        turn = math.degrees(math.atan2(cy - by, cx - bx) - math.atan2(by - ay, bx - ax))
        turns.append((turn + 180) % 360 - 180)
    sign = 1 if sum(turns) > 0 else -1
    return [180 - sign * turn for turn in turns]


def squares(corners: list) -> list[int]:
    return [(a - c) ** 2 + (b - d) ** 2 for (a, b), (c, d) in zip(corners, corners[1:] + corners[:1], strict=True)]


def slopes(corners: list) -> list:
    found = []
    for (a, b), (c, d) in zip(corners, corners[1:] + corners[:1], strict=True):
        found.append(Fraction(d - b, c - a) if c != a else "upright")
    return found


def rights(corners: list) -> int:
    return sum(abs(angle - 90) < 1e-9 for angle in angles(corners))


def is_symmetric(corners: list) -> bool:
    """Try each way to pair corners off that reverses their order; all middles of pairs then lie on one axis."""
    n = len(corners)
    for shift in range(n):
        pairs = [(corners[k], corners[(shift - k) % n]) for k in range(n)]
        if all(distance(p, corners[j]) == distance(q, corners[(shift - j) % n]) for p, q in pairs for j in range(n)):
            return True
    return False


def distance(p: tuple[int, int], q: tuple[int, int]) -> int:
    return (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2


def turns_onto_itself(corners: list) -> bool:
    n = len(corners)
    sums = {(p[0] + q[0], p[1] + q[1]) for p, q in zip(corners, corners[n // 2 :] + corners[: n // 2], strict=True)}
    return n % 2 == 0 and len(sums) == 1


def is_wide(corners: list) -> bool:
    """Cut the polygon into strips between lattice rows; each strip's area is that of trapezoids."""
    area = Fraction(0)
    for (a, b), (c, d) in zip(corners, corners[1:] + corners[:1], strict=True):
        area += Fraction(c - a) * Fraction(b + d, 2)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return abs(area) > Fraction((max(xs) - min(xs)) * (max(ys) - min(ys)), 2)


PROPERTIES = {
    "convex": lambda corners: max(angles(corners)) < 180,
    "right": lambda corners: rights(corners) >= 1,
    "parallel": lambda corners: len(set(slopes(corners))) < len(corners),
    "equal": lambda corners: any(a == b for a, b in combinations(squares(corners), 2)),
    "mirror": is_symmetric,
    "turn": turns_onto_itself,
    "two": lambda corners: rights(corners) == 2,
    "wide": is_wide,
}
