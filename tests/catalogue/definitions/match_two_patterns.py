"""What is right, said again: the standard library's regular expressions match the string as wanted."""

import re
from collections.abc import Iterator
from itertools import product

LEVELS = (1,)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every string of the letters up to one letter more than permitted, as far as there is room."""
    room = 19_900
    for size in range(instance["shortest"], 0, -1):
        if 3**size <= room and size >= instance["shortest"] - 1:
            room -= 3**size
            yield from map("".join, product(instance["letters"], repeat=size))
    for size in range(instance["shortest"] + 1, instance["longest"] + 1):
        if 3**size <= room:
            room -= 3**size
            yield from map("".join, product(instance["letters"], repeat=size))
    if len(solution) ** 3 * 4 < room:
        for at, sign in product(range(len(solution)), [*instance["letters"], "", "q", "aa"]):
            yield solution[:at] + sign + solution[at + 1 :]
    yield solution


def holds(instance: dict, answer: str) -> bool:
    if not instance["shortest"] <= len(answer) <= instance["longest"] or set(answer) - set(instance["letters"]):
        return False
    matched = [bool(re.fullmatch(_python(pattern), answer)) for pattern in instance["required"]]
    return all(matched) and not any(re.fullmatch(_python(pattern), answer) for pattern in instance["forbidden"])


def _python(pattern: list) -> str:
    kind, *parts = pattern
    if kind == "lit":
        return re.escape(parts[0])
    if kind == "any":
        return "[a-z]"
    if kind in ("cat", "or"):
        return "(?:" + ("|" if kind == "or" else "").join(map(_python, parts)) + ")"
    sign = {"star": "*", "plus": "+", "opt": "?"}.get(kind) or f"{{{parts[1]},{parts[2]}}}"
    return f"(?:{_python(parts[0])}){sign}"
