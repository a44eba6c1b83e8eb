"""Measure a polygon on a lattice, with holes: its area, and the lattice points on its border and inside."""

import re
from fractions import Fraction
from math import gcd
from random import Random

META = {
    "category": "spatial",
    "skills": ["geometry", "counting", "arithmetic"],
    "keywords": ["polygon area", "lattice points", "holes"],
    "answer": "sequence",
    "version": 1,
}

_Point = tuple[int, int]


def generate(level: int, rng: Random) -> dict:
    """Draw a polygon around a middle and holes within, and count by looking at every lattice point."""
    reach = 5 + level // 2
    holes: list[list[_Point]] = []
    outer = _draw_ring((0, 0), reach, 3 + (level + 1) // 2, rng)
    if level >= 3:
        middles = [(0, 0)] if level < 6 else [(-3, 1), (3, -1)]
        holes = [_draw_ring(middle, 2, 3 + (level >= 5), rng) for middle in middles]
        for _ in range(40):
            outer = _draw_ring((0, 0), reach + 4, 5 + level // 3, rng)
            if not any(_cut(ring, outer) or not _is_inside(ring[0], outer) for ring in holes):
                break
        else:
            outer = [(-9, -8), (9 + level, -7), (8 + level // 2, 9), (0, 7 + level), (-8, 6)]
    shift = (rng.randint(-9, 20), rng.randint(-9, 20))
    rings = [[[x + shift[0], y + shift[1]] for x, y in ring] for ring in [outer, *holes]]
    instance = {"rings": rings, "moves": level >= 5, "parity": rng.choice(("even", "odd")) if level >= 4 else ""}
    return instance | {"solution": _look(instance)}


def _draw_ring(middle: _Point, reach: int, corners: int, rng: Random) -> list[_Point]:
    """Return corners of a simple polygon in order around a middle, no three successive ones in a line."""
    for _ in range(200):
        points = {(rng.randint(-reach, reach), rng.randint(-reach, reach)) for _ in range(corners)} - {(0, 0)}
        rays = sorted(
            points, key=lambda p: (_half(p), Fraction(-p[0], abs(p[0]) + abs(p[1])) * (1 if _half(p) == 0 else -1))
        )
        turns = [a[0] * b[1] - a[1] * b[0] for a, b in zip(rays, rays[1:] + rays[:1], strict=True)]
        bends = [
            (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
            for a, b, c in zip(rays, rays[1:] + rays[:1], rays[2:] + rays[:2], strict=True)
        ]
        if len(rays) == corners and min(turns) > 0 and 0 not in bends:
            return [(x + middle[0], y + middle[1]) for x, y in rays]
    return [(x + middle[0], y + middle[1]) for x, y in ((reach, 0), (-1, reach), (-1, -1))]


def _half(point: _Point) -> int:
    return 0 if point[1] > 0 or (point[1] == 0 and point[0] > 0) else 1


def _sides(ring: list) -> list[tuple]:
    return list(zip(ring, ring[1:] + ring[:1], strict=True))


def _cross(a: _Point, b: _Point, c: _Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _cut(one: list[_Point], other: list[_Point]) -> bool:
    """Tell whether the borders of two polygons meet."""
    for a, b in _sides(one):
        for c, d in _sides(other):
            first, second = _cross(a, b, c) * _cross(a, b, d), _cross(c, d, a) * _cross(c, d, b)
            if first <= 0 and second <= 0:
                return True
    return False


def _is_on(point: _Point, ring: list) -> bool:
    return any(
        _cross(a, b, point) == 0
        and min(a[0], b[0]) <= point[0] <= max(a[0], b[0])
        and min(a[1], b[1]) <= point[1] <= max(a[1], b[1])
        for a, b in _sides(ring)
    )


def _is_inside(point: _Point, ring: list) -> bool:
    """Cast a ray to the right from a point that is not on the border."""
    crossings = 0
    for a, b in _sides(ring):
        if (a[1] > point[1]) != (b[1] > point[1]):
            low, high = (a, b) if a[1] < b[1] else (b, a)
            crossings += _cross(low, high, point) > 0
    return crossings % 2 == 1


def _look(instance: dict) -> list[str]:
    """Look at each lattice point around; the area is the sum of triangles from one point, less those of the holes."""
    outer, *holes = instance["rings"]
    border = inside = 0
    for x in range(min(x for x, _ in outer), max(x for x, _ in outer) + 1):
        for y in range(min(y for _, y in outer), max(y for _, y in outer) + 1):
            if any(_is_on((x, y), ring) for ring in instance["rings"]):
                border += 1
            elif _is_inside((x, y), outer) and not any(_is_inside((x, y), hole) for hole in holes):
                inside += not instance["parity"] or (x + y) % 2 == (instance["parity"] == "odd")
    areas = [abs(sum(_cross(ring[0], a, b) for a, b in _sides(ring))) for ring in instance["rings"]]
    double = areas[0] - sum(areas[1:])
    return [f"{double // 2}.5" if double % 2 else str(double // 2), str(border), str(inside)]


def observe(instance: dict) -> str:
    """Return the question."""
    rings = instance["rings"]
    names = (
        ["Polygon", *(f"Hole {number}" for number in range(1, len(rings)))] if len(rings) > 2 else ["Polygon", "Hole"]
    )
    lines = [
        "In the plane, a polygon is given by its corners (x, y) in order; straight sides join each to the next and the "
        "last to the first."
    ]
    if len(rings) > 1:
        lines.append(
            "From it, the inside of every hole is cut out; a hole's border still belongs to the figure, as part of "
            "its border."
        )
    for name, ring in zip(names, rings, strict=False):
        corners = ", ".join(f"({x}, {y})" for x, y in ring)
        if instance["moves"]:
            steps = ", ".join(f"({bx - ax}, {by - ay})" for (ax, ay), (bx, by) in _sides(ring)[:-1])
            corners = (
                f"first corner ({ring[0][0]}, {ring[0][1]}); from each corner to the next, x and y change by {steps}"
            )
        lines.append(f"{name}: {corners}")
    what = "points with whole-number coordinates"
    parity = f" and have an {instance['parity']} sum x + y" if instance["parity"] else ""
    lines.append(
        f"Give three numbers for the figure{' (the polygon without its holes)' if len(rings) > 1 else ''}: its "
        f"area; the number of "
        f"{what} on its border{' (the borders of holes included)' if len(rings) > 1 else ''}; and the number of "
        f"{what} that lie in "
        f"its interior, not on a border{parity}."
    )
    lines.append(
        "Answer with the three numbers in this order, separated by spaces, the area as a decimal number, such as: "
        "271.5 90 88"
    )
    return "\n".join(lines)


def verify(instance: dict, answer: str) -> bool:
    """Use the shoelace formula, greatest common divisors, and the lattice points of each row between the borders."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    tokens = re.split(r"\s*,\s*|\s+", text) if len(text) <= 500 else []
    if len(tokens) != 3 or not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,3})?", tokens[0]):
        return False
    if not all(re.fullmatch("[0-9]{1,9}", token) for token in tokens[1:]):
        return False
    double = [abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in _sides(ring))) for ring in instance["rings"]]
    border = sum(gcd(bx - ax, by - ay) for ring in instance["rings"] for (ax, ay), (bx, by) in _sides(ring))
    area = double[0] - sum(double[1:])
    if 2 * Fraction(tokens[0]) != area or int(tokens[1]) != border:
        return False
    if instance["parity"]:
        return int(tokens[2]) == _scan(instance)
    return 2 * int(tokens[2]) == area - border + 2 - 2 * (len(instance["rings"]) - 1)  # Pick's theorem


def _scan(instance: dict) -> int:
    """Count the interior lattice points of the asked parity row by row."""
    sides = [side for ring in instance["rings"] for side in _sides(ring)]
    lowest, highest = (
        min(y for ring in instance["rings"] for _, y in ring),
        max(y for ring in instance["rings"] for _, y in ring),
    )
    found = 0
    for y in range(lowest, highest + 1):
        cuts = sorted(
            ax + Fraction((y - ay) * (bx - ax), by - ay) for (ax, ay), (bx, by) in sides if (ay > y) != (by > y)
        )
        row = {
            x for left, right in zip(cuts[::2], cuts[1::2], strict=True) for x in range(-(-left // 1), right // 1 + 1)
        }
        for (ax, ay), (bx, by) in sides:  # points on sides are not inside
            if ay == by == y:
                row -= set(range(min(ax, bx), max(ax, bx) + 1))
            elif min(ay, by) <= y <= max(ay, by) and ay != by:
                row.discard(ax + Fraction((y - ay) * (bx - ax), by - ay))
        found += sum((x + y) % 2 == (instance["parity"] == "odd") for x in row)
    return found


def solve(instance: dict) -> str:
    """Return what was found by looking at each point."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Forget to halve the area, count the corners as the border, miss by one, or count the border as inside."""
    area, border, inside = instance["solution"]
    double = str(int(2 * Fraction(area)))
    corners = str(sum(len(ring) for ring in instance["rings"]))
    wrong = [[double, border, inside], [area, corners, inside], [area, border, str(int(inside) + 1)]]
    wrong += [
        [area, border, str(int(inside) + int(border))],
        [area, str(int(border) + 1), inside],
        [inside, border, area],
    ]
    return [text for text in dict.fromkeys(" ".join(near) for near in wrong) if not verify(instance, text)]
