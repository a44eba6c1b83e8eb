"""Draw one closed fence along grid lines that has the stated number of sides round each numbered field."""

import re
from random import Random
from typing import Any

META = {
    "category": "constraint_satisfaction",
    "skills": ["spatial reasoning", "constraint propagation", "backtracking"],
    "keywords": ["slitherlink", "closed loop"],
    "answer": "text",
    "version": 1,
}

_MOVES = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}
_POST_LEVEL, _ANIMAL_LEVEL, _LENGTH_LEVEL = 3, 5, 7
_Cell = tuple[int, int]


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Grow a patch of fields without holes or bare corners; its border is the fence, of which some clues are told."""
    height, width = 3 + (level + 1) // 3, max(4, 3 + level // 3)
    inside = _grow(height, width, rng)
    walk = _border(inside)
    fields = [(row, column) for row in range(height) for column in range(width)]
    told = set(rng.sample(fields, len(fields) * 3 // 4 if level < 3 else len(fields) // 2))
    rows = []
    for row in range(height):
        sides = [sum((r, c) in inside for r, c in _beside(row, column)) for column in range(width)]
        counts = [4 - n if (row, column) in inside else n for column, n in enumerate(sides)]
        rows.append("".join(str(n) if (row, column) in told else "." for column, n in enumerate(counts)))
    corners = [(row, column) for row in range(height + 1) for column in range(width + 1)]
    visited = {corner for corner, _ in walk}
    posted = rng.sample(corners, level // 2 if level >= _POST_LEVEL else 0)
    posts = [[*corner, "passes" if corner in visited else "does not pass"] for corner in posted]
    blank = [field for field in fields if field not in told]
    animals = [
        [*field, "inside" if field in inside else "outside"] for field in rng.sample(blank, min(len(blank), level // 3))
    ]
    start = rng.randrange(len(walk))
    walk = walk[start:] + walk[:start]
    return {
        "rows": rows,
        "posts": sorted(posts),
        "animals": sorted(animals) if level >= _ANIMAL_LEVEL else [],
        "length": len(walk) if level >= _LENGTH_LEVEL else 0,
        "solution": [[*walk[0][0]], "".join(move for _, move in walk)],
    }


def _beside(row: int, column: int) -> list[_Cell]:
    return [(row + down, column + right) for down, right in _MOVES.values()]


def _grow(height: int, width: int, rng: Random) -> set[_Cell]:
    inside = {(rng.randrange(height), rng.randrange(width))}
    wanted = height * width * rng.randint(40, 60) // 100
    for _ in range(30 * height * width):
        if len(inside) >= wanted:
            break
        row, column = rng.choice(sorted(inside))
        fresh = rng.choice(_beside(row, column))
        if 0 <= fresh[0] < height and 0 <= fresh[1] < width and fresh not in inside and _joins(fresh, inside):
            inside.add(fresh)
    return inside


def _joins(cell: _Cell, inside: set[_Cell]) -> bool:
    """Tell whether the fields round a field change between inside and outside just twice: no hole, no bare corner."""
    row, column = cell
    ring = ((-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1))
    states = [(row + down, column + right) in inside for down, right in ring]
    changes = sum(one != two for one, two in zip(states, states[1:] + states[:1], strict=True))
    return changes == 2 and any(states[1::2])


def _border(inside: set[_Cell]) -> list[tuple[_Cell, str]]:
    """Return corners with the move that leaves each, walking round the patch with the inside on the right."""
    edges: dict[_Cell, tuple[_Cell, str]] = {}
    for row, column in inside:
        if (row - 1, column) not in inside:
            edges[row, column] = ((row, column + 1), "R")
        if (row + 1, column) not in inside:
            edges[row + 1, column + 1] = ((row + 1, column), "L")
        if (row, column - 1) not in inside:
            edges[row + 1, column] = ((row, column), "U")
        if (row, column + 1) not in inside:
            edges[row, column + 1] = ((row + 1, column + 1), "D")
    corner = min(edges)
    walk = []
    for _ in range(len(edges)):
        following, move = edges[corner]
        walk.append((corner, move))
        corner = following
    return walk


def observe(instance: dict[str, Any]) -> str:
    """Show the fields, state the rules and the answer format."""
    rows = instance["rows"]
    rules = [
        "The fence is one closed line along sides of fields. It never crosses itself, and never touches itself: it "
        "comes to no corner more than once.",
        "A number says how many of the four sides of its field belong to the fence. A full stop says nothing.",
    ]
    rules += [f"The fence {passes} through corner {row},{column}." for row, column, passes in instance["posts"]]
    rules += [
        f"The field in row {row + 1}, column {column + 1} lies {side} the fence."
        for row, column, side in instance["animals"]
    ]
    if instance["length"]:
        rules.append(f"The fence is {instance['length']} sides long.")
    return (
        f"A meadow has {len(rows)} x {len(rows[0])} square fields:\n\n"
        + "\n".join(" ".join(row) for row in rows)
        + "\n\nRows and columns of fields count from 1 at the top left. The corners of fields are named by two "
        "numbers, how many fields they are below the top edge of the meadow and how many right of its left edge: 0,0 "
        f"is the top left corner of the meadow and {len(rows)},{len(rows[0])} its bottom right corner. Draw a fence:\n"
        + "\n".join(f"- {rule}" for rule in rules)
        + "\n\nAny fence that keeps all rules is accepted. Answer with a corner on the fence and, after a colon, the "
        "moves from corner to corner round the whole fence back to the first one, without spaces: U up, D down, L "
        "left, R right; either way round. (The format, not a hint: 0,1: RDLU)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Walk round the fence, then count sides and look which fields it encloses."""
    rows = instance["rows"]
    path = _walk(answer, len(rows), len(rows[0]))
    if not path:
        return False
    sides = {frozenset(pair) for pair in zip(path, path[1:] + path[:1], strict=True)}
    for row, line in enumerate(rows):
        inner = False
        for column, sign in enumerate(line):
            inner ^= frozenset(((row, column), (row + 1, column))) in sides
            around = [((row, column), (row, column + 1)), ((row + 1, column), (row + 1, column + 1))]
            around += [((row, column), (row + 1, column)), ((row, column + 1), (row + 1, column + 1))]
            if sign != "." and sum(frozenset(side) in sides for side in around) != int(sign):
                return False
            if [row, column, "outside" if inner else "inside"] in instance["animals"]:
                return False
    if any(((row, column) in path) != (passes == "passes") for row, column, passes in instance["posts"]):
        return False
    return instance["length"] in (0, len(path))


