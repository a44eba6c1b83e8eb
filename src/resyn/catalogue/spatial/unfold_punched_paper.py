"""Fold a sheet of paper, punch holes through its layers, and say which cells have holes after unfolding."""

import re
from collections import Counter
from random import Random
from typing import Any

META = {
    "category": "spatial",
    "skills": ["mental folding", "symmetry"],
    "keywords": ["paper folding", "layers"],
    "answer": "set",
    "version": 1,
}

_WAYS = ("left", "right", "upper", "lower")
_PARTIAL_LEVEL, _MIXED_LEVEL, _LAYER_LEVEL, _FLIP_LEVEL, _QUARTER_LEVEL = 2, 3, 4, 5, 6
_Cell = tuple[int, int]


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw a sheet and steps, again where the holes would be just the cells that the steps name."""
    for _ in range(20):
        instance = _draw(level, rng)
        if sorted(instance["solution"]) != _punched(instance):
            break
    return instance


def _punched(instance: dict[str, Any]) -> list[str]:
    return sorted({_name(step[1], step[2]) for step in instance["steps"] if step[0] == "punch"})


def _draw(level: int, rng: Random) -> dict[str, Any]:
    """Draw folds, turns and punches while keeping the stack of layers on every cell of the table."""
    width, height = (min(rng.choice((4, 5, 6)) + level // 2, 12) for _ in range(2))
    stacks: dict[_Cell, list[_Cell]] = {(x, y): [(x, y)] for x in range(1, width + 1) for y in range(1, height + 1)}
    folds, punches = 1 + level // 2, 2 + level // 3
    kinds = ["fold"] * folds + ["punch"] * punches
    kinds += ["flip"] * (level // 5 if level >= _FLIP_LEVEL else 0)
    kinds += ["quarter"] * (level // 6 if level >= _QUARTER_LEVEL else 0)
    if level >= _MIXED_LEVEL:
        rng.shuffle(kinds)
    steps: list[list[Any]] = []
    holes: set[_Cell] = set()
    for kind in [*kinds, "punch"] if level >= _MIXED_LEVEL else kinds:
        if kind == "punch":
            fresh = sorted(cell for cell, stack in stacks.items() if not holes & {*stack})
            x, y = rng.choice(fresh or sorted(stacks))
            layers = len(stacks[x, y])
            partly = layers > 1 and level >= _LAYER_LEVEL and (layers > 8 or rng.random() < 0.7)
            count = rng.randint(1, min(layers - 1, 4)) if partly else 0
            holes.update(stacks[x, y][: count or layers])
            steps.append(["punch", x, y, count])
            continue
        step = _draw_fold(stacks, level, rng) if kind == "fold" else [kind]
        if step:
            steps.append(step)
            stacks = _rearrange(stacks, step)
    solution = [_name(x, y) for x, y in sorted(holes)]
    return {"width": width, "height": height, "steps": steps, "solution": solution}


def _draw_fold(stacks: dict[_Cell, list[_Cell]], level: int, rng: Random) -> list[Any]:
    ways = []
    for axis in (0, 1):
        low, high = min(cell[axis] for cell in stacks), max(cell[axis] for cell in stacks)
        half = (high - low + 1) // 2  # the part folded is never the larger one, so that nothing sticks out
        if half and (level < _LAYER_LEVEL or high - low > 1):
            part = (
                rng.randint(1 if level >= _QUARTER_LEVEL else (half + 1) // 2, half)
                if level >= _PARTIAL_LEVEL
                else half
            )
            ways += [["fold", _WAYS[2 * axis], low + part - 1], ["fold", _WAYS[2 * axis + 1], high - part]]
    return rng.choice(ways) if ways else []


def _rearrange(stacks: dict[_Cell, list[_Cell]], step: list[Any]) -> dict[_Cell, list[_Cell]]:
    """Return the stacks, topmost layer first, after a fold, a flip or a quarter turn."""
    left, right = min(x for x, _ in stacks), max(x for x, _ in stacks)
    top, bottom = min(y for _, y in stacks), max(y for _, y in stacks)
    if step[0] == "flip":
        return {(left + right - x, y): stack[::-1] for (x, y), stack in stacks.items()}
    if step[0] == "quarter":
        return {(left + bottom - y, top + x - left): stack for (x, y), stack in stacks.items()}
    _, way, line = step
    axis, lower = _WAYS.index(way) // 2, way in ("left", "upper")
    after = {cell: list(stack) for cell, stack in stacks.items() if (cell[axis] > line) == lower}
    for (x, y), stack in stacks.items():
        if ((x, y)[axis] <= line) == lower:
            target = (2 * line + 1 - x, y) if axis == 0 else (x, 2 * line + 1 - y)
            after[target] = stack[::-1] + after[target]
    return after


def _name(x: int, y: int) -> str:
    return f"{chr(ord('A') + x - 1)}{y}"


def _text(step: list[Any]) -> str:
    if step[0] == "flip":
        return (
            "Turn the packet over like a page: its leftmost column becomes its rightmost one. It covers the same cells."
        )
    if step[0] == "quarter":
        return (
            "Turn the packet on the table by 90 degrees clockwise and put it so that the cell in its upper left corner "
            "is the same cell of the table as before."
        )
    if step[0] == "punch":
        _, x, y, count = step
        layers = {0: "all layers", 1: "only the topmost layer"}.get(count, f"only the {count} topmost layers")
        return f"Punch a hole through {layers} at cell {_name(x, y)}."
    _, way, line = step
    names = (
        f"columns {_name(line, 0)[0]} and {_name(line + 1, 0)[0]}"
        if way in _WAYS[:2]
        else f"rows {line} and {line + 1}"
    )
    side = {"left": "to the left of", "right": "to the right of", "upper": "above", "lower": "below"}[way]
    return f"Fold everything {side} the line between {names} over this line onto the other part."


def observe(instance: dict[str, Any]) -> str:
    """Describe sheet and steps and state the answer format."""
    steps = "\n".join(f"{number}. {_text(step)}" for number, step in enumerate(instance["steps"], start=1))
    again = (
        " A layer that already has a hole at the cell still counts as a layer."
        if any(step[0] == "punch" and step[3] for step in instance["steps"])
        else ""
    )
    return (
        f"A sheet of paper lies on a table of square cells. It covers the columns A to {_name(instance['width'], 0)[0]}"
        f" (from left to right) and the rows 1 to {instance['height']} (from top to bottom); cell C2 is in column C and"
        " row 2. All steps name cells, columns and rows of the table, which does not move and goes on beyond the sheet."
        " What is folded comes to lie on top, and all folds stay folded while the next steps are done. "
        f"A hole takes up the whole cell.{again}\n\n{steps}\n\n"
        "At the end the sheet is unfolded completely and put back as it lay at the start. Which of its cells have a "
        "hole? Answer with these cells in any order, each once, separated by spaces (the format, not a hint: Y7 Z9)."
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Follow every cell of the sheet by its place and depth through all steps and compare the cells with holes."""
    tokens = [token.upper() for token in _tokens(answer)]
    return len(set(tokens)) == len(tokens) and sorted(tokens) == sorted(_pierced(instance))


