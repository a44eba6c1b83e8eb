"""What is right, said again: likelihoods carried backwards from the last day, as natural frequencies in tenths."""

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
    return Fraction(frequency(instance, dict(instance["asked"])), frequency(instance, {}))


def frequency(instance: dict, fixed: dict[int, int]) -> int:
    """Return how many of all equally likely cases fit the looks and have the fixed states on their days."""
    last = max([day for day, *_ in instance["readings"]] + [day for day, _ in instance["asked"]])
    onward = [1] * len(instance["states"])
    for day in range(last, -1, -1):
        for state in range(len(onward)):
            if fixed.get(day, state) != state:
                onward[state] = 0
            for at, sensor, sign, negated in instance["readings"]:
                if at == day:
                    shares = instance["sensors"][sensor][2][state]
                    onward[state] *= sum(share for other, share in enumerate(shares) if (other == sign) != negated)
        before = instance["changes"] if day else [instance["prior"]]
        onward = [sum(share * value for share, value in zip(shares, onward, strict=True)) for shares in before]
    return onward[0]