def _walk(answer: str, height: int, width: int) -> list[_Cell]:
    """Return the corners of the closed walk that an answer describes; [] where it is none."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = re.sub(r"\s", "", answer.strip().removesuffix(".")).upper()
    fence = re.fullmatch(r"\(?([0-9]{1,3}),([0-9]{1,3})\)?:([UDLR]{4,2000})", text)
    if not fence:
        return []
    row, column = int(fence[1]), int(fence[2])
    path: list[_Cell] = []
    for move in fence[3]:
        if not (0 <= row <= height and 0 <= column <= width):
            return []
        path.append((row, column))
        row, column = row + _MOVES[move][0], column + _MOVES[move][1]
    return path if (row, column) == path[0] and len(set(path)) == len(path) else []


def solve(instance: dict[str, Any]) -> str:
    """Return the border of the planted patch."""
    (row, column), moves = instance["solution"]
    return f"{row},{column}: {moves}"


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Leave the fence open, walk it twice, start elsewhere, or fence another patch."""
    (row, column), moves = instance["solution"]
    texts = [f"{row},{column}: {moves[:-1]}", f"{row},{column}: {moves * 2}", f"{row + 1},{column + 1}: {moves}"]
    texts += [f"{row},{column}: {moves[::-1]}", f"{column},{row}: {moves}", f"{row},{column}: {moves[1:]}"]
    texts += ["0,0: RDLU", f"{row},{column + 1}: {moves}"]
    return [text for text in texts if not verify(instance, text)]
