"""What is right, said again: a code that would have given each guess its pegs, taken away one by one.

Candidates: every code of the digits.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, product

LEVELS = (1, 2, 4)
EXHAUSTIVE = True
FORM = r"[0-9]+( [0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    digits = [str(digit) for digit in range(1, instance["digits"] + 1)]
    yield from (" ".join(code) for code in product(digits, repeat=instance["length"]))


def holds(instance: dict, answer: str) -> bool:
    code = [int(digit) for digit in answer.split()]
    if len(code) != instance["length"] or not set(code) <= set(range(1, instance["digits"] + 1)):
        return False
    for kind, number in instance["facts"]:
        if kind == "sum" and sum(code) != number:
            return False
        if kind == "even" and len([digit for digit in code if digit in (2, 4, 6, 8)]) != number:
            return False
        if kind == "kinds" and len(Counter(code)) != number:
            return False
        if kind == "rises" and len([1 for a, b in pairwise(code) if b > a]) != number:
            return False
    right = [_pegs(code, guess, kind) == marks for guess, kind, marks in instance["guesses"]]
    return right.count(False) == (1 if instance["liar"] else 0)


def _pegs(code: list[int], guess: list[int], kind: str) -> list[int]:
    places = [at for at in range(len(code)) if code[at] == guess[at]]
    rest = [digit for at, digit in enumerate(code) if at not in places]
    white = 0
    for at, digit in enumerate(guess):
        if at not in places and digit in rest:
            rest.remove(digit)
            white += 1
    return [len(places) + white] if kind == "total" else [len(places), white]
