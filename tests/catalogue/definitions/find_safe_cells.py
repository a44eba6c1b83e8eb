"""What is right, said again: the covered cells that have one and the same content in all fitting minefields.

Candidates: every choice, for each covered cell, of mined, free or left out.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1,)
EXHAUSTIVE = True
_known: dict[str, str] = {}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    for choice in product(("M", "F", ""), repeat=len(_covered(instance))):
        entries = [f"{cell}={mark}" for cell, mark in zip(_covered(instance), choice, strict=True) if mark]
        if entries:
            yield " ".join(entries)


def holds(instance: dict, answer: str) -> bool:
    key = str(instance)
    if key not in _known:
        _known[key] = " ".join(sorted(_proven(instance)))
    return " ".join(sorted(answer.split())) == _known[key]


def _table(instance: dict) -> dict[str, str]:
    lines = [line.split() for line in instance["rows"]]
    return {f"{chr(65 + c)}{r + 1}": text for r, line in enumerate(lines) for c, text in enumerate(line)}


def _covered(instance: dict) -> list[str]:
    return [cell for cell, text in _table(instance).items() if text == "?"]


def _proven(instance: dict) -> list[str]:
    table, covered = _table(instance), _covered(instance)
    fields = []
    for contents in product("MF", repeat=len(covered)):
        mined = {cell for cell, mark in zip(covered, contents, strict=True) if mark == "M"}
        if instance["total"] in (None, len(mined)):
            errors = [_error(table, cell, mined, instance["kind"]) for cell in table if cell not in covered]
            if sorted(error for error in errors if error) == [1] * instance["liar"]:
                fields.append(contents)
    columns = [set(column) for column in zip(*fields, strict=True)]
    return [f"{cell}={min(marks)}" for cell, marks in zip(covered, columns, strict=True) if len(marks) == 1]


def _error(table: dict[str, str], cell: str, mined: set[str], kind: str) -> int:
    """Return by how much the number on a cell is wrong."""
    gaps = [(abs(ord(cell[0]) - ord(mine[0])), abs(int(cell[1:]) - int(mine[1:]))) for mine in mined]
    near = {"around": [(0, 1), (1, 0), (1, 1)], "cross": [(0, 1), (1, 0)], "knight": [(1, 2), (2, 1)]}[kind]
    number = sum(gap in near for gap in gaps)
    text = table[cell]
    return max(0, int(text[:-1]) - number) if text[-1] == "+" else abs(int(text) - number)
