"""What is right, said again: innermost brackets replaced by their values until one number is left, the target."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product

LEVELS = (1,)
EXHAUSTIVE = False  # every order of the numbers with all signs and all ways to put brackets (half without outer ones)
CANONICAL = re.compile(r"[-+*/() 0-9]+")
SHAPES = (
    "((a{0}b){1}c){2}d",
    "(a{0}(b{1}c)){2}d",
    "(a{0}b){1}(c{2}d)",
    "a{0}((b{1}c){2}d)",
    "a{0}(b{1}(c{2}d))",
    "a{0}b{1}c{2}d",
)


def candidates(instance: dict, solution: str) -> Iterator[str]:
    rng = random.Random(solution)
    signs = instance["signs"] + "/" * ("/" not in instance["signs"])
    texts = [solution, f"({solution})", solution.replace(" ", ""), solution.replace("+", "-"), f"{solution} + 1 - 1"]
    for numbers in permutations(instance["numbers"]):
        for chosen in product(signs, repeat=len(numbers) - 1):
            for shape in rng.sample(SHAPES, 4):
                text = shape.format(*(f" {sign} " for sign in chosen))
                for letter, number in zip("abcd", numbers, strict=True):
                    text = text.replace(letter, str(number))
                texts.append(text)
    yield from dict.fromkeys(texts)


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    spaced = "".join(f" {sign} " if sign in "+-*/()" else sign for sign in answer)
    tokens: list = [Fraction(token) if token.isdigit() else token for token in spaced.split()]
    numbers = [int(token) for token in tokens if isinstance(token, Fraction)]
    signs = Counter(token for token in tokens if token in ("+", "-", "*", "/", "("))
    if Counter(numbers) != Counter(instance["numbers"]) or (instance["ordered"] and numbers != instance["numbers"]):
        return False
    if any(signs[sign] for sign in "+-*/" if sign not in instance["signs"]):
        return False
    if any(signs[sign] != count for sign, count in instance["counts"].items()):
        return False
    if instance["brackets"] is not None and signs["("] > instance["brackets"]:
        return False
    results: list[Fraction] = []
    try:
        while ")" in tokens:
            close = tokens.index(")")
            start = max(at for at in range(close) if tokens[at] == "(")
            tokens[start : close + 1] = [flat(tokens[start + 1 : close], results)]
        value = flat(tokens, results)
    except (ValueError, ZeroDivisionError):
        return False
    top = instance["ceiling"]
    whole = top is None or all(result.denominator == 1 and 0 <= result <= top for result in results)
    return value == instance["target"] and whole


def flat(tokens: list, results: list[Fraction]) -> Fraction:
    """Compute what holds no brackets, first * and /, then + and -, and note the result of each operation."""
    if len(tokens) % 2 == 0 or any(isinstance(token, Fraction) == bool(at % 2) for at, token in enumerate(tokens)):
        raise ValueError(tokens)
    tokens = list(tokens)
    for signs in (("*", "/"), ("+", "-")):
        at = 1
        while at < len(tokens):
            if tokens[at] not in signs:
                at += 2
                continue
            left, sign, right = tokens[at - 1 : at + 2]
            choices = {"*": left * right, "+": left + right, "-": left - right}
            result = choices[sign] if sign in choices else left / right
            results.append(result)
            tokens[at - 1 : at + 2] = [result]
    if len(tokens) != 1:
        raise ValueError(tokens)
    return tokens[0]
