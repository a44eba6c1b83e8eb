"""What is right, said again: a list of bits, changed letter by letter, ends as the target and keeps every limit."""

import re
from collections.abc import Iterator
from itertools import pairwise, product

LEVELS = (1, 2)
EXHAUSTIVE = True  # every sequence of operations of at most one more than is allowed, at these levels 5
CANONICAL = re.compile(r"[A-K]( [A-K])*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    letters = "ABCDEFGHIJK"[: len(instance["operations"])]
    for length in range(1, instance["moves"] + 2):
        yield from (" ".join(choice) for choice in product(letters, repeat=length))


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    letters = answer.split(" ")
    shown = [[int(bit) for bit in instance["start"]]]
    if len(letters) > instance["moves"] or any(ord(letter) - 65 >= len(instance["operations"]) for letter in letters):
        return False
    for letter in letters:
        shown.append(change(list(shown[-1]), *instance["operations"][ord(letter) - 65]))
    texts = ["".join(map(str, bits)) for bits in shown]
    repeated = not instance["twice"] and any(a == b for a, b in pairwise(letters))
    often = instance["most"] is not None and any(letters.count(letter) > instance["most"] for letter in "ABCDEFGHIJK")
    return texts[-1] == instance["target"] and not repeated and not often and not set(instance["taboo"]) & set(texts)


def change(bits: list[int], kind: str, mask: str) -> list[int]:
    marks = [int(bit) for bit in mask] or [0] * len(bits)
    if kind in ("shl", "rol"):
        return [*bits[1:], bits[0] * (kind == "rol")]
    if kind in ("shr", "ror"):
        return [bits[-1] * (kind == "ror"), *bits[:-1]]
    if kind == "rev":
        return [bits[-1 - at] for at in range(len(bits))]
    if kind == "half":
        middle = len(bits) // 2
        return bits[middle:] + bits[:middle]
    if kind == "add":
        carry, total = 0, []
        for a, b in zip(reversed(bits), reversed(marks), strict=True):
            carry, bit = divmod(a + b + carry, 2)
            total.insert(0, bit)
        return total
    each = {"not": lambda a, _: 1 - a, "xor": lambda a, b: abs(a - b), "and": lambda a, b: a * b}
    return [each.get(kind, max)(a, b) for a, b in zip(bits, marks, strict=True)]
