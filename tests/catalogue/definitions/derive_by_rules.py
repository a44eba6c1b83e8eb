"""What is right, said again: each step matches its rule's pattern of premises, and the last line is the goal."""

import re
from collections.abc import Iterator
from itertools import permutations, product

LEVELS = (1, 3, 6, 9)
EXHAUSTIVE = False
FORM = r"[A-Z]+( [0-9]+)+(; [A-Z]+( [0-9]+)+)*"
_PATTERNS = {
    "MP": (("->PQ", "P"), "Q"),
    "AND": (("P", "Q"), "&PQ"),
    "LEFT": (("&PQ",), "P"),
    "RIGHT": (("&PQ",), "Q"),
    "DS": (("|PQ", "~P"), "Q"),
    "MT": (("->PQ", "~Q"), "~P"),
    "CHAIN": (("->PQ", "->QR"), "->PR"),
    "TURN": (("->PQ",), "->~Q~P"),
    "SWAP": (("|PQ",), "|QP"),
    "NOR": (("&~P~Q",), "~|PQ"),
    "CASES": (("|PQ", "->PR", "->QR"), "R"),
    "PACK": (("->P->QR",), "->&PQR"),
}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """All single steps, the solution with any step exchanged for any other, left out, doubled or moved, and parts."""
    steps = solution.split("; ")
    count = len(instance["premises"]) + len(steps)
    every = []
    for rule in instance["rules"]:
        for places in product(range(1, count + 1), repeat=len(_PATTERNS[rule][0])):
            every.append(" ".join(map(str, (rule, *places))))
    yield solution
    yield from every[:2000]
    for at in range(len(steps)):
        for other in every[:1500]:
            yield "; ".join([*steps[:at], other, *steps[at + 1 :]])
        yield "; ".join([*steps[:at], steps[at], *steps[at:]])
        if len(steps) > 1:
            yield "; ".join(steps[:at] + steps[at + 1 :])
    for order in list(permutations(steps))[:720]:
        yield "; ".join(order)


def holds(instance: dict, answer: str) -> bool:
    """Write formulas in prefix form and match each step as text patterns with repeated parts."""
    lines = [_prefix(formula) for formula in instance["premises"]]
    steps = [step.split() for step in answer.split("; ")]
    if len(steps) > instance["steps"]:
        return False
    for rule, *places in steps:
        if rule not in instance["rules"] or len(places) != len(_PATTERNS[rule][0]):
            return False
        if any(not 1 <= int(place) <= len(lines) for place in places):
            return False
        parts: dict[str, str] = {}
        wanted, result = _PATTERNS[rule]
        for pattern, place in zip(wanted, places, strict=True):
            if not _match(pattern, lines[int(place) - 1], parts):
                return False
        lines.append("".join(parts.get(sign, sign) for sign in result))
    return lines[-1] == _prefix(instance["goal"])


def _prefix(formula: str | list) -> str:
    return formula if isinstance(formula, str) else formula[0] + "".join(_prefix(part) for part in formula[1:])


def _match(pattern: str, text: str, parts: dict[str, str]) -> bool:
    """Match a pattern, reading P, Q and R as whole formulas, always the same one."""
    while pattern:
        sign = re.match(r"->|.", pattern)[0]
        pattern = pattern[len(sign) :]
        if sign in "PQR":
            end = _end(text)
            if parts.setdefault(sign, text[:end]) != text[:end]:
                return False
            text = text[end:]
        elif text.startswith(sign):
            text = text[len(sign) :]
        else:
            return False
    return text == ""


def _end(text: str) -> int:
    """Return where the formula that begins a text in prefix form ends."""
    open_parts, at = 1, 0
    while open_parts and at < len(text):
        sign = re.match(r"->|.", text[at:])[0]
        open_parts += {"->": 1, "&": 1, "|": 1, "~": 0}.get(sign, -1)
        at += len(sign)
    return at
