"""What is right, said again: digits written in place of the letters, and the sums done with these numbers."""

import random
import re
from collections.abc import Iterator
from itertools import combinations, permutations

LEVELS = (1, 2)
EXHAUSTIVE = False  # all solutions of a search over permutations, and each with digits changed, exchanged or left out
CANONICAL = re.compile(r"[A-Z]=(0|[1-9][0-9]*)(, [A-Z]=(0|[1-9][0-9]*))*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    letters = [entry[0] for entry in solution.split(", ")]
    digits = tuple(int(entry[2:]) for entry in solution.split(", "))
    rng = random.Random(solution)
    found = [digits, *permutations(digits)] if len(digits) < 7 else [digits]
    tried = permutations(range(instance["base"]), len(letters)) if len(letters) < 7 else ()
    right = [choice for choice in tried if holds(instance, write(letters, choice))]
    for base in [digits, *right[:20]]:
        found.append(base)
        for at in range(len(base)):
            found += [(*base[:at], digit, *base[at + 1 :]) for digit in range(instance["base"] + 1)]
        for one, other in combinations(range(len(base)), 2):
            swapped = list(base)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            found.append(tuple(swapped))
    found += [tuple(rng.sample(range(instance["base"]), len(letters))) for _ in range(2_000)]
    texts = [write(letters, choice) for choice in found]
    texts += [write(letters[:at] + letters[at + 1 :], digits[:at] + digits[at + 1 :]) for at in range(len(letters))]
    yield from dict.fromkeys([*texts, write([*letters, letters[0]], (*digits, digits[0]))])


def write(letters: list[str], digits: tuple[int, ...]) -> str:
    return ", ".join(f"{letter}={digit}" for letter, digit in zip(letters, digits, strict=True))


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    entries = [entry.split("=") for entry in answer.split(", ")]
    digit = {letter: int(value) for letter, value in entries}
    words = []
    for equation in instance["equations"]:
        words += [equation["total"], *(word for _, factors in equation["terms"] for word in factors)]
    if len(digit) != len(entries) or set(digit) != {letter for word in words for letter in word}:
        return False
    if len(set(digit.values())) < len(digit) or not all(0 <= value < instance["base"] for value in digit.values()):
        return False
    if any(digit[word[0]] == 0 for word in words if len(word) > 1):
        return False
    return all(is_true(equation, digit, instance["base"]) for equation in instance["equations"])


def is_true(equation: dict, digit: dict[str, int], base: int) -> bool:
    def number(word: str) -> int:
        return sum(digit[letter] * base**place for place, letter in enumerate(reversed(word)))

    left = 0
    for sign, factors in equation["terms"]:
        product = 1
        for word in factors:
            product *= number(word)
        left += product if sign == "+" else -product
    return left == number(equation["total"])
