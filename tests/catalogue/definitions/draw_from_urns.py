"""What is right, said again: every single ball followed through the steps, each draw equally likely."""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import gcd

LEVELS = (1, 2)
EXHAUSTIVE = False  # every reduced fraction up to 1 with a denominator up to 120, some unreduced, and the solution
BEYOND = (3,)  # following every ball of level 5 takes too long
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
    draws = []
    for kind, *rest in instance["steps"]:
        draws += [(kind, rest)] * (rest[-1] if kind in ("draw", "move") else 1)
    urns = ["".join(str(colour) * count for colour, count in enumerate(urn)) for urn in instance["urns"]]
    weights = {True: Fraction(0), False: Fraction(0)}
    for tray, share in follow(urns, "", draws):
        if not instance["given"] or tray.count(str(instance["given"][0])) >= instance["given"][1]:
            colour, wanted, how = instance["wanted"]
            count = tray.count(str(colour))
            weights[count == wanted if how == "exactly" else count >= wanted] += share
    return weights[True] / (weights[True] + weights[False])


def follow(urns: list[str], tray: str, draws: list) -> Iterator[tuple[str, Fraction]]:
    """Yield what lies on the tray in the end, with the chance of each course of single balls."""
    if not draws:
        yield tray, Fraction(1)
        return
    kind, rest = draws[0]
    source = rest[0]
    if kind == "fork":
        source = rest[2] if tray.count(str(rest[0])) >= rest[1] else rest[3]
    for at, ball in enumerate(urns[source]):
        after = list(urns)
        after[source] = urns[source][:at] + urns[source][at + 1 :]
        if kind == "move":
            after[rest[1]] += ball
        if kind == "paint":
            after[source] += "0"
        for end, share in follow(after, tray + ball * (kind in ("draw", "fork")), draws[1:]):
            yield end, share / len(urns[source])