def _pierced(instance: dict[str, Any]) -> list[str]:
    cells = [[x, y] for x in range(1, instance["width"] + 1) for y in range(1, instance["height"] + 1)]
    places, depths = [list(cell) for cell in cells], [0] * len(cells)
    holes = set()
    for kind, *step in instance["steps"]:
        height = Counter((x, y) for x, y in places)
        if kind == "punch":
            at = [number for number, place in enumerate(places) if place == step[:2]]
            holes.update(number for number in at if not step[2] or depths[number] < step[2])
        elif kind == "fold":
            axis, sign = _WAYS.index(step[0]) // 2, 1 if step[0] in ("left", "upper") else -1
            for number, place in enumerate(places):
                mirrored = list(place)
                mirrored[axis] = 2 * step[1] + 1 - place[axis]
                if sign * (2 * place[axis] - 2 * step[1] - 1) < 0:  # on the part that moves
                    depths[number] = height[place[0], place[1]] - 1 - depths[number]
                    places[number] = mirrored
                else:
                    depths[number] += height[mirrored[0], mirrored[1]]
        else:
            left, right = min(x for x, _ in places), max(x for x, _ in places)
            top, bottom = min(y for _, y in places), max(y for _, y in places)
            for number, (x, y) in enumerate(places):
                if kind == "flip":
                    places[number], depths[number] = [left + right - x, y], height[x, y] - 1 - depths[number]
                else:
                    places[number] = [left + (bottom - y), top + (x - left)]
    return [_name(*cells[number]) for number in sorted(holes)]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the cells whose layers were punched."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Miss a hole, add one, put one on another cell, or forget to unfold; the set of holes is unique."""
    holes: list[str] = instance["solution"]
    cells = [_name(x, y) for x in range(1, instance["width"] + 1) for y in range(1, instance["height"] + 1)]
    spare = [cell for cell in cells if cell not in holes]
    punched = _punched(instance)
    wrong = [holes[1:], holes[:-1], punched if punched != sorted(holes) else []]
    wrong += [[*holes, cell] for cell in spare[:2]] + [[*holes[:-1], cell] for cell in spare[-2:]]
    return list(dict.fromkeys(" ".join(near) for near in wrong if near))
