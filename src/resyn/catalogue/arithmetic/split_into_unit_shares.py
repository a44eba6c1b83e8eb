"""Write a fraction as a sum of different unit fractions under stated rules."""

import re
from fractions import Fraction
from itertools import combinations, pairwise
from math import gcd
from random import Random

META = {
    "category": "arithmetic",
    "skills": ["fractions", "number theory", "search"],
    "keywords": ["unit fractions", "egyptian fractions", "divisors", "inheritance"],
    "answer": "set",
    "version": 1,
}

_RICH = (60, 72, 84, 90, 120, 126, 140, 144, 168, 180, 210, 240, 252, 280, 300, 336, 360, 420)


def generate(level: int, rng: Random) -> dict:
    """Draw denominators, many of them divisors of one number, and state their sum and rules that they keep."""
    parts, largest = 3 + level // 3 + (level == 2), 18 + rng.randint(0, 6) + 8 * (level // 3) + 2 * level
    rich = rng.choice(_RICH)
    divisors = [number for number in range(2, largest + 1) if rich % number == 0]
    chosen = rng.sample(divisors, min(parts, len(divisors)))
    others = [number for number in range(2, largest + 1) if number not in divisors]
    if len(chosen) < parts or level == 1:
        chosen = (chosen + rng.sample(others, parts))[:parts]
    if level == 1 and rng.random() < 0.7:
        chosen[rng.randrange(parts)] = rng.choice(others)
    chosen = sorted(chosen, reverse=True)
    lent = rng.choice(chosen[:-1]) if level >= 6 else None
    signs = {number: -1 if number == lent else 1 for number in chosen}
    total = sum((Fraction(signs[number], number) for number in chosen), Fraction(0))
    if total <= 0:  # the subtracted part is never the largest one, so this leaves more than nothing
        lent, total = chosen[0], sum(Fraction(1, number) for number in chosen[1:]) - Fraction(1, chosen[0])
    return {
        "total": [total.numerator, total.denominator],
        "parts": parts,
        "largest": largest,
        "lent": lent is not None,
        "rules": _draw_rules(level, chosen, largest, rng),
        "solution": [-number if number == lent else number for number in rng.sample(chosen, parts)],
    }


def _draw_rules(level: int, chosen: list[int], largest: int, rng: Random) -> list[list]:
    """Return rules that the chosen denominators keep; a higher level has more kinds."""
    drawn: list[list] = []
    if level >= 2:
        factor = rng.choice((2, 3, 4))
        drawn.append(["multiples", factor, sum(number % factor == 0 for number in chosen)])
    if level >= 3:
        spare = [number for number in range(2, largest + 1) if number not in chosen]
        drawn.append(["banned", *sorted(rng.sample(spare, min(len(spare), 2 + level // 2)))])
    if level >= 4:
        gap = min(a - b for a, b in pairwise(chosen))
        drawn += [["apart", gap]] if gap > 1 else []
    if level >= 7:
        drawn.append(["coprime", sum(gcd(a, b) == 1 for a, b in combinations(chosen, 2))])
    if level >= 9:
        modulus = rng.choice((5, 7, 9, 11))
        drawn.append(["remainder", modulus, sum(chosen) % modulus])
    return drawn


def observe(instance: dict) -> str:
    """Return the question."""
    numerator, denominator = instance["total"]
    parts = instance["parts"]
    what = f"{parts} different unit fractions (fractions 1/n)"
    if instance["lent"]:
        task = (
            f"Take {what}. Exactly one of them, any you like, is subtracted and the other {parts - 1} are added, "
            f"and the "
            f"result is to be {numerator}/{denominator}."
        )
        answer = (
            "Answer with the denominators in any order, a minus sign before the one that is subtracted, such as: 40 "
            "-70 50"
        )
    else:
        task = f"Write {numerator}/{denominator} of an estate as a sum of {what}."
        answer = "Answer with the denominators alone, in any order, separated by spaces, such as: 40 70 50"
    return "\n".join(
        [
            task,
            f"Every denominator is a whole number from 2 to {instance['largest']}.",
            *(_rule_text(rule) for rule in instance["rules"]),
            f"If there are several ways, give any. {answer}",
        ]
    )


def _rule_text(rule: list) -> str:
    kind, *rest = rule
    if kind == "multiples":
        return f"The number of denominators that are multiples of {rest[0]} is exactly {rest[1]}."
    if kind == "banned":
        return f"These are not allowed as denominators: {', '.join(map(str, rest))}."
    if kind == "apart":
        return f"Any two denominators differ by at least {rest[0]}."
    if kind == "coprime":
        return f"Among all pairs of denominators, exactly {rest[0]} have no common divisor larger than 1."
    return f"The sum of the denominators (without signs) leaves the remainder {rest[1]} when divided by {rest[0]}."


def verify(instance: dict, answer: str) -> bool:
    """Bring the fractions to one denominator, compare the sum, and check every rule."""
    numbers = _read(answer)
    sizes = sorted(abs(number) for number in numbers)
    if len(numbers) != instance["parts"] or len(set(sizes)) != len(sizes):
        return False
    if sizes[0] < 2 or sizes[-1] > instance["largest"] or sum(n < 0 for n in numbers) != instance["lent"]:
        return False
    numerator, denominator = 0, 1
    for number in numbers:
        numerator, denominator = numerator * number + denominator, denominator * number
    wanted = instance["total"]
    return numerator * wanted[1] == denominator * wanted[0] and all(_keeps(rule, sizes) for rule in instance["rules"])


def _keeps(rule: list, sizes: list[int]) -> bool:
    kind, *rest = rule
    if kind == "multiples":
        return len([size for size in sizes if size % rest[0] == 0]) == rest[1]
    if kind == "banned":
        return not set(sizes) & set(rest)
    if kind == "apart":
        return all(larger - smaller >= rest[0] for smaller, larger in pairwise(sizes))
    if kind == "coprime":
        return [gcd(a, b) for a, b in combinations(sizes, 2)].count(1) == rest[0]
    return sum(sizes) % rest[0] == rest[1]


def _read(answer: str) -> list[int]:
    """Return whole numbers separated by spaces or commas; [] where malformed or too many."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    tokens = re.split(r"\s*,\s*|\s+", text) if len(text) <= 2_000 else []
    return [int(token) for token in tokens] if all(re.fullmatch("-?[1-9][0-9]{0,5}", token) for token in tokens) else []


def solve(instance: dict) -> str:
    """Return the drawn denominators."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Miss a denominator by one, repeat one, leave one out, or halve one share into two equal ones."""
    numbers = instance["solution"]
    wrong = [[numbers[0] + 1, *numbers[1:]], [*numbers[:-1], numbers[-1] - 1], [numbers[1], *numbers[1:]], numbers[1:]]
    wrong += [[2 * numbers[0], 2 * numbers[0], *numbers[1:]], [-number for number in numbers], numbers[:-1]]
    texts = [" ".join(map(str, near)) for near in wrong]
    return [text for text in dict.fromkeys(texts) if not verify(instance, text)]
