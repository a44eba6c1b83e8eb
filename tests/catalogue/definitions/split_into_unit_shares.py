"""What is right, said again: over the product of all denominators, the numerators add up, and every rule is kept."""

import re
from collections.abc import Iterator
from itertools import combinations
from math import prod

LEVELS = (1, 2)
EXHAUSTIVE = True  # every set of so many denominators
CANONICAL = re.compile(r"-?[1-9][0-9]*( -?[1-9][0-9]*)*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    for chosen in combinations(range(2, instance["largest"] + 1), instance["parts"]):
        yield " ".join(map(str, chosen))


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    signed = [int(token) for token in answer.split()]
    sizes = [abs(number) for number in signed]
    if len(signed) != instance["parts"] or len(set(sizes)) < len(sizes):
        return False
    if any(size < 2 or size > instance["largest"] for size in sizes):
        return False
    if len([number for number in signed if number < 0]) != (1 if instance["lent"] else 0):
        return False
    common = prod(sizes)
    numerator, denominator = instance["total"]
    if sum(common // number for number in signed) * denominator != numerator * common:
        return False
    return all(keeps(rule, sizes) for rule in instance["rules"])


def keeps(rule: list, sizes: list[int]) -> bool:
    pairs = list(combinations(sizes, 2))
    match rule:
        case ["multiples", factor, count]:
            return sum(size // factor * factor == size for size in sizes) == count
        case ["banned", *banned]:
            return all(size not in banned for size in sizes)
        case ["apart", gap]:
            return all(abs(a - b) >= gap for a, b in pairs)
        case ["coprime", count]:
            return sum(all(a % d or b % d for d in range(2, min(a, b) + 1)) for a, b in pairs) == count
        case ["remainder", modulus, rest]:
            return (sum(sizes) - rest) % modulus == 0
    raise ValueError(rule)
