"""What is right, said again: the edits are made on a list of letters, and the costs taken from a purse."""

import re
from collections.abc import Iterator
from itertools import permutations

LEVELS = (1, 3, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one edit exchanged, left out or put in, orders of its edits, and pairs of edits."""
    script = solution.split()
    size, letters = len(instance["start"]) + 2, [*instance["letters"], "q"]
    kinds = instance["costs"]
    edits = [f"{kind}{at}" for kind in kinds if kind not in "RI" for at in range(size)]
    edits += [f"{kind}{at}{letter}" for kind in "RI" for at in range(size) for letter in letters]
    yield solution
    for place in range(len(script)):
        yield " ".join(script[:place] + script[place + 1 :])
        yield from (" ".join([*script[:place], edit, *script[place + 1 :]]) for edit in edits)
        yield from (" ".join([*script[:place], edit, *script[place:]]) for edit in edits)
    yield from (" ".join(order) for order in list(permutations(script))[:720])
    yield from edits
    yield from (f"{one} {two}" for one in edits[:80] for two in edits[-80:])


def holds(instance: dict, answer: str) -> bool:
    letters, purse = list(instance["start"]), instance["budget"]
    for edit in answer.split(" "):
        parts = re.fullmatch(r"([A-Z])([1-9][0-9]*)([a-z]?)", edit)
        if not parts or parts[1] not in instance["costs"] or (parts[3] != "") != (parts[1] in "RI"):
            return False
        purse -= instance["costs"][parts[1]]
        if parts[3] and parts[3] not in instance["letters"]:
            return False
        if purse < 0 or not _edit(letters, parts[1], int(parts[2]) - 1, parts[3]):
            return False
    return "".join(letters) == instance["goal"]


def _edit(letters: list[str], kind: str, at: int, letter: str) -> bool:
    """Change the list in place; False where the edit may not be made."""
    if at > len(letters) - {"I": 0, "X": 2}.get(kind, 1) or (kind == "R" and letters[at] == letter):
        return False
    if kind == "R":
        letters[at] = letter
    elif kind == "D":
        del letters[at]
    elif kind in "IT":
        letters.insert(at, letter if kind == "I" else letters[at])
    elif kind == "X":
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    elif kind == "F":
        letters.insert(0, letters.pop(at))
    else:
        letters[: at + 1] = reversed(letters[: at + 1])
    return True
