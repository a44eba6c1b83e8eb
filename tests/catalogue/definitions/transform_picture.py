"""What is right, said again: one turn, one exchange of letters and the effects explain the examples and the answer."""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations, product

LEVELS = (1, 2, 3, 6)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """At level 1 every picture of its size; else the solution with one cell changed, and mirrored."""
    rows = solution.split("\n")
    signs = "." + instance["letters"]
    size = len(rows)
    if len(signs) ** (size * size) <= 20_000:
        for cells in product(signs, repeat=size * size):
            yield "\n".join("".join(cells[at : at + size]) for at in range(0, size * size, size))
        return
    cells = "".join(rows)
    for place in range(len(cells)):
        for sign in signs:
            changed = cells[:place] + sign + cells[place + 1 :]
            yield "\n".join(changed[at : at + size] for at in range(0, len(cells), size))
    yield "\n".join(rows[::-1])
    yield "\n".join(row[::-1] for row in rows)


def holds(instance: dict, answer: str) -> bool:
    """Look the picture up among what fitting changes make."""
    given = [instance[key] for key in ("letters", "effects", "steps", "examples", "query")]
    return answer in _made(json.dumps(given))


@lru_cache(maxsize=8)
def _made(text: str) -> set[str]:
    letters, effects, steps, examples, query = json.loads(text)
    made = set()
    for turns, mirror, order in product(range(4), (False, True), permutations(letters)):
        for chosen in product(effects, repeat=steps):
            change = (turns, mirror, dict(zip(letters, order, strict=True)), chosen)
            if all(_apply(change, before) == _cells(after) for before, after in examples):
                cells, size = _apply(change, query), len(query)
                made.add("\n".join("".join(cells.get((r, c), ".") for c in range(size)) for r in range(size)))
    return made


def _cells(rows: list[str]) -> dict[tuple[int, int], str]:
    """Return the letters of a picture by their places."""
    return {(r, c): sign for r, row in enumerate(rows) for c, sign in enumerate(row) if sign != "."}


def _apply(change: tuple, rows: list[str]) -> dict[tuple[int, int], str]:
    turns, mirror, letters, effects = change
    last = len(rows) - 1
    cells = _cells(rows)
    if mirror:
        cells = {(r, last - c): sign for (r, c), sign in cells.items()}
    for _ in range(turns):
        cells = {(c, last - r): sign for (r, c), sign in cells.items()}
    cells = {place: letters[sign] for place, sign in cells.items()}
    for effect in effects:
        cells = _effect(effect, cells, last)
    return cells


def _effect(effect: str, cells: dict, last: int) -> dict:
    def near(r: int, c: int) -> int:
        return sum(place in cells for place in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)))

    places = [(r, c) for r in range(last + 1) for c in range(last + 1)]
    if effect == "shift":
        return {(r, (c + 1) % (last + 1)): sign for (r, c), sign in cells.items()}
    if effect == "left":
        return {(r, sum((r, k) in cells for k in range(c))): sign for (r, c), sign in cells.items()}
    if effect == "fall":
        return {(last - sum((k, c) in cells for k in range(r + 1, last + 1)), c): s for (r, c), s in cells.items()}
    if effect == "fill":
        return {place: cells.get(place, "A") for place in places if place in cells or near(*place) >= 2}
    if effect == "lone":
        return {place: sign for place, sign in cells.items() if near(*place)}
    if effect == "grow":
        return {(r + 1, c): sign for (r, c), sign in cells.items() if r < last} | cells
    return cells
