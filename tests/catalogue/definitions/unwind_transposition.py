"""What is right, said again: mix a row of numbered places on paper, and put each coded letter back on its place."""

from collections.abc import Iterator
from itertools import chain, combinations

LEVELS = (1, 3, 6)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one or two exchanges of letters, a letter moved, changed, lost or added."""
    places = range(len(solution))
    yield solution
    pairs = list(combinations(places, 2))
    for chosen in [*((pair,) for pair in pairs), *list(combinations(pairs, 2))[:2500]]:
        letters = list(solution)
        for a, b in chosen:
            letters[a], letters[b] = letters[b], letters[a]
        yield "".join(letters)
    for at in places:
        rest = solution[:at] + solution[at + 1 :]
        yield rest
        yield solution[:at] + "Q" + solution[at + 1 :]
        yield from (rest[:to] + solution[at] + rest[to:] for to in places)


def holds(instance: dict, answer: str) -> bool:
    size = len(instance["coded"])
    order = list(range(size))
    for stage in instance["stages"]:
        order = _mixed(stage, order)
    message = [""] * size
    for letter, place in zip(instance["coded"], order, strict=True):
        message[place] = letter
    return answer == "".join(message)


def _mixed(stage: list, items: list[int]) -> list[int]:
    kind, first, *rest = stage
    if kind == "rails":
        period = 2 * (first - 1)
        rails: list[list[int]] = [[] for _ in range(first)]
        for at, item in enumerate(items):
            rails[min(at % period, period - at % period)].append(item)
        return list(chain.from_iterable(rails))
    if kind == "keyed":
        columns = dict(zip(first, (items[at :: len(first)] for at in range(len(first))), strict=True))
        return list(chain.from_iterable(columns[head][::-1] if rest[0] else columns[head] for head in sorted(columns)))
    free = [(at // first + 1, at % first + 1) for at in range(len(items) + 2 * (kind == "blocked"))]
    if kind == "blocked":
        free = [cell for cell in free if list(cell) not in rest[0]]
    paper = dict(zip(free, items, strict=True))
    rows = max(row for row, _ in free)
    if kind == "blocked":
        cells = [(row, column) for column in range(1, first + 1) for row in range(1, rows + 1)]
    elif kind == "diagonal":
        cells = [(row, total - row) for total in range(2, rows + first + 1) for row in range(1, total)]
    else:
        cells = _inwards(rows, first)
    return [paper[cell] for cell in cells if cell in paper]


def _inwards(rows: int, columns: int) -> list[tuple[int, int]]:
    """Walk like a snail: go on while the next cell is free, else turn right."""
    left = {(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)}
    cell, step, path = (1, 1), (0, 1), []
    while left:
        path.append(cell)
        left.discard(cell)
        for _ in range(4):
            ahead = (cell[0] + step[0], cell[1] + step[1])
            if ahead in left:
                break
            step = (step[1], -step[0])
        cell = ahead
    return path
