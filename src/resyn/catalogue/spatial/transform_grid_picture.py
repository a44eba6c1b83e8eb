"""Carry out, or undo, steps that turn, mirror and shift a picture of black and white squares."""

from random import Random

META = {
    "category": "spatial",
    "skills": ["spatial transformation", "simulation", "inverse reasoning"],
    "keywords": ["rotation", "reflection", "shift", "picture"],
    "answer": "grid",
    "version": 1,
}

_KINDS = (
    *(("turn", 1), ("mirror", 1), ("rows", 1), ("columns", 1), ("row", 2), ("swap", 2), ("invert", 3)),
    *(("block", 4), ("diagonal", 5), ("corner", 6), ("checker", 7)),
)


def generate(level: int, rng: Random) -> dict:
    """Draw a picture and steps, and carry them out."""
    side = 4 + level // 4
    for _ in range(20):
        picture = ["".join(rng.choice("##...") for _ in range(side)) for _ in range(side)]
        steps: list[list] = []
        kinds = [kind for kind, first in _KINDS if level >= first]
        while len(steps) < 3 + level // 2:
            kind = rng.choice(kinds)
            if not steps or steps[-1][0] != kind:
                steps.append(_draw_step(kind, side, rng))
        after = picture
        for step in steps:
            after = _carry_out(step, after)
        if after != picture:
            break
    backwards = level >= 3 and rng.random() < 0.5
    shown, hidden = (after, picture) if backwards else (picture, after)
    return {"shown": shown, "steps": steps, "backwards": backwards, "solution": hidden}


def _draw_step(kind: str, side: int, rng: Random) -> list:
    if kind == "turn":
        return [kind, rng.randint(1, 3)]
    if kind in ("mirror", "diagonal", "checker"):
        return [kind, rng.randrange(2)]
    if kind in ("rows", "columns"):
        return [kind, rng.randint(1, side - 1)]
    if kind == "row":
        return [kind, rng.randrange(side), rng.randint(1, side - 1)]
    if kind == "swap":
        return [kind, *sorted(rng.sample(range(side), 2))]
    if kind == "corner":
        return [kind, rng.randrange(1, side), rng.randrange(1, side)]
    size = rng.randint(2, side - 1)
    return [kind, rng.randint(0, side - size), rng.randint(0, side - size), size]


def _carry_out(step: list, rows: list[str]) -> list[str]:
    """Return the rows after a step."""
    kind, *rest = step
    side = len(rows)
    if kind == "turn":
        for _ in range(rest[0]):
            rows = ["".join(column) for column in zip(*rows[::-1], strict=True)]
    elif kind == "mirror":
        rows = [row[::-1] for row in rows] if rest[0] == 0 else rows[::-1]
    elif kind == "rows":
        rows = rows[-rest[0] :] + rows[: -rest[0]]
    elif kind == "columns":
        rows = [row[-rest[0] :] + row[: -rest[0]] for row in rows]
    elif kind == "row":
        rows = [row[-rest[1] :] + row[: -rest[1]] if at == rest[0] else row for at, row in enumerate(rows)]
    elif kind == "swap":
        order = {rest[0]: rest[1], rest[1]: rest[0]}
        rows = [rows[order.get(at, at)] for at in range(side)]
    elif kind == "diagonal":
        rows = ["".join(column) for column in zip(*rows, strict=True)]
        rows = rows if rest[0] == 0 else [row[::-1] for row in rows[::-1]]
    else:
        rows = _carry_out_inside(kind, rest, rows)
    return rows


def _carry_out_inside(kind: str, rest: list[int], rows: list[str]) -> list[str]:
    grid = [list(row) for row in rows]
    if kind == "checker":
        for r, row in enumerate(grid):
            row[:] = ["#."[sign == "#"] if (r + c) % 2 == rest[0] else sign for c, sign in enumerate(row)]
    elif kind == "corner":
        if grid[0][0] == "#":
            for row in grid:
                row[rest[0]] = "#."[row[rest[0]] == "#"]
        else:
            grid[rest[1]] = grid[rest[1]][::-1]
    else:
        top, left, size = rest
        block = [row[left : left + size] for row in rows[top : top + size]]
        turned = ["".join(column) for column in zip(*block[::-1], strict=True)]
        for r in range(size):
            for c in range(size):
                grid[top + r][left + c] = turned[r][c] if kind == "block" else "#."[block[r][c] == "#"]
    return ["".join(row) for row in grid]


def observe(instance: dict) -> str:
    """Return the question."""
    side = len(instance["shown"])
    steps = [f"{number}. {_text(*step)}" for number, step in enumerate(instance["steps"], start=1)]
    picture = ["    " + row for row in instance["shown"]]
    opening = (
        f"A picture has {side} x {side} squares, # black and . white. Rows count from 1 at the top, columns from 1 "
        f"at the left."
    )
    if instance["backwards"]:
        lines = [
            opening,
            "These steps were carried out with it, in this order:",
            *steps,
            "The result is this picture:",
            *picture,
        ]
        lines.append("What was the picture before step 1?")
    else:
        lines = [opening, *picture, "These steps are carried out with it, in this order:", *steps]
        lines.append("What is the picture after the last step?")
    lines.append(
        f"Answer with its {side} rows, one on each line; a picture of 2 x 2 squares would look like this:\n#.\n##"
    )
    return "\n".join(lines)


