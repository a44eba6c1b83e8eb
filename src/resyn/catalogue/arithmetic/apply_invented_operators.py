"""Compute an expression whose operators are invented and defined by stated rules."""

import re
from random import Random

META = {
    "category": "arithmetic",
    "skills": ["arithmetic", "operator precedence", "rule application"],
    "keywords": ["custom operators", "expression", "precedence", "piecewise definition"],
    "answer": "integer",
    "version": 1,
}

_KINDS = (("gap", 2), ("larger", 2), ("even", 3), ("remainder", 4), ("made", 5))  # with their first levels
_MADE = ("(y {0} x) {0} y", "x {0} (x {0} y)", "(x {0} 2) {0} y", "(x {0} y) {0} (y {0} x)")


def generate(level: int, rng: Random) -> dict:
    """Draw operators and an expression tree, and keep the tree's value."""
    for _ in range(40):
        signs = rng.sample("@#$&%?", 2 + (level >= 3) + (level >= 6))
        operators = [
            {"sign": sign, "rule": _draw_rule(signs[:place], level, rng), "right": level >= 4 and rng.random() < 0.5}
            for place, sign in enumerate(signs)
        ]
        rng.shuffle(operators)
        unary = [rng.randint(2, 4), rng.randint(-9, 9)] if level >= 7 else []
        tree = _draw_tree(4 + level // 2, signs, rng, signed=bool(unary))
        value = _value(tree, operators, unary)
        if 20 < abs(value) < 1_000_000:
            break
    tokens = _write(tree, [operator["sign"] for operator in operators], operators, every=level == 1)
    return {"operators": operators, "unary": unary, "expression": tokens, "solution": value}


def _draw_rule(earlier: list[str], level: int, rng: Random) -> list:
    kinds = [kind for kind, first in _KINDS if level >= first and (kind != "made" or earlier)]
    kind = rng.choice(["linear", *kinds])
    if kind == "gap":
        return [kind, rng.randint(2, 4), rng.randint(1, 9)]
    if kind in ("larger", "even"):
        return [kind, _draw_linear(rng), _draw_linear(rng)]
    if kind == "remainder":
        return [kind, rng.randint(1, 9), rng.randint(11, 40)]
    if kind == "made":
        return [kind, rng.choice(earlier), rng.randrange(len(_MADE))]
    return [kind, *_draw_linear(rng)]


def _draw_linear(rng: Random) -> list[int]:
    return [rng.randint(1, 3), rng.choice((-2, -1, 1, 2)), rng.randint(-5, 9)]


def _draw_tree(leaves: int, signs: list[str], rng: Random, *, signed: bool) -> list | int:
    """Return a number, [operator, left, right], or ["!", part]."""
    if signed and leaves > 1 and rng.random() < 0.2:
        return ["!", _draw_tree(leaves, signs, rng, signed=False)]
    if leaves == 1:
        return rng.randint(1, 12)
    left = rng.randint(1, leaves - 1)
    return [
        rng.choice(signs),
        _draw_tree(left, signs, rng, signed=signed),
        _draw_tree(leaves - left, signs, rng, signed=signed),
    ]


def _value(tree: list | int, operators: list[dict], unary: list[int]) -> int:
    if isinstance(tree, int):
        return tree
    if tree[0] == "!":
        return unary[0] * _value(tree[1], operators, unary) + unary[1]
    return _apply(tree[0], _value(tree[1], operators, unary), _value(tree[2], operators, unary), operators)


def _apply(sign: str, x: int, y: int, operators: list[dict]) -> int:
    kind, *rest = next(operator["rule"] for operator in operators if operator["sign"] == sign)
    if kind == "gap":
        return rest[0] * abs(x - y) + rest[1]
    if kind == "remainder":
        return (x * y + rest[0]) % rest[1]
    if kind == "made":
        other, form = rest

        def again(a: int, b: int) -> int:
            return _apply(other, a, b, operators)

        return (
            lambda: again(again(y, x), y),
            lambda: again(x, again(x, y)),
            lambda: again(again(x, 2), y),
            lambda: again(again(x, y), again(y, x)),
        )[form]()
    if kind != "linear":
        rest = rest[0] if (x > y if kind == "larger" else (x + y) % 2 == 0) else rest[1]
    return rest[0] * x + rest[1] * y + rest[2]


def _write(tree: list | int, order: list[str], operators: list[dict], *, every: bool) -> list[str]:
    """Return the tree's tokens, with no more brackets than needed unless every part shall have them."""
    if isinstance(tree, int):
        return [str(tree)]
    if tree[0] == "!":
        inner = _write(tree[1], order, operators, every=every)
        return ["!", "(", *inner, ")"] if isinstance(tree[1], list) else ["!", *inner]
    right = operators[order.index(tree[0])]["right"]
    parts = []
    for side, part in enumerate(tree[1:]):
        tokens = _write(part, order, operators, every=every)
        if isinstance(part, list) and part[0] != "!":
            weaker = order.index(part[0]) > order.index(tree[0])
            if every or weaker or (part[0] == tree[0] and right == (side == 0)):
                tokens = ["(", *tokens, ")"]
        parts.append(tokens)
    return [*parts[0], tree[0], *parts[1]]


def observe(instance: dict) -> str:
    """Return the question."""
    operators = instance["operators"]
    rules = [f"- x {operator['sign']} y is {_rule_text(operator['rule'])}." for operator in operators]
    if instance["unary"]:
        a, c = instance["unary"]
        rules.append(f"- !x is {_linear_text([a, 0, c])}; ! stands in front of a number or a bracket.")
    strength = ["!"] * bool(instance["unary"]) + [operator["sign"] for operator in operators]
    grouping = "; ".join(
        f"several {operator['sign']} in a row are grouped from the {'right' if operator['right'] else 'left'}"
        for operator in operators
    )
    return "\n".join(
        [
            "New operators on whole numbers (which may be negative) are defined:",
            *rules,
            f"What stands in brackets is computed first. Otherwise the operators bind in this order, the strongest "
            f"first: {' '.join(strength)}. Of equal operators, {grouping}.",
            *["A remainder on division is never negative."] * any(o["rule"][0] == "remainder" for o in operators),
            "What is the value of this expression?",
            "    " + " ".join(instance["expression"]),
            "Answer with one whole number, such as: -271",
        ]
    )


def _rule_text(rule: list) -> str:
    kind, *rest = rule
    if kind == "gap":
        return f"{rest[0]} times the difference between x and y (the larger minus the smaller), plus {rest[1]}"
    if kind == "remainder":
        return f"the remainder when x*y + {rest[0]} is divided by {rest[1]}"
    if kind == "made":
        return _MADE[rest[1]].format(rest[0])
    if kind == "linear":
        return _linear_text(rest)
    condition = "x is larger than y" if kind == "larger" else "x + y is even"
    return f"{_linear_text(rest[0])} if {condition}, and {_linear_text(rest[1])} if not"


def _linear_text(factors: list[int]) -> str:
    terms = [("", factors[0], "x"), ("", factors[1], "y"), ("", factors[2], "")]
    text = ""
    for _, factor, name in terms:
        if factor:
            size = f"{abs(factor)}{'*' * bool(name)}" if abs(factor) > 1 or not name else ""
            text += f" {'-' if factor < 0 else '+'} {size}{name}"
    return text.removeprefix(" + ")


def verify(instance: dict, answer: str) -> bool:
    """Read the shown expression operator by operator, the strongest first, and compare its value."""
    text = answer.strip().removesuffix(".").rstrip()
    return re.fullmatch(r"[-+]?[0-9]{1,18}", text) is not None and int(text) == _climb(instance)


def _climb(instance: dict) -> int:
    operators = instance["operators"]
    strength = {operator["sign"]: len(operators) - place for place, operator in enumerate(operators)}
    right = {operator["sign"] for operator in operators if operator["right"]}
    waiting = list(reversed(instance["expression"]))

    def operand() -> int:
        token = waiting.pop()
        if token == "!":
            return instance["unary"][0] * operand() + instance["unary"][1]
        if token != "(":
            return int(token)
        value = expression(0)
        waiting.pop()
        return value

    def expression(least: int) -> int:
        value = operand()
        while waiting and strength.get(waiting[-1], -1) >= least:
            sign = waiting.pop()
            value = _apply(sign, value, expression(strength[sign] + (sign not in right)), operators)
        return value

    return expression(0)


def solve(instance: dict) -> str:
    """Return the value of the drawn tree."""
    return str(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss by one, lose the sign, or read the expression from left to right without any precedence."""
    value = instance["solution"]
    wrong = [value + 1, value - 1, -value, value + 10]
    flat = [token for token in instance["expression"] if token not in "()!"]
    result = int(flat[0])
    for sign, number in zip(flat[1::2], flat[2::2], strict=True):
        result = _apply(sign, result, int(number), instance["operators"])
    return [str(number) for number in dict.fromkeys([*wrong, result]) if number != value]
