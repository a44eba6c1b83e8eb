"""Say which stated properties polygons have that are drawn by commands."""

import itertools
import re
from random import Random

META = {
    "category": "spatial",
    "skills": ["geometry", "spatial reasoning", "arithmetic"],
    "keywords": ["polygons", "right angles", "symmetry", "turtle graphics"],
    "answer": "set",
    "version": 1,
}

_SHAPES = (
    ((0, 0), (3, 0), (3, 2), (0, 2)),
    ((0, 0), (2, 0), (2, 2), (0, 2)),
    ((0, 0), (2, 1), (3, 3), (1, 2)),
    ((0, 0), (4, 0), (5, 2), (1, 2)),
    ((0, 0), (5, 0), (4, 2), (1, 2)),
    ((0, 0), (4, 0), (4, 2), (2, 2)),
    ((0, 0), (2, -1), (5, 0), (2, 1)),
    ((0, 0), (4, 0), (2, 3)),
    ((0, 0), (4, 0), (0, 3)),
    ((0, 0), (5, 1), (2, 3)),
    ((0, 0), (4, 0), (4, 1), (1, 1), (1, 3), (0, 3)),
    ((0, 0), (4, 0), (2, 1), (1, 3)),
    ((0, 0), (4, 0), (4, 2), (2, 4), (0, 2)),
    ((0, 0), (3, 0), (4, 2), (3, 4), (0, 4), (-1, 2)),
    ((0, 0), (4, 0), (4, 3), (2, 1), (0, 3)),
    ((0, 0), (3, 1), (4, 4), (1, 2)),
    ((0, 0), (4, 1), (3, 3), (0, 2)),
    ((0, 0), (4, 0), (4, 4), (3, 4), (3, 1), (0, 1)),
)
_PROPERTIES = {
    "convex": "it is convex (no inner angle exceeds 180 degrees)",
    "right": "it has at least one inner angle of exactly 90 degrees",
    "parallel": "it has at least one pair of parallel sides",
    "equal": "it has at least two sides of the same length",
    "mirror": "it has at least one axis of mirror symmetry",
    "turn": "a half turn (by 180 degrees) about some point maps it onto itself",
    "two": "exactly two of its inner angles are 90 degrees",
    "wide": "its area is more than half of that of the smallest rectangle around it with sides from north to south and "
    "from east to west",
}


def generate(level: int, rng: Random) -> dict:
    """Draw shapes, turned and stretched, and the commands that draw them; list which properties they have."""
    count, kinds = 3 + level // 4, 3 + (level >= 2) + (level >= 5)
    properties = rng.sample(sorted(_PROPERTIES)[: None if level >= 3 else 6], kinds)
    for attempt in range(20):
        chosen = rng.sample(_SHAPES, min(count, len(_SHAPES)))
        shapes = [_vary(corners, level, rng) for corners in ([_SHAPES[1], *chosen[1:]] if attempt == 19 else chosen)]
        true = [
            f"{number}{'abcdefgh'[at]}"
            for number, corners in enumerate(shapes, start=1)
            for at, name in enumerate(properties)
            if name in _find_facts(corners)
        ]
        if 2 <= len(true) <= count * kinds - 2:
            break
    turtle = level >= 4
    commands = [_write_commands(corners, rng) if turtle else _write_moves(corners) for corners in shapes]
    return {"turtle": turtle, "shapes": commands, "properties": properties, "solution": true}


def _vary(corners: tuple, level: int, rng: Random) -> list[tuple[int, int]]:
    """Shear at times, turn and stretch by a Gaussian integer, reflect, and begin at another corner."""
    points = list(corners)
    if rng.random() < 0.3:
        shear = rng.choice((-1, 1))
        points = [(x + shear * y, y) for x, y in points]
    a, b = rng.choice([(1, 0), (2, 0), (0, 1), (3, 0)] + [(1, 1), (2, 1), (1, 2), (1, -1)] * (level >= 2))
    points = [(a * x - b * y, b * x + a * y) for x, y in points]
    if rng.random() < 0.5:
        points = [(-x, y) for x, y in points][::-1]
    at = rng.randrange(len(points))
    return points[at:] + points[:at]