def _text(kind: str, *rest: int) -> str:
    if kind == "corner":
        return (
            f"If the square in row 1, column 1 is black, change the colour of all squares of column {rest[0] + 1}; "
            f"otherwise put the squares of row {rest[1] + 1} into reverse order."
        )
    if kind in ("invert", "block"):
        top, left, size = rest
        block = f"in rows {top + 1} to {top + size} and columns {left + 1} to {left + size}"
        if kind == "block":
            return f"Turn the block {block} clockwise by 90 degrees; all other squares stay as they are."
        return f"Change the colour of all squares {block}."
    first, second = (*rest, 0)[:2]
    way = ("upper left to the lower right", "upper right to the lower left")[first % 2]
    return {
        "turn": f"Turn the picture clockwise by {90 * first} degrees.",
        "mirror": f"Mirror the picture {('left to right', 'top to bottom')[first % 2]}.",
        "diagonal": f"Mirror the picture in its diagonal from the {way}.",
        "rows": f"Move all rows down by {first}; what leaves at the bottom comes in at the top in the same order.",
        "columns": f"Move all columns right by {first}; what leaves there comes in at the left in the same order.",
        "row": f"Move the squares of row {first + 1} only right by {second}; what leaves there comes in at the left.",
        "swap": f"Exchange row {first + 1} with row {second + 1}.",
        "checker": "Change the colour of all squares whose row and column number have "
        f"{('an even', 'an odd')[first % 2]} sum.",
    }[kind]


def verify(instance: dict, answer: str) -> bool:
    """Follow each square, forwards or backwards, by its row and column, and compare."""
    lines = answer.strip().splitlines() if len(answer) <= 5_000 else []
    rows = ["".join(line.split()) for line in lines if line.strip()]
    side = len(instance["shown"])
    cells = {(r, c): sign == "#" for r, row in enumerate(instance["shown"]) for c, sign in enumerate(row)}
    for step in reversed(instance["steps"]) if instance["backwards"] else instance["steps"]:
        cells = _move(step, cells, side, back=instance["backwards"])
    return rows == ["".join("#" if cells[r, c] else "." for c in range(side)) for r in range(side)]


def _move(step: list, cells: dict[tuple[int, int], bool], side: int, *, back: bool) -> dict[tuple[int, int], bool]:
    """Return the colours after a step, or before it."""
    kind, *rest = step
    if kind in ("invert", "checker"):
        return {place: black != _is_changed(kind, rest, place) for place, black in cells.items()}
    if kind == "corner" and cells[0, 0]:
        return {(r, c): black != (c == rest[0]) for (r, c), black in cells.items()}
    targets = {place: _target(kind, rest, place, side) for place in cells}
    if back:
        return {place: cells[target] for place, target in targets.items()}
    return {target: cells[place] for place, target in targets.items()}


def _is_changed(kind: str, rest: list[int], place: tuple[int, int]) -> bool:
    if kind == "checker":
        return sum(place) % 2 == rest[0]
    top, left, size = rest
    return top <= place[0] < top + size and left <= place[1] < left + size


def _target(kind: str, rest: list[int], place: tuple[int, int], side: int) -> tuple[int, int]:
    """Return where a step puts a square."""
    r, c = place
    last = side - 1
    if kind == "turn":
        return (place, (c, last - r), (last - r, last - c), (last - c, r))[rest[0]]
    if kind == "swap":
        return {rest[0]: rest[1], rest[1]: rest[0]}.get(r, r), c
    if kind == "corner":
        return (r, last - c) if r == rest[1] else place
    if kind == "block":
        top, left, size = rest
        inside = _is_changed(kind, rest, place)
        return (top + c - left, left + size - 1 - (r - top)) if inside else place
    if kind == "row":
        return (r, (c + rest[1]) % side) if r == rest[0] else place
    return {
        "mirror": ((r, last - c), (last - r, c))[rest[0] % 2],
        "diagonal": ((c, r), (last - c, last - r))[rest[0] % 2],
        "rows": ((r + rest[0]) % side, c),
        "columns": (r, (c + rest[0]) % side),
    }[kind]


def solve(instance: dict) -> str:
    """Return the picture that was drawn, or made of it."""
    return "\n".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Change a square, repeat what is shown, forget the last step, or go in the wrong direction."""
    right = instance["solution"]
    first = "#."[right[0][0] == "#"] + right[0][1:]
    last = right[-1][:-1] + "#."[right[-1][-1] == "#"]
    wrong = [[first, *right[1:]], [*right[:-1], last], instance["shown"], right[::-1], [row[::-1] for row in right]]
    rows = instance["shown"]
    for step in instance["steps"]:
        rows = _carry_out(step, rows)
    wrong += [rows, right[:-1]]
    return [text for text in dict.fromkeys("\n".join(near) for near in wrong) if text != solve(instance)]
