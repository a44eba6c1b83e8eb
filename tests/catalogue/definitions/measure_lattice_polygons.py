"""What is right, said again: lattice points sorted by winding angles, and the area from Pick's theorem ring by ring."""

import json
import math
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import product

LEVELS = (1, 2, 3)
EXHAUSTIVE = False  # areas within 5, and points within 9 and 9, of the solution
CANONICAL = re.compile(r"(0|[1-9][0-9]*)(\.5)? (0|[1-9][0-9]*) (0|[1-9][0-9]*)")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    area, border, inside = solution.split()
    double = int(2 * Fraction(area))
    for a, b, c in product(range(-10, 11), range(-9, 10), range(-9, 10)):
        if double + a >= 0 and int(border) + b >= 0 and int(inside) + c >= 0:
            yield f"{(double + a) // 2}{'.5' if (double + a) % 2 else ''} {int(border) + b} {int(inside) + c}"


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    area, border, inside = answer.split(" ")
    measured = measure(json.dumps([instance["rings"], instance["parity"]]))
    return (Fraction(area), Fraction(border), Fraction(inside)) == measured


@cache
def measure(text: str) -> tuple[Fraction, int, int]:
    rings, parity = json.loads(text)
    points = [place(ring) for ring in rings]
    area = Fraction(0)
    for number, (on, within) in enumerate(points):
        area += (len(within) + Fraction(len(on), 2) - 1) * (1 if number == 0 else -1)
    border = set().union(*(on for on, _ in points))
    inside = points[0][1] - border
    for _, within in points[1:]:
        inside -= within
    wanted = {"": (0, 1), "even": (0,), "odd": (1,)}[parity]
    return area, len(border), sum((x + y) % 2 in wanted for x, y in inside)


def place(ring: list[list[int]]) -> tuple[set, set]:
    """Return the lattice points on a ring, and those that it winds around."""
    on, within = set(), set()
    sides = list(zip(ring, ring[1:] + ring[:1], strict=True))
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    for x, y in product(range(min(xs), max(xs) + 1), range(min(ys), max(ys) + 1)):
        if any(
            math.isclose(math.dist(a, (x, y)) + math.dist((x, y), b), math.dist(a, b), abs_tol=1e-9) for a, b in sides
        ):
            on.add((x, y))
            continue
        angle = 0.0
        for (ax, ay), (bx, by) in sides:
            bend = math.atan2(by - y, bx - x) - math.atan2(ay - y, ax - x)
            angle += (bend + math.pi) % (2 * math.pi) - math.pi
        if abs(angle) > math.pi:
            within.add((x, y))
    return on, within
