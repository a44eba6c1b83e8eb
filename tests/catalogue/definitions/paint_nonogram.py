"""What is right, said again: every line matches the pattern that its clue spells, and the painted cells add up."""

import re
from collections.abc import Iterator
from itertools import combinations, islice, permutations, product

LEVELS = (1, 3, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Grids of which all rows fit their clues, and all that differ from the solution in one or two cells."""
    width = instance["width"]
    signs = ".AB"[: 1 + len(instance["painted"])]
    rows = solution.split("\n")
    cells = "".join(rows)
    for size in (1, 2):
        for places in combinations(range(len(cells)), size):
            for new in product(signs, repeat=size):
                grid = list(cells)
                for place, sign in zip(places, new, strict=True):
                    grid[place] = sign
                text = "".join(grid)
                yield "\n".join(text[at : at + width] for at in range(0, len(text), width))
    every = ["".join(row) for row in product(signs, repeat=width)]
    fitting = [[row for row in every if _fits(clue, row)] for clue in instance["clues"][: instance["height"]]]
    yield from islice(("\n".join(grid) for grid in product(*fitting)), 12_000)


def holds(instance: dict, answer: str) -> bool:
    """Match each row and column with its pattern."""
    rows = answer.split("\n")
    if len(rows) != instance["height"] or any(len(row) != instance["width"] for row in rows):
        return False
    columns = ["".join(row[at] for row in rows) for at in range(instance["width"])]
    painted = {sign: answer.count(sign) for sign in "AB" if sign in answer}
    if painted != {sign: count for sign, count in instance["painted"].items() if count}:
        return False
    return all(_fits(clue, line) for clue, line in zip(instance["clues"], rows + columns, strict=True))


def _fits(clue: list, line: str) -> bool:
    kind, runs = clue
    if kind == "hidden":
        return True
    orders = permutations(runs) if kind == "sorted" else [runs]
    return any(re.fullmatch(_pattern(order), line) for order in orders)


def _pattern(runs: tuple) -> str:
    pattern = r"\.*"
    for at, run in enumerate(runs):
        gap = r"\.+" if at and runs[at - 1][-1] == run[-1] else r"\.*"
        pattern += gap + run[-1] * int(run[:-1])
    return pattern + r"\.*"