def _write_moves(corners: list[tuple[int, int]]) -> list:
    return [[x2 - x1, y2 - y1] for (x1, y1), (x2, y2) in itertools.pairwise(corners)]


def _write_commands(corners: list[tuple[int, int]], rng: Random) -> list:
    """Return moves [ahead, left] for somebody who looks east at first and turns by quarters: "L", "R"."""
    commands: list = []
    ahead = (1, 0)
    for dx, dy in _write_moves(corners):
        for _ in range(rng.randrange(3)):
            turn = rng.choice("LR")
            commands.append(turn)
            ahead = (-ahead[1], ahead[0]) if turn == "L" else (ahead[1], -ahead[0])
        commands.append([dx * ahead[0] + dy * ahead[1], dy * ahead[0] - dx * ahead[1]])
    return commands


def _find_facts(corners: list[tuple[int, int]]) -> set[str]:
    """Return the properties by sides and corners: cross and dot products, and the sequence of sides and angles."""
    n = len(corners)
    sides = [(corners[(k + 1) % n][0] - corners[k][0], corners[(k + 1) % n][1] - corners[k][1]) for k in range(n)]
    crosses = [sides[k - 1][0] * sides[k][1] - sides[k - 1][1] * sides[k][0] for k in range(n)]
    dots = [sides[k - 1][0] * sides[k][0] + sides[k - 1][1] * sides[k][1] for k in range(n)]
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True))
    inner = [cross if area > 0 else -cross for cross in crosses]
    lengths = [x * x + y * y for x, y in sides]
    rights = sum(dot == 0 and cross > 0 for dot, cross in zip(dots, inner, strict=True))
    walk = [mark for k in range(n) for mark in ((inner[k], dots[k]), lengths[k])]
    mirrored = walk[::-1]
    box = (max(x for x, _ in corners) - min(x for x, _ in corners)) * (
        max(y for _, y in corners) - min(y for _, y in corners)
    )
    tests = {
        "convex": min(inner) > 0,
        "right": rights > 0,
        "parallel": any(a[0] * b[1] == a[1] * b[0] for k, a in enumerate(sides) for b in sides[:k]),
        "equal": len(set(lengths)) < n,
        "mirror": any(mirrored[k:] + mirrored[:k] == walk for k in range(2 * n)),
        "turn": n % 2 == 0 and walk[n:] + walk[:n] == walk,
        "two": rights == 2,
        "wide": abs(area) > box,
    }
    return {name for name, holds in tests.items() if holds}


def observe(instance: dict) -> str:
    """Return the question."""
    if instance["turtle"]:
        lines = [
            "Somebody with a pen begins each polygon at its first corner, looking east. L is a quarter turn to the "
            "left on the spot, "
            "R one to the right. (a, b) draws a straight line to the point a units ahead and b units to the left of "
            "where they are "
            "(a negative a means back, a negative b to the right); this does not change where they look."
        ]
    else:
        lines = [
            "Each polygon is drawn from its first corner on. (a, b) draws a straight line to the point a units east "
            "and b units north of the last one (negative: west, south)."
        ]
    lines.append("After the last line, one more straight line goes back to the first corner.")
    for number, commands in enumerate(instance["shapes"], start=1):
        drawn = " ".join(
            command if isinstance(command, str) else f"({command[0]}, {command[1]})" for command in commands
        )
        lines.append(f"Polygon {number}: {drawn}")
    lines.append("Statements about a polygon:")
    lines += [
        f"{letter}) {_PROPERTIES[name]}" for letter, name in zip("abcdefgh", instance["properties"], strict=False)
    ]
    lines.append(
        "Which statements are true of which polygons? Answer with all true combinations of number and letter, in "
        "any order and "
        "separated by spaces, such as: 9f 9g 8f"
    )
    return "\n".join(lines)


