"""What is right, said again: no line of the grid holds a forbidden word, and the coins given are where they were."""

import re
from collections.abc import Iterator
from itertools import combinations, islice, product

LEVELS = (1, 2, 4, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Fillings of the empty cells (at most 12,000), and the solution with one or two coins changed."""
    shown = "\n".join(instance["shown"])
    empty = [at for at, sign in enumerate(shown) if sign == "."]
    for coins in islice(product("GS", repeat=len(empty)), 12_000):
        text = list(shown)
        for at, coin in zip(empty, coins, strict=True):
            text[at] = coin
        yield "".join(text)
    places = [at for at, sign in enumerate(solution) if sign != "\n"]
    for size in (0, 1, 2):
        for chosen in combinations(places, size):
            yield "".join({"G": "S", "S": "G"}[sign] if at in chosen else sign for at, sign in enumerate(solution))
    rows = solution.split("\n")
    for one, two in combinations(range(len(rows)), 2):
        swapped = list(rows)
        swapped[one], swapped[two] = rows[two], rows[one]
        yield "\n".join(swapped)


def holds(instance: dict, answer: str) -> bool:
    """Read rows and columns as words."""
    rows = answer.split("\n")
    size = len(instance["shown"])
    if len(rows) != size or any(not re.fullmatch("[GS]*", row) or len(row) != size for row in rows):
        return False
    if not re.fullmatch("\n".join(instance["shown"]), answer):
        return False
    columns = ["".join(row[at] for row in rows) for at in range(size)]
    for line in rows + columns:
        if re.search("(.)\\1\\1", line) or sum(1 if coin == "G" else -1 for coin in line) != 0:
            return False
    if instance["distinct"] and any(
        lines[one] == lines[two] for lines in (rows, columns) for one, two in combinations(range(size), 2)
    ):
        return False
    for a, b, c, d, sign in instance["links"]:
        if len({rows[a][b], rows[c][d]}) != (1 if sign == "=" else 2):
            return False
    for row, column, gold in instance["tiles"]:
        found = sum(rows[row + down][column + right] == "G" for down in (0, 1) for right in (0, 1))
        if found != gold:
            return False
    return True
