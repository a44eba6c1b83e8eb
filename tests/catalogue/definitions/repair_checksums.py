"""What is right, said again: the changes add to each check sum just what it lacks."""

import re
from collections.abc import Iterator
from itertools import combinations, product

LEVELS = (1, 2)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield all single changes (all answers of level 1), the solution with one change exchanged, and some pairs."""
    rows, columns = len(instance["cells"]), len(instance["cells"][0])
    single = [f"r{r}c{c}={d}" for r, c, d in product(range(1, rows + 2), range(1, columns + 2), range(10))]
    yield from single
    changes = solution.split()
    yield solution
    if len(changes) > 1:
        for at in range(len(changes)):
            yield from (" ".join([*changes[:at], other, *changes[at + 1 :]]) for other in single)
        yield from (" ".join(pair) for pair in list(combinations(single, 2))[:4000])


def holds(instance: dict, answer: str) -> bool:
    cells, changes = instance["cells"], {}
    for entry in answer.split(" "):
        found = re.fullmatch(r"r([0-9]+)c([0-9]+)=([0-9])", entry)
        if not found:
            return False
        row, column = int(found[1]) - 1, int(found[2]) - 1
        if (row, column) in changes or not (0 <= row < len(cells) and 0 <= column < len(cells[0])):
            return False
        changes[row, column] = int(found[3]) - cells[row][column]
    if len(changes) > instance["most"]:
        return False
    for kind, at, weights, total in instance["checks"]:
        places = {
            "row": [(at, column) for column in range(len(cells[0]))],
            "column": [(row, at) for row in range(len(cells))],
            "all": list(product(range(len(cells)), range(len(cells[0])))),
        }[kind]
        now = sum(weight * cells[row][column] for weight, (row, column) in zip(weights, places, strict=True))
        added = sum(weight * changes.get(place, 0) for weight, place in zip(weights, places, strict=True))
        if (now + added) % instance["modulus"] != total:
            return False
    return True
