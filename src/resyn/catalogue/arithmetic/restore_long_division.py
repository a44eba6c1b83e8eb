"""Restore the digits that are missing from a worked multiplication or long division."""

import re
from random import Random

META = {
    "category": "arithmetic",
    "skills": ["arithmetic", "constraint propagation", "number bases"],
    "keywords": ["long division", "long multiplication", "missing digits", "partial products"],
    "answer": "sequence",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Work a calculation out and hide digits of it."""
    base = 10 if level < 6 else rng.choice((6, 7, 8, 9))
    kind = "division" if level >= 3 and rng.random() < 0.6 else "multiplication"
    long, short = base ** (2 + level // 4), base ** (1 + (level + 1) // 4)
    first, second = rng.randrange(long // base, long), rng.randrange(max(base, short // base), base * short)
    if kind == "multiplication":
        lines = _multiply(first, second, base)
    else:
        lines = _divide(first * second + rng.randrange(first), first, base)
    texts = [_spell(number, base) for number in lines]
    places = [(line, at) for line, text in enumerate(texts) for at in range(len(text))]
    hidden = rng.sample(places, min(len(places) * 3 // 4, 3 + level))
    never = ""
    if level >= 5:
        free = [digit for digit in "123456789"[: base - 1] if all(texts[line][at] != digit for line, at in hidden)]
        never = rng.choice(free) if free else ""
    shown = [
        "".join("*" if (line, at) in hidden else sign for at, sign in enumerate(text))
        for line, text in enumerate(texts)
    ]
    return {"kind": kind, "base": base, "lines": shown, "never": never, "solution": texts}


def _multiply(first: int, second: int, base: int) -> list[int]:
    """Return both factors, the first times each digit of the second from its last, and the product."""
    digits = [int(digit) for digit in reversed(_spell(second, base))]
    return [first, second, *(first * digit for digit in digits), first * second]


def _divide(dividend: int, divisor: int, base: int) -> list[int]:
    """Return dividend, divisor, quotient, remainder, and per digit of the quotient two numbers to be subtracted."""
    quotient = _spell(dividend // divisor, base)
    digits = _spell(dividend, base)
    current = int(digits[: len(digits) - len(quotient) + 1], base)
    steps = []
    for place, digit in enumerate(quotient):
        if place:
            current = current * base + int(digits[len(digits) - len(quotient) + place], base)
        steps += [current, int(digit) * divisor]
        current -= int(digit) * divisor
    return [dividend, divisor, dividend // divisor, current, *steps]


def _spell(number: int, base: int) -> str:
    text = str(number % base)
    while number >= base:
        number //= base
        text = str(number % base) + text
    return text


def observe(instance: dict) -> str:
    """Return the question."""
    lines, base = instance["lines"], instance["base"]
    if instance["kind"] == "multiplication":
        method = "A multiplication was written out. Each digit of the second factor was multiplied by the first factor."
        names = ["first factor", "second factor"]
        names += [
            f"first factor times digit {n} of the second factor, counted from its right end"
            for n in range(1, len(lines) - 2)
        ]
        names.append("product of both factors")
    else:
        method = (
            "A long division was written out as in school. Step 1 begins with the leading digits of the dividend, as "
            "many as leave exactly one further digit for each further digit of the quotient. In each step the next "
            "digit of the quotient times the divisor is subtracted from the number reached; what is left is smaller "
            "than the divisor. With the next digit of the dividend written behind it, it is the number reached in the "
            "next step; after the last step it is the remainder."
        )
        names = ["dividend", "divisor", "quotient", "remainder at the end"]
        for step in range(1, (len(lines) - 4) // 2 + 1):
            names += [f"step {step}, number reached", f"step {step}, subtracted"]
    notation = "decimal" if base == 10 else f"written in base {base} (digits 0 to {base - 1})"
    rules = ["No number of two or more digits begins with 0."]
    if instance["never"]:
        rules.append(f"No * stands for the digit {instance['never']}.")
    return "\n".join(
        [
            f"{method} All numbers are {notation}. Some digits were lost; each * stands for one digit:",
            *(
                f"{number}. {name}: {line}"
                for number, (name, line) in enumerate(zip(names, lines, strict=True), start=1)
            ),
            f"Restore the digits so that the calculation is right. {' '.join(rules)} If there are several ways, "
            f"give any.",
            f"Answer with all {len(lines)} complete numbers in the order of the lines, separated by spaces; five "
            f"lines, "
            "for instance, would be answered like this: 12 21 12 24 252",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Fit the numbers to the shown digits and check the calculation line by line."""
    texts, base, lines = _tokens(answer), instance["base"], instance["lines"]
    if len(texts) != len(lines):
        return False
    for text, line in zip(texts, lines, strict=True):
        if len(text) != len(line) or not re.fullmatch("[0-9]+", text) or (len(text) > 1 and text[0] == "0"):
            return False
        for given, shown in zip(text, line, strict=True):
            if int(given) >= base or (shown == "*" and given == instance["never"]) or shown not in ("*", given):
                return False
    numbers = [int(text, base) for text in texts]
    return (
        _is_product(numbers, texts, base)
        if instance["kind"] == "multiplication"
        else _is_division(numbers, texts, base)
    )


def _is_product(numbers: list[int], texts: list[str], base: int) -> bool:
    partial, total = numbers[2:-1], 0
    for digit, line in zip(reversed(texts[1]), partial, strict=True):
        if line != numbers[0] * int(digit):
            return False
    for place, line in enumerate(partial):
        total += line * base**place
    return total == numbers[-1]


def _is_division(numbers: list[int], texts: list[str], base: int) -> bool:
    divisor, left, quotient = numbers[1], 0, texts[2]
    if divisor == 0 or len(quotient) > len(texts[0]):
        return False
    start = len(texts[0]) - len(quotient) + 1
    pieces = [texts[0][:start], *texts[0][start:]]
    for piece, digit, reached, taken in zip(pieces, quotient, numbers[4::2], numbers[5::2], strict=True):
        if reached != left * base ** len(piece) + int(piece, base) or taken != int(digit) * divisor:
            return False
        left = reached - taken
        if not 0 <= left < divisor:
            return False
    return left == numbers[3]


def solve(instance: dict) -> str:
    """Return the numbers before digits were hidden."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Change a lost digit of the first line that has one, put one digit everywhere, or leave the last number out."""
    texts, base = instance["solution"], instance["base"]
    line = next(number for number, shown in enumerate(instance["lines"]) if "*" in shown)
    at = instance["lines"][line].index("*")
    wrong = [[shown.replace("*", digit) for shown in instance["lines"]] for digit in "123"]
    for step in range(1, base):
        digit = str((int(texts[line][at]) + step) % base)
        wrong.append([*texts[:line], texts[line][:at] + digit + texts[line][at + 1 :], *texts[line + 1 :]])
    wrong.append(texts[:-1])
    return [" ".join(near) for near in wrong if not verify(instance, " ".join(near))]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000:
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)
