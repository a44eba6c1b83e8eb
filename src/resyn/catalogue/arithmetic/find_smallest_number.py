"""Find the smallest whole number that meets conditions on remainders and digits."""

import math
import re
from random import Random

META = {
    "category": "arithmetic",
    "skills": ["modular arithmetic", "number theory", "case search"],
    "keywords": ["congruences", "remainder", "digit sum", "smallest number"],
    "answer": "integer",
    "version": 1,
}

_TEXTS = {
    "remainder": "Divided by {0}, it leaves the remainder {1}.",
    "times": "{0} times the number, divided by {1}, leaves the remainder {2}.",
    "square": "The square of the number, divided by {0}, leaves the remainder {1}.",
    "digit_sum": "The sum of its decimal digits, divided by {0}, leaves the remainder {1}.",
    "backwards": "Read backwards (zeros in front dropped), it is a number that, divided by {0}, leaves the "
    "remainder {1}.",
    "digit": "The number of times that the digit {0} stands in it (in decimal notation) is exactly {1}.",
    "avoid": "It is not a multiple of {0}.",
    "above": "It is greater than {0}.",
}


def generate(level: int, rng: Random) -> dict:
    """Draw a secret number and state conditions that it meets; the answer is at most the secret."""
    moduli = _draw_moduli(level, rng)
    step = math.lcm(*moduli)
    secret = rng.randrange(3 * max(moduli), step)
    filters = ["digit_sum", "times", "square", "digit", "avoid", "backwards", "above"][: 1 + level]
    chosen = rng.sample(filters, min(level // 2, len(filters)))
    if chosen:
        secret += step * rng.randrange(1, 20 * len(chosen))
    conditions = [["remainder", modulus, secret % modulus] for modulus in moduli]
    conditions += [_draw_condition(kind, secret, rng) for kind in chosen]
    return {"conditions": conditions, "opening": rng.randrange(3), "solution": secret}


def observe(instance: dict) -> str:
    """Return the question."""
    opening = (
        "Find the smallest positive whole number that meets all of these conditions:",
        "A shop's order number is the smallest positive whole number for which all of the following holds:",
        "Among the positive whole numbers that meet all conditions below, which one is the smallest?",
    )[instance["opening"]]
    lines = [f"- {_TEXTS[kind].format(*values)}" for kind, *values in instance["conditions"]]
    return "\n".join([opening, *lines, "Answer with that number alone, in decimal digits without separators."])


def verify(instance: dict, answer: str) -> bool:
    """Sieve for the smallest number from below and compare."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    return bool(re.fullmatch(r"[1-9][0-9]{0,79}", text)) and int(text) == _sieve(instance["conditions"])


def solve(instance: dict) -> str:
    """Walk down from the secret through all numbers with the same remainders."""
    return str(_answer(instance))


def wrong_answers(instance: dict) -> list[str]:
    """Give the next number with the same remainders, ignore the other conditions, or miss by one."""
    answer, step = _answer(instance), _step(instance)
    near = [answer + step, answer - 1, answer + 1, answer % step, instance["solution"]]
    return [str(number) for number in dict.fromkeys(near) if number > 0 and number != answer]


def _draw_moduli(level: int, rng: Random) -> list[int]:
    """Draw moduli of which each adds to the others; from level 4 they may share factors."""
    moduli: list[int] = []
    for modulus in rng.sample(range(17, 42 + level), 25):
        fresh = modulus // math.gcd(modulus, math.lcm(*moduli))
        if len(moduli) < 2 + level // 3 and (fresh == modulus or (level >= 4 and fresh >= 5)):
            moduli.append(modulus)
    return moduli


def _draw_condition(kind: str, secret: int, rng: Random) -> list:
    modulus = rng.randrange(5, 14)
    if kind == "times":
        factor = rng.choice([number for number in range(2, 10) if number % modulus])
        return [kind, factor, modulus, factor * secret % modulus]
    if kind == "square":
        return [kind, modulus, secret * secret % modulus]
    if kind == "digit_sum":
        return [kind, modulus, sum(map(int, str(secret))) % modulus]
    if kind == "backwards":
        return [kind, modulus, int(str(secret)[::-1]) % modulus]
    if kind == "digit":
        digit = rng.choice(str(secret))
        return [kind, int(digit), str(secret).count(digit)]
    if kind == "avoid":
        return [kind, rng.choice([number for number in range(2, 60) if secret % number][:3])]
    return [kind, secret // rng.randrange(2, 6)]


def _holds(number: int, condition: list) -> bool:
    kind, *values = condition
    if kind == "digit":
        return str(number).count(str(values[0])) == values[1]
    if kind == "avoid":
        return number % values[0] != 0
    if kind == "above":
        return number > values[0]
    if kind == "times":
        return values[0] * number % values[1] == values[2]
    if kind == "square":
        number = number * number
    elif kind == "digit_sum":
        number = sum(map(int, str(number)))
    elif kind == "backwards":
        number = int(str(number)[::-1])
    return number % values[0] == values[1]


def _sieve(conditions: list) -> int | None:
    """Take up one remainder after the other, then step on; the secret bounds the steps to a few hundred."""
    number, step = 1, 1
    for kind, *values in conditions:
        if kind == "remainder":
            number = next(n for n in range(number, number + values[0] * step, step) if n % values[0] == values[1])
            step = math.lcm(step, values[0])
    candidates = range(number, number + 1000 * step, step)
    return next((n for n in candidates if all(_holds(n, condition) for condition in conditions)), None)


def _step(instance: dict) -> int:
    return math.lcm(*(values[0] for kind, *values in instance["conditions"] if kind == "remainder"))


def _answer(instance: dict) -> int:
    numbers = range(instance["solution"], 0, -_step(instance))
    return min(n for n in numbers if all(_holds(n, condition) for condition in instance["conditions"]))