def verify(instance: dict, answer: str) -> bool:
    """Find the corners and test each property by distances between points."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    tokens = re.split(r"\s*,\s*|\s+", text.lower()) if len(text) <= 5_000 else []
    if len(set(tokens)) != len(tokens) or not all(re.fullmatch("[1-9][0-9]?[a-h]", token) for token in tokens):
        return False
    true = []
    for number, commands in enumerate(instance["shapes"], start=1):
        corners = _draw(commands, turtle=instance["turtle"])
        for letter, name in zip("abcdefgh", instance["properties"], strict=False):
            if _has(name, corners):
                true.append(f"{number}{letter}")
    return sorted(tokens) == sorted(true)


def _draw(commands: list, *, turtle: bool) -> list[complex]:
    place, ahead = 0j, 1 + 0j
    corners = [place]
    for command in commands:
        if isinstance(command, str):
            ahead *= 1j if command == "L" else -1j
        else:
            place += complex(command[0], command[1]) * (ahead if turtle else 1)
            corners.append(place)
    return corners


def _square(number: complex) -> float:
    return number.real**2 + number.imag**2


def _has(name: str, corners: list[complex]) -> bool:
    n = len(corners)
    sides = [(corners[k], corners[(k + 1) % n]) for k in range(n)]
    if name == "equal":
        return any(_square(a - b) == _square(c - d) for k, (a, b) in enumerate(sides) for c, d in sides[:k])
    if name == "parallel":
        return any(((b - a) * (d - c).conjugate()).imag == 0 for k, (a, b) in enumerate(sides) for c, d in sides[:k])
    if name == "mirror":
        middle = sum(corners) / n  # every axis runs through it, and through a corner or the middle of a side
        marks = [*corners, *((a + b) / 2 for a, b in sides)]
        return any(_mirrors(corners, middle, mark - middle) for mark in marks if abs(mark - middle) > 1e-9)
    if name == "turn":
        centre = 2 * sum(corners) / n
        return n % 2 == 0 and all(abs(corners[k] + corners[(k + n // 2) % n] - centre) < 1e-9 for k in range(n))
    area = sum((a.conjugate() * b).imag for a, b in sides)
    turns = [
        ((corners[k] - corners[k - 1]).conjugate() * (corners[(k + 1) % n] - corners[k])).imag * area for k in range(n)
    ]
    if name == "convex":
        return min(turns) > 0
    if name == "wide":
        xs, ys = [p.real for p in corners], [p.imag for p in corners]
        return abs(area) > (max(xs) - min(xs)) * (max(ys) - min(ys))
    rights = sum(
        turns[k] > 0
        and _square(corners[k] - corners[k - 1]) + _square(corners[(k + 1) % n] - corners[k])
        == _square(corners[(k + 1) % n] - corners[k - 1])
        for k in range(n)
    )
    return rights == 2 if name == "two" else rights > 0


def _mirrors(corners: list[complex], point: complex, along: complex) -> bool:
    """Tell whether reflection in the line through a point, in a direction, maps the corners onto themselves."""
    turned, n = along / along.conjugate(), len(corners)
    images = [point + (corner - point).conjugate() * turned for corner in reversed(corners)]
    return any(all(abs(images[(k + shift) % n] - corners[k]) < 1e-6 for k in range(n)) for shift in range(n))


def solve(instance: dict) -> str:
    """Return the true statements found from sides and angles."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a statement out, add one, exchange one, or give all."""
    true = instance["solution"]
    every = [
        f"{n}{letter}"
        for n in range(1, len(instance["shapes"]) + 1)
        for letter in "abcdefgh"[: len(instance["properties"])]
    ]
    false = [statement for statement in every if statement not in true]
    wrong = [true[1:], true[:-1], [*true[1:], *false[:1]], every if false else true[2:], false]
    wrong += [[*true, statement] for statement in false[:2]]
    return [text for text in dict.fromkeys(" ".join(near) for near in wrong if near) if text != solve(instance)]
