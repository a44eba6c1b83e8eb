"""Write signs between numbers so that the expression has a given value."""

import re
from random import Random

META = {"category": "arithmetic", "skills": ["search"], "keywords": ["signs"], "answer": "expression", "version": 1}


def generate(level: int, rng: Random) -> dict:
    """Draw numbers and signs, and ask for the value that they give."""
    numbers = [rng.randrange(2, 30 + 5 * level) for _ in range(4 + level)]
    signs = [rng.choice("+-*" if level > 1 else "+--") for _ in numbers[1:]]
    signs[rng.randrange(len(signs))] = "*"
    return {"numbers": numbers, "target": _value(numbers, signs), "signs": signs}


def observe(instance: dict) -> str:
    """Return the question."""
    return (
        f"Put one of the signs + - * between each two neighbours of {' '.join(map(str, instance['numbers']))}\n"
        f"so that the result is {instance['target']}. The order of the numbers stays; there are no brackets; * binds\n"
        "stronger than + and -. Answer with the whole expression, such as: 7 * 2 - 5"
    )


def verify(instance: dict, answer: str) -> bool:
    """Read numbers and signs in turn, check the numbers, and compute the value."""
    text = re.sub(r"\s+", " ", answer.strip().rstrip("."))
    if not re.fullmatch(r"[0-9]{1,6}( ?[-+*] ?[0-9]{1,6})*", text):
        return False
    numbers = [int(number) for number in re.findall(r"[0-9]+", text)]
    return numbers == instance["numbers"] and _value(numbers, re.findall(r"[-+*]", text)) == instance["target"]


def solve(instance: dict) -> str:
    """Write the signs from which the target came."""
    return _text(instance["numbers"], instance["signs"])


def wrong_answers(instance: dict) -> list[str]:
    """Exchange neighbouring numbers, leave out the last, or change a sign so that the value differs."""
    numbers, signs = instance["numbers"], instance["signs"]
    wrong = [_text([numbers[0] + 1, *numbers[1:]], signs), _text(numbers[:-1], signs[:-1])]
    for place, sign in enumerate(signs):
        for other in "+-*".replace(sign, ""):
            changed = [*signs[:place], other, *signs[place + 1 :]]
            if _value(numbers, changed) != instance["target"]:
                wrong.append(_text(numbers, changed))
    return wrong[:5]


def _value(numbers: list[int], signs: list[str]) -> int:
    """Add up the products between the signs + and -."""
    total, product = 0, numbers[0]
    for sign, number in zip(signs, numbers[1:], strict=True):
        if sign == "*":
            product *= number
        else:
            total, product = total + product, number if sign == "+" else -number
    return total + product


def _text(numbers: list[int], signs: list[str]) -> str:
    return str(numbers[0]) + "".join(f" {sign} {number}" for sign, number in zip(signs, numbers[1:], strict=False))
