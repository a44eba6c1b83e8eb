"""What is right, said again: some way of giving every tree its own tents uses up exactly the tents named."""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 3)
EXHAUSTIVE = False
FORM = r"r[1-9][0-9]*c[1-9][0-9]*( r[1-9][0-9]*c[1-9][0-9]*)*"
_BESIDE = {(0, 1), (1, 0), (0, -1), (-1, 0)}
_CORNER = {(1, 1), (1, -1), (-1, 1), (-1, -1)}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every choice of three free squares where three are asked for; else the solution with one or two tents moved."""
    squares = [
        f"r{r + 1}c{c + 1}" for r, row in enumerate(instance["rows"]) for c, sign in enumerate(row) if sign == "."
    ]
    tents = solution.split()
    if len(tents) <= 3:
        for chosen in combinations(squares, len(tents)):
            yield " ".join(chosen)
        return
    for one, two in combinations(range(len(tents)), 2):
        rest = [tent for at, tent in enumerate(tents) if at not in (one, two)]
        for pair in list(combinations(squares, 2))[:400]:
            yield " ".join([*rest, *pair])
        for square in squares:
            yield " ".join([*rest, tents[one], square])


def holds(instance: dict, answer: str) -> bool:
    """Let the trees choose tents one after another, in all ways."""
    rows = instance["rows"]
    tents = {tuple(int(part) - 1 for part in token[1:].split("c")) for token in answer.split()}
    if len(tents) != len(answer.split()):
        return False
    if any(not (r < len(rows) and c < len(rows)) or rows[r][c] != "." for r, c in tents):
        return False
    for r, c in tents:
        if tents & {(r + down, c + right) for down, right in _BESIDE | _CORNER}:
            return False
    for at, count in enumerate(instance["counts"]):
        line = [tent for tent in tents if (tent[0] if at < len(rows) else tent[1] + len(rows)) == at]
        if count >= 0 and len(line) != count:
            return False
    trees = [(r, c, sign) for r, row in enumerate(rows) for c, sign in enumerate(row) if sign in "TWD"]
    return _served(trees, frozenset(tents))


def _served(trees: list[tuple], tents: frozenset) -> bool:
    if not trees:
        return not tents
    row, column, sign = trees[0]
    near = [(row + down, column + right) for down, right in (_CORNER if sign == "D" else _BESIDE)]
    reach = [tent for tent in near if tent in tents]
    return any(_served(trees[1:], tents - set(own)) for own in combinations(reach, 2 if sign == "W" else 1))
