"""What is right, said again: chances of single numbers multiplied, and added over all rolls that count."""

import itertools
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import gcd

LEVELS = (1, 2)
EXHAUSTIVE = False  # every reduced fraction up to 1 with a denominator up to 120, some unreduced, and the solution
CANONICAL = re.compile(r"[0-9]+/[1-9][0-9]*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    yield solution
    numerator, denominator = map(int, solution.split("/"))
    yield from (f"{factor * numerator}/{factor * denominator}" for factor in (2, 3, 10))
    yield from (f"{numerator + n}/{denominator + d}" for n in (0, 1, 2) for d in (0, 1, 2) if n or d)
    for lower in range(1, 121):
        yield from (f"{upper}/{lower}" for upper in range(lower + 1) if gcd(upper, lower) == 1)


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    return Fraction(answer) == chance(json.dumps(instance))


@cache
def chance(text: str) -> Fraction:
    instance = json.loads(text)
    rolls: list[tuple[dict, Fraction]] = [({}, Fraction(1))]
    for die in instance["dice"]:
        rolls = [(roll | {die["name"]: n}, c * share) for roll, c in rolls for n, share in shares(die)]
    given = [(roll, c) for roll, c in rolls if all(true(condition, roll) for condition in instance["given"])]
    join = any if instance["joined"] == "or" else all
    met = [c for roll, c in given if join(true(condition, roll) for condition in instance["event"])]
    return sum(met, Fraction(0)) / sum(c for _, c in given)


def shares(die: dict) -> list[tuple[int, Fraction]]:
    """Return numbers with their chances; a number may occur more than once."""
    one = Fraction(1, len(die["faces"]))
    if not die["mode"]:
        return [(face, one) for face in die["faces"]]
    if die["mode"][0] == "best":
        return [(max(a, b), one * one) for a in die["faces"] for b in die["faces"]]
    bar = die["mode"][1]
    first = [(a, one) for a in die["faces"] if a >= bar]
    return first + [(b, one * one) for a in die["faces"] if a < bar for b in die["faces"]]


def true(condition: list, roll: dict[str, int]) -> bool:
    shown = sorted(roll.values())
    match condition:
        case ["at_least", least]:
            return sum(shown) >= least
        case ["remainder", modulus, rest]:
            return (sum(shown) - rest) % modulus == 0
        case ["higher", one, other]:
            return roll[one] > roll[other]
        case ["highest", number]:
            return shown[-1] == number
        case ["spread", most]:
            return shown[-1] - shown[0] <= most
        case ["equal"]:
            return any(a == b for a, b in itertools.pairwise(shown))
        case ["odd", count]:
            return [number % 2 for number in shown].count(1) == count
        case ["product", divisor]:
            product = 1
            for number in shown:
                product *= number
            return product % divisor == 0
    raise ValueError(condition)
