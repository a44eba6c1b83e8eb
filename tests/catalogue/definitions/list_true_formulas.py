"""What is right, said again: a formula is named exactly when rewriting its innermost parts leaves T."""

import re
from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 2, 4, 6)
EXHAUSTIVE = True
_GIVES = ("TFFF", "TTTF", "FTTF", "TFFT", "TFTT", "FTTT", "FFFT", "FTFF", "TTFT", "FFTF")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every choice of formulas."""
    numbers = range(1, len(instance["formulas"]) + 1)
    for size in range(1, len(numbers) + 1):
        for chosen in combinations(numbers, size):
            yield " ".join(map(str, chosen))


def holds(instance: dict, answer: str) -> bool:
    """Evaluate every formula by rewriting its text."""
    named = answer.split()
    true = [str(at) for at, formula in enumerate(instance["formulas"], start=1) if _reduce(instance, formula) == "T"]
    return sorted(named) == sorted(true)


def _reduce(instance: dict, formula: str) -> str:
    values = dict(zip(instance["letters"], instance["values"], strict=True))
    text = "".join(values.get(sign, sign) for sign in formula if sign != " ")
    while "(" in text:
        start, end = re.search(r"\([^()]*\)", text).span()
        text = text[:start] + _flat(instance, text[start + 1 : end - 1]) + text[end:]
    return _flat(instance, text)


def _flat(instance: dict, text: str) -> str:
    """Rewrite a text without brackets, negations first, then one sign after another."""
    if instance["negation"]:
        for before, after in (("T", "F"), ("F", "T")):
            text = text.replace(instance["negation"] + before, after.lower())
        text = text.upper()
    tables = {sign: _GIVES[table] for sign, table in instance["connectives"]}
    layers = [[sign] for sign in tables] if instance["strength"] else [list(tables)]
    for signs in layers:
        while any(sign in text for sign in signs):
            places = [at for at, sign in enumerate(text) if sign in signs]
            at = max(places) if instance["right"] else min(places)
            sides = ("TT", "TF", "FT", "FF").index(text[at - 1] + text[at + 1])
            text = text[: at - 1] + tables[text[at]][sides] + text[at + 2 :]
    return text
