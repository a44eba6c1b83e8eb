"""Replace letters by digits so that every equation between words holds."""

import re
from math import prod
from random import Random
from string import ascii_uppercase

META = {
    "category": "arithmetic",
    "skills": ["arithmetic", "constraint propagation", "number bases"],
    "keywords": ["cryptarithm", "alphametic", "digits", "carry"],
    "answer": "assignment",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw equations between numbers, then write a letter for each digit that occurs."""
    base = 10 if level < 6 else min(20, 8 + level // 2)
    for _ in range(20):
        equations = [_draw_equation(level, base, rng) for _ in range(1 + (level >= 3) + level // 7)]
        used = sorted({digit for terms, total in equations for digit in _digits_of(terms, total, base)})
        if len(used) >= min(9, 5 + level):
            break
    letters = dict(zip(used, rng.sample(ascii_uppercase, len(used)), strict=True))

    def spell(number: int) -> str:
        return "".join(letters[digit] for digit in _digits(number, base))

    return {
        "base": base,
        "equations": [
            {"terms": [[sign, [spell(n) for n in factors]] for sign, factors in terms], "total": spell(total)}
            for terms, total in equations
        ],
        "opening": rng.randrange(2),
        "solution": {letter: digit for digit, letter in sorted(letters.items(), key=lambda pair: pair[1])},
    }


def observe(instance: dict) -> str:
    """Return the question."""
    base = instance["base"]
    opening = (
        "In the following arithmetic every letter stands for a digit.",
        "Somebody has replaced every digit by a letter.",
    )[instance["opening"]]
    notation = "in the usual decimal notation" if base == 10 else f"in base {base} (digit values 0 to {base - 1})"
    several = len(instance["equations"]) > 1
    return "\n".join(
        [
            f"{opening} Each word is a whole number {notation}:",
            *("    " + _text(equation) for equation in instance["equations"]),
            *["(* is multiplication and comes before + and -.)"] * any("*" in _text(e) for e in instance["equations"]),
            "Equal letters stand for equal digits, different letters for different digits, and no word of two or more "
            f"letters begins with the digit 0. Find digits for which "
            f"{'all equations hold' if several else 'this holds'}; if there are several ways, give any one.",
            "Answer with one entry for each letter that occurs, the digit's value in decimal, such as: X=3, Y=0, Z=8",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Check that the assignment is complete, allowed, and satisfies every equation."""
    values = _read(answer)
    words = [word for equation in instance["equations"] for word in _words(equation)]
    if values is None or set(values) != set("".join(words)) or len(set(values.values())) != len(values):
        return False
    base = instance["base"]
    if max(values.values()) >= base or any(len(word) > 1 and values[word[0]] == 0 for word in words):
        return False
    return all(_balance(equation, values, base) == 0 for equation in instance["equations"])


def solve(instance: dict) -> str:
    """Write the planted digits."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Give two letters the same digit, leave a letter out, leave the base, or exchange two digits."""
    digits = dict(instance["solution"])
    first, second, *_ = digits
    wrong = [digits | {first: digits[second]}, {k: v for k, v in digits.items() if k != first}]
    wrong.append(digits | {second: instance["base"]})
    for letter in list(digits)[1:]:
        swapped = digits | {first: digits[letter], letter: digits[first]}
        if any(_balance(equation, swapped, instance["base"]) for equation in instance["equations"]):
            wrong.append(swapped)
            break
    return [_format(values) for values in wrong]


def _draw_equation(level: int, base: int, rng: Random) -> tuple[list, int]:
    """Return signed products of numbers and their positive total."""
    size = 3 + level // 6
    terms: list = [["+", [rng.randrange(base ** (size - 1), base**size)]]]
    total = terms[0][1][0]
    for _ in range(1 + (level >= 2) + level // 8):
        factors = [rng.randrange(base ** (size - 1), base**size)]
        if level >= 4 and rng.random() < 0.5:
            factors = [rng.randrange(base, base ** (size - 1)), rng.randrange(2, base)]
        sign = "-" if level >= 3 and total - prod(factors) >= base and rng.random() < 0.6 else "+"
        total += prod(factors) if sign == "+" else -prod(factors)
        terms.append([sign, factors])
    return terms, total


def _digits(number: int, base: int) -> list[int]:
    return [number] if number < base else [*_digits(number // base, base), number % base]


def _digits_of(terms: list, total: int, base: int) -> list[int]:
    numbers = [number for _, factors in terms for number in factors]
    return [digit for number in [*numbers, total] for digit in _digits(number, base)]


def _words(equation: dict) -> list[str]:
    return [*(word for _, factors in equation["terms"] for word in factors), equation["total"]]


def _text(equation: dict) -> str:
    left = " ".join(f"{sign} {' * '.join(factors)}" for sign, factors in equation["terms"])
    return f"{left.removeprefix('+ ')} = {equation['total']}"


def _balance(equation: dict, values: dict[str, int], base: int) -> int:
    """Return left side minus right side."""

    def number(word: str) -> int:
        total = 0
        for letter in word:
            total = total * base + values[letter]
        return total

    left = sum((1 if sign == "+" else -1) * prod(map(number, factors)) for sign, factors in equation["terms"])
    return left - number(equation["total"])


def _format(values: dict[str, int]) -> str:
    return ", ".join(f"{letter}={digit}" for letter, digit in values.items())


def _read(answer: str) -> dict[str, int] | None:
    """Read entries such as X=3, separated by commas and spaces; None where anything else or a letter twice occurs."""
    text = answer.strip().removesuffix(".").rstrip()
    if len(text) > 20_000:
        return None
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    parts = [part.split() for part in re.sub(r"\s?=\s?", "=", " ".join(text.split())).split(",")]
    entries = [entry for part in parts for entry in part]
    if not all(parts) or not all(re.fullmatch(r"[A-Za-z]=(0|[1-9][0-9]?)", entry) for entry in entries):
        return None
    values = {entry[0].upper(): int(entry[2:]) for entry in entries}
    return values if len(values) == len(entries) else None
