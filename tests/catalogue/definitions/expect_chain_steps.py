"""What is right, said again: the quotient of two determinants (Cramer's rule) of one equation for each state."""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import gcd

LEVELS = (1, 2)
EXHAUSTIVE = False  # the solution, fractions close to it, and all reduced fractions with a small denominator
CANONICAL = re.compile(r"[0-9]+/[1-9][0-9]*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    numerator, denominator = map(int, solution.split("/"))
    yield from (f"{factor * numerator}/{factor * denominator}" for factor in (1, 2, 3, 10))
    for n in range(-30, 31):
        yield from (f"{numerator + n}/{denominator + d}" for d in range(-3, 4) if numerator + n >= 0 < denominator + d)
    for lower in range(1, 41):
        yield from (f"{upper}/{lower}" for upper in range(6 * lower) if gcd(upper, lower) == 1)


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    return Fraction(answer) == expected(json.dumps(instance))


@cache
def expected(text: str) -> Fraction:
    instance = json.loads(text)
    doors = {name: dict(ways) for name, ways in instance["doors"]}
    befores = ["", *doors] if instance["no_return"] else [""]
    states = [(before, room) for before in befores for room in doors if not before or room in doors[before]]
    left, right = [], []
    for before, room in states:
        ways = {target: weight for target, weight in doors[room].items() if target != before} or doors[room]
        whole = sum(ways.values())
        line = [Fraction(int(state == (before, room))) for state in states]
        for target, weight in ways.items():
            if target in doors:
                line[states.index((room if instance["no_return"] else "", target))] -= Fraction(weight, whole)
        left.append(line)
        match instance["asked"]:
            case ["moves"]:
                right.append(Fraction(1))
            case ["cost"]:
                right.append(Fraction(dict(instance["costs"])[room]))
            case ["ends", name]:
                right.append(Fraction(ways.get(name, 0), whole))
            case ["visits", name]:
                right.append(Fraction(int(room == name)))
    start = states.index(("", instance["start"]))
    replaced = [[*line[:start], end, *line[start + 1 :]] for line, end in zip(left, right, strict=True)]
    return determinant(replaced) / determinant(left)


def determinant(matrix: list[list[Fraction]]) -> Fraction:
    """Expand along the first column."""
    if not matrix:
        return Fraction(1)
    total = Fraction(0)
    for at, line in enumerate(matrix):
        if line[0]:
            smaller = [other[1:] for number, other in enumerate(matrix) if number != at]
            total += (-1) ** at * line[0] * determinant(smaller)
    return total
