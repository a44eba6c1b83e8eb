"""What is right, said again: what lies on a cell is asked of the time before each fold, back to the open sheet."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import combinations

LEVELS = (1, 5)
EXHAUSTIVE = False
_Cell = tuple[int, int]


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield all sets of one or two cells, and the solution with one or two cells less, more or exchanged."""
    cells = [f"{chr(65 + x)}{y}" for x in range(instance["width"]) for y in range(1, instance["height"] + 1)]
    right = solution.split()
    sets = [[*right]] + [[cell] for cell in cells] + [list(pair) for pair in combinations(cells, 2)]
    flips = [*combinations(cells, 1), *combinations(cells, 2), *list(combinations(cells, 3))[:200]]
    sets += [[cell for cell in cells if (cell in right) != (cell in flip)] for flip in flips]
    yield from (" ".join(chosen) for chosen in sets if chosen)


def holds(instance: dict, answer: str) -> bool:
    named = answer.split(" ")
    return len(named) == len(set(named)) and set(named) == _holes(json.dumps(instance))


@cache
def _holes(text: str) -> frozenset[str]:
    instance = json.loads(text)
    found: set[_Cell] = set()
    for number, (kind, *step) in enumerate(instance["steps"]):
        if kind == "punch":
            x, y, count = step
            pile = _pile(instance, number, (x, y))
            found |= set(pile[:count] if count else pile)
    return frozenset(f"{chr(64 + x)}{y}" for x, y in found)


def _pile(instance: dict, before: int, cell: _Cell) -> list[_Cell]:
    """Return the cells of the sheet that lie on a cell of the table before a step, topmost first."""
    x, y = cell
    if before == 0:
        return [cell] if 0 < x <= instance["width"] and 0 < y <= instance["height"] else []
    kind, *step = instance["steps"][before - 1]
    if kind == "punch":
        return _pile(instance, before - 1, cell)
    if kind == "fold":
        way, line = step
        mirrored = (2 * line + 1 - x, y) if way in ("left", "right") else (x, 2 * line + 1 - y)
        place = x if way in ("left", "right") else y
        if (place > line) != (way in ("left", "upper")):
            return []
        return [*reversed(_pile(instance, before - 1, mirrored)), *_pile(instance, before - 1, cell)]
    left, right, top, bottom = _edges(instance, before - 1)
    if kind == "flip":
        return _pile(instance, before - 1, (left + right - x, y))[::-1]
    return _pile(instance, before - 1, (left + y - top, bottom - (x - left)))


def _edges(instance: dict, before: int) -> tuple[int, int, int, int]:
    """Return the first and last column and row that the packet covers before a step."""
    box = [1, instance["width"], 1, instance["height"]]
    for kind, *step in instance["steps"][:before]:
        left, right, top, bottom = box
        if kind == "quarter":
            box = [left, left + bottom - top, top, top + right - left]
        if kind == "fold":
            way, line = step
            low, high = (left, right) if way in ("left", "right") else (top, bottom)
            kept = (line + 1, high) if way in ("left", "upper") else (low, line)
            moved = (low, line) if way in ("left", "upper") else (line + 1, high)
            ends = [*kept, *(2 * line + 1 - place for place in moved)]
            new = [min(ends), max(ends)]
            box = [*new, top, bottom] if way in ("left", "right") else [left, right, *new]
    return box[0], box[1], box[2], box[3]
