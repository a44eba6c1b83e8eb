"""What is right, said again: each shown cell followed back to the cell that it was before, step by step."""

import random
from collections.abc import Iterator

LEVELS = (1, 2, 7)
EXHAUSTIVE = False  # the solution, one or two values of it changed, shown columns, and random values


def candidates(instance: dict, solution: str) -> Iterator[str]:
    values = [int(token) for token in solution.split()]
    found = [values, *(list(column) for column in zip(*instance["table"], strict=True))]
    rng = random.Random(solution)
    for at in range(len(values)):
        found += [[*values[:at], values[at] + change, *values[at + 1 :]] for change in range(-30, 31)]
        found += [[*values[:at], *values[at + 1 :]], [*values, values[at]], values[at:] + values[:at]]
        for other in range(at):
            swapped = list(values)
            swapped[at], swapped[other] = swapped[other], swapped[at]
            found.append(swapped)
    found += [rng.choices(range(1, 50), k=len(values)) for _ in range(300)]
    yield from dict.fromkeys(" ".join(map(str, near)) for near in found)


def holds(instance: dict, answer: str) -> bool:
    table = {(r, c): value for r, row in enumerate(instance["table"]) for c, value in enumerate(row)}
    height, width = len(instance["table"]), len(instance["table"][0])
    for step in reversed(instance["steps"]):
        table = {cell: before(step, cell, table, (height, width)) for cell in table}
    return answer == " ".join(str(table[row, instance["asked"]]) for row in range(height))


def before(step: list, cell: tuple[int, int], after: dict[tuple[int, int], int], size: tuple[int, int]) -> int:
    """Return the value of a cell before a step, given all values after it."""
    (row, column), (height, width) = cell, size
    match step:
        case ["exchange", a, b, first, last] if first <= row <= last and column in (a, b):
            return after[row, a + b - column]
        case ["shift", divisor, rest, by] if (row + 1) % divisor == rest:
            return after[row, (column + by) % width]
        case ["down", one, by] if column == one:
            return after[(row + by) % height, column]
        case ["number", one, factor] if column == one:
            return after[cell] - (row + 1) * factor
        case ["rows", a, b] if row in (a, b):
            return after[a + b - row, column]
        case ["running", one] if column == one and row > 0:
            return after[cell] - after[row - 1, column]
        case ["added", one, other] if column == one:
            return after[cell] - after[row, other]
        case ["parity", a, b, c] if column in (a, b) and after[row, c] % 2 == 0:
            return after[row, a + b - column]
        case ["mirror"]:
            return after[row, width - 1 - column]
    return after[cell]
