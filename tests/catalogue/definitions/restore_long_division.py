"""What is right, said again: the calculation done anew from its first two numbers gives all lines, and they fit."""

import re
from collections.abc import Iterator
from itertools import product

LEVELS = (1,)
EXHAUSTIVE = True  # every digit at every lost place


def candidates(instance: dict, solution: str) -> Iterator[str]:
    parts = " ".join(instance["lines"]).split("*")
    digits = [str(digit) for digit in range(instance["base"])]
    for filling in product(digits, repeat=len(parts) - 1):
        yield parts[0] + "".join(digit + part for digit, part in zip(filling, parts[1:], strict=True))


def holds(instance: dict, answer: str) -> bool:
    texts, base = answer.split(" "), instance["base"]
    shown = " ".join(instance["lines"])
    allowed = "".join(str(digit) for digit in range(base) if str(digit) != instance["never"])
    if not re.fullmatch(shown.replace("*", f"[{allowed}]"), answer):
        return False
    first, second = int(texts[0], base), int(texts[1], base)
    if instance["kind"] == "multiplication":
        lines = [first, second, *(first * int(digit) for digit in texts[1][::-1]), first * second]
        return [write(line, base) for line in lines] == texts
    if second == 0 or len(texts[0]) < len(texts[2]):
        return False
    steps = []
    for place in range(len(texts[2])):
        reached = int(texts[0][: len(texts[0]) - len(texts[2]) + 1 + place], base)
        done = int("0" + texts[2][:place], base)  # quotient so far
        steps += [reached - done * second * base, int(texts[2][place]) * second]
    lines = [first, second, first // second, first % second, *steps]
    return min(lines) >= 0 and [write(line, base) for line in lines] == texts


def write(number: int, base: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, base)
        digits = f"{digit}{digits}"
    return digits
