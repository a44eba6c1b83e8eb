"""List the formulas that are true under invented connectives and a stated precedence."""

import re
from random import Random
from typing import Any

META = {
    "category": "logic",
    "skills": ["boolean logic", "operator precedence", "rule application"],
    "keywords": ["truth tables", "parsing", "invented notation"],
    "answer": "set",
    "version": 1,
}

_SIGNS = ("@", "#", "%", "&", "*", "+", "^", "~", "=", "<", ">", "?")
# What a connective gives for (left, right) = TT, TF, FT, FF, and words for it.
_TABLES = (
    ("TFFF", "{p} is true exactly when both sides are true"),
    ("TTTF", "{p} is true exactly when at least one side is true"),
    ("FTTF", "{p} is true exactly when the two sides differ"),
    ("TFFT", "{p} is true exactly when the two sides are alike"),
    ("TFTT", "{p} is false exactly when the left side is true and the right side is false"),
    ("FTTT", "{p} is false exactly when both sides are true"),
    ("FFFT", "{p} is true exactly when both sides are false"),
    ("FTFF", "{p} is true exactly when the left side is true and the right side is false"),
    ("TTFT", "{p} is false exactly when the left side is false and the right side is true"),
    ("FFTF", "{p} is true exactly when the left side is false and the right side is true"),
)
_ORDER_LEVEL, _NOT_LEVEL, _RIGHT_LEVEL = 2, 3, 5


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw connectives and as many true as false formulas as a drawn number of each demands."""
    connectives = min(2 + level // 2, 7)
    signs = rng.sample(_SIGNS, connectives + 1)
    tables = rng.sample(range(len(_TABLES)), connectives)
    letters = "abcdefgh"[: min(3 + level // 3, 8)]
    values = ["T", "F", *(rng.choice("TF") for _ in letters[2:])]
    rng.shuffle(values)
    instance = {
        "letters": letters,
        "values": "".join(values),
        "connectives": [[sign, table] for sign, table in zip(signs, tables, strict=False)],
        "strength": level >= _ORDER_LEVEL,
        "negation": signs[-1] if level >= _NOT_LEVEL else "",
        "right": level >= _RIGHT_LEVEL and rng.random() < 0.6,
    }
    count = 7 + level // 4
    wanted = {True: rng.randint(2, count - 2)}
    wanted[False] = count - wanted[True]
    formulas: list[str] = []
    for _ in range(400):
        formula = _draw(instance, 2 + (level + 1) // 2, rng)
        truth = _value(instance, formula)
        if wanted[truth] and formula not in formulas:
            formulas.append(formula)
            wanted[truth] -= 1
    rng.shuffle(formulas)
    return instance | {"formulas": formulas}


def _draw(instance: dict[str, Any], operands: int, rng: Random) -> str:
    """Return a formula with so many operands; it is bracketed at random, and fully where signs have no order."""
    if operands <= 1:
        letter = rng.choice(instance["letters"])
        return instance["negation"] + letter if instance["negation"] and rng.random() < 0.3 else letter
    left = rng.randint(1, operands - 1)
    parts = []
    for size in (left, operands - left):
        part = _draw(instance, size, rng)
        if size > 1 and (not instance["strength"] or rng.random() < 0.35):
            negated = instance["negation"] if instance["negation"] and rng.random() < 0.3 else ""
            part = f"{negated}({part})"
        parts.append(part)
    return f"{parts[0]} {rng.choice(instance['connectives'])[0]} {parts[1]}"


def _value(instance: dict[str, Any], formula: str) -> bool:
    """Evaluate by recursive descent, from the weakest connective down to letters and brackets."""
    tokens = re.findall(r"\S", formula)
    truth = dict(zip(instance["letters"], (value == "T" for value in instance["values"]), strict=True))
    tables = {sign: _TABLES[table][0] for sign, table in instance["connectives"]}
    ranks = list(tables)

    def parse(low: int, high: int, rank: int) -> bool:
        while rank >= 0:
            depth, found = 0, []
            for at in range(low, high):
                depth += (tokens[at] == "(") - (tokens[at] == ")")
                if depth == 0 and (tokens[at] == ranks[rank] if instance["strength"] else tokens[at] in tables):
                    found.append(at)
            if found:
                at = found[0] if instance["right"] else found[-1]
                left, right = parse(low, at, rank), parse(at + 1, high, rank)
                return tables[tokens[at]][2 * (not left) + (not right)] == "T"
            rank -= 1
        if tokens[low] == "(":
            return parse(low + 1, high - 1, len(ranks) - 1)
        if tokens[low] == instance["negation"]:
            return not parse(low + 1, high, -1)
        return truth[tokens[low]]

    return parse(0, len(tokens), len(ranks) - 1)


def observe(instance: dict[str, Any]) -> str:
    """State the connectives, how formulas are read, the formulas and the answer format."""
    signs = [sign for sign, _ in instance["connectives"]]
    words = [f"- {_TABLES[table][1].format(p=f'p {sign} q')}." for sign, table in instance["connectives"]]
    if instance["negation"]:
        words.append(
            f"- {instance['negation']}p is true exactly when p is false; it applies to the letter or bracket that "
            "follows it, before any other sign."
        )
    order = ""
    if instance["strength"]:
        order = (
            f"Signs bind from strongest to weakest in the order {'  '.join(signs)} (a stronger sign is worked out "
            "before a weaker one, brackets first of all). A row of one and the same sign is worked out from "
            + ("right to left: p . q . r means p . (q . r).\n" if instance["right"] else "left to right.\n")
        )
    values = ", ".join(
        f"{letter} is {'true' if value == 'T' else 'false'}"
        for letter, value in zip(instance["letters"], instance["values"], strict=True)
    )
    listed = "\n".join(f"{at}. {formula}" for at, formula in enumerate(instance["formulas"], start=1))
    return (
        "In an invented notation for statements p and q (the left side is p, the right side is q):\n"
        + "\n".join(words)
        + f"\n{order}\nSuppose that {values}. Which of these formulas are true?\n{listed}\n\nAnswer with the numbers "
        "of all true formulas, in any order, separated by spaces. (The format, not a hint: 1 2)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with the formulas that evaluate to true."""
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"[1-9][0-9]{0,3}", token) for token in tokens) or len(set(tokens)) != len(tokens):
        return False
    right = {at for at, formula in enumerate(instance["formulas"], start=1) if _value(instance, formula)}
    return {int(token) for token in tokens} == right


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the true formulas, worked out with two stacks from left to right."""
    right = [at for at, formula in enumerate(instance["formulas"], start=1) if _run(instance, formula)]
    return " ".join(map(str, right))


def _run(instance: dict[str, Any], formula: str) -> bool:
    truth = dict(zip(instance["letters"], (value == "T" for value in instance["values"]), strict=True))
    tables = {sign: _TABLES[table][0] for sign, table in instance["connectives"]}
    weakness = {sign: place if instance["strength"] else 0 for place, sign in enumerate(tables)}
    values: list[bool] = []
    waiting: list[str] = []

    def work_out() -> None:
        sign, right = waiting.pop(), values.pop()
        values.append(not right if sign not in tables else tables[sign][2 * (not values.pop()) + (not right)] == "T")

    def goes_first(sign: str, token: str) -> bool:
        """Tell whether a waiting sign is worked out before a connective that is read now."""
        held, now = weakness.get(sign, -1), weakness[token]
        return sign != "(" and (held < now or (held == now and not instance["right"]))

    for token in formula.replace(" ", ""):
        if token in truth:
            values.append(truth[token])
        elif token == ")":
            while waiting[-1] != "(":
                work_out()
            waiting.pop()
        elif token in weakness:
            while waiting and goes_first(waiting[-1], token):
                work_out()
            waiting.append(token)
        else:
            waiting.append(token)
    while waiting:
        work_out()
    return values[0]


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Miss one true formula, add a false one, take the false ones, or take all."""
    right = [int(token) for token in solve(instance).split()]
    others = [number for number in range(1, len(instance["formulas"]) + 1) if number not in right]
    wrong = [right[:-1], sorted([*right, others[0]]), others, sorted(right + others), [others[-1], *right[1:]]]
    return [" ".join(map(str, numbers)) for numbers in wrong]
