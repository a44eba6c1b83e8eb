"""What is right, said again: numbers of the list on the empty places, and every row, column or side has one sum."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import permutations

LEVELS = (1, 2)
EXHAUSTIVE = True  # every way to put numbers of the list on the places
CANONICAL = re.compile(r"[A-Y]=(0|[1-9][0-9]*)(, [A-Y]=(0|[1-9][0-9]*))*")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXY"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    letters = [entry[0] for entry in solution.split(", ")]
    for numbers in permutations(instance["supply"], len(letters)):
        yield ", ".join(f"{letter}={number}" for letter, number in zip(letters, numbers, strict=True))


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    entries = [entry.split("=") for entry in answer.split(", ")]
    values = {LETTERS[cell]: value for cell, value in instance["given"]}
    size = 12 if instance["shape"] == "star" else int(instance["shape"][-1]) ** 2
    if sorted([*values, *(letter for letter, _ in entries)]) != list(LETTERS[:size]):
        return False
    if Counter(int(number) for _, number in entries) - Counter(instance["supply"]):
        return False
    values |= {letter: int(number) for letter, number in entries}
    if size == 12:
        lines = ["AGHC", "BHID", "CIJE", "DJKF", "EKLA", "FLGB"]
    else:
        side = int(instance["shape"][-1])
        rows = [LETTERS[at : at + side] for at in range(0, size, side)]
        lines = [*rows, *("".join(row[at] for row in rows) for at in range(side))]
        lines += ["".join(row[at] for at, row in enumerate(rows)), "".join(row[-1 - at] for at, row in enumerate(rows))]
    sums = [sum(values[letter] for letter in line) for line in lines]
    return min(sums) == max(sums) and instance["total"] in (None, sums[0])
