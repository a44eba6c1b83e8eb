"""Find what invented operators do from worked equations and evaluate new expressions."""

import json
import re
from functools import lru_cache
from itertools import islice, product
from random import Random
from typing import Any

META = {
    "category": "induction",
    "skills": ["rule induction", "arithmetic", "algebra"],
    "keywords": ["unknown operator", "worked equations"],
    "answer": "sequence",
    "version": 1,
}

_SIGNS = ("@", "#", "$", "&", "%", "~")
# Form: first level, what a operator b gives in words.
_FORMS = {
    "line": (1, "p * a + q * b + r"),
    "times": (2, "a * b + p * a + q * b"),
    "order": (3, "p * max(a, b) + q * min(a, b) + r"),
    "square": (4, "a * a + p * b + r"),
    "gap": (5, "p * |a - b| + q * b + r"),
}
_TWO_LEVEL, _MIX_LEVEL = 4, 6
_NONZERO = (-3, -2, -1, 1, 2, 3)


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw operators and equations until all operators of the family that fit agree on what is asked for."""
    forms = [form for form, (first, _) in _FORMS.items() if level >= first]
    forms = sorted(rng.sample(forms, min(len(forms), 3)), key=list(_FORMS).index)
    count = 1 if level < _TWO_LEVEL else 2 + level // 10
    signs = rng.sample(_SIGNS, min(count, 4))
    operators = [[rng.choice(forms), rng.choice(_NONZERO), rng.choice(_NONZERO), rng.randint(-5, 5)] for _ in signs]
    equations: list[list[Any]] = []
    for at in range(len(signs)):
        left = list(_family(forms))
        for turn in range(12):
            a, b = rng.randint(-6, 9), rng.randint(-6, 9)
            rest = [rule for rule in left if _value(rule, a, b) == _value(operators[at], a, b)]
            if len(rest) < len(left) or turn < 3:
                left = rest
                equations.append([at, a, b, _value(operators[at], a, b)])
            if len({_value(rule, x, y) for rule in left for x, y in ((7, 2), (-4, 9))}) <= 2 and turn >= 2 + level // 4:
                break
    depth = 1 if level < 2 else 2 + (level >= _MIX_LEVEL) + level // 12
    asked = [_draw_small(min(depth, 4), operators, rng) for _ in range(2 + level // 4)]
    instance = {"signs": signs, "forms": forms, "equations": equations, "asked": asked, "operators": operators}
    for _ in range(6):
        if len(_answers(instance)) == 1:
            break
        for at, operator in enumerate(operators):
            a, b = rng.randint(-9, 12), rng.randint(-9, 12)
            equations.append([at, a, b, _value(operator, a, b)])
    rng.shuffle(equations)
    return instance | {"solution": [_evaluate(tree, operators) for tree in asked]}


def _draw_small(depth: int, operators: list[Any], rng: Random) -> Any:
    """Return a tree of this depth whose value has at most six digits, a shallow one where none is met."""
    for _ in range(40):
        tree = _draw(depth, len(operators), rng)
        if abs(_evaluate(tree, operators)) < 10**6:
            return tree
    return _draw(1, len(operators), rng)


def _draw(depth: int, operators: int, rng: Random) -> Any:
    """Return a number or [operator, tree, tree]; one side is as deep as asked for."""
    if depth == 0:
        return rng.randint(-6, 9)
    sides = [_draw(depth - 1, operators, rng), _draw(rng.randint(0, min(depth - 1, 1)), operators, rng)]
    rng.shuffle(sides)
    return [rng.randrange(operators), *sides]


def _family(forms: list[str]) -> list[tuple[str, int, int, int]]:
    return list(product(forms, _NONZERO, _NONZERO, range(-5, 6)))


def _value(rule: list[Any] | tuple[str, int, int, int], a: int, b: int) -> int:
    form, p, q, r = rule
    if form == "line":
        return p * a + q * b + r
    if form == "times":
        return a * b + p * a + q * b
    if form == "order":
        return p * max(a, b) + q * min(a, b) + r
    if form == "square":
        return a * a + p * b + r
    return p * abs(a - b) + q * b + r


def _evaluate(tree: Any, operators: list[Any]) -> int:
    if isinstance(tree, int):
        return tree
    return _value(operators[tree[0]], _evaluate(tree[1], operators), _evaluate(tree[2], operators))


def _text(tree: Any, signs: dict[int, str], *, outer: bool = True) -> str:
    if isinstance(tree, int):
        return str(tree) if tree >= 0 else f"({tree})"
    text = f"{_text(tree[1], signs, outer=False)} {signs[tree[0]]} {_text(tree[2], signs, outer=False)}"
    return text if outer else f"({text})"


def observe(instance: dict[str, Any]) -> str:
    """State the family of operators, the equations, the expressions and the answer format."""
    signs = dict(enumerate(instance["signs"]))
    forms = "\n".join(f"- {_FORMS[form][1]}" for form in instance["forms"])
    known = "\n".join(f"{_text([at, a, b], signs)} = {value}" for at, a, b, value in instance["equations"])
    asked = "\n".join(f"{number}. {_text(tree, signs)}" for number, tree in enumerate(instance["asked"], start=1))
    several = "Each of the operators" if len(signs) > 1 else "The operator"
    return (
        f"{several} {' '.join(signs.values())} makes a whole number of two whole numbers, a on its left and b on its "
        f"right. What it gives is always, by one and the same formula, one of\n{forms}\nfor some fixed whole numbers "
        "p, q (each from -3 to 3, not 0) and r (from -5 to 5), which have to be found"
        + (" for each operator by itself" if len(signs) > 1 else "")
        + f":\n{known}\n\nAll formulas of this family that fit agree on these expressions (|n| is n without its "
        f"sign; brackets are worked out first). What are their values?\n{asked}\n\nAnswer with the "
        f"{len(instance['asked'])} values in order, separated by spaces. (The format, not a hint: -3 12)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Evaluate the expressions with operators that fit the equations."""
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"[+-]?[0-9]{1,18}", token) for token in tokens):
        return False
    values = [int(token) for token in tokens]
    return tuple(values) in _answers(instance)


def _answers(instance: dict[str, Any]) -> set[tuple[int, ...]]:
    """Return the values of the expressions under every choice of operators that fit; kept for further answers."""
    return _fit(json.dumps({key: instance[key] for key in ("signs", "forms", "equations", "asked")}))


@lru_cache(maxsize=32)
def _fit(shown: str) -> set[tuple[int, ...]]:
    instance = json.loads(shown)
    family = _family(instance["forms"])
    fitting = []
    for at in range(len(instance["signs"])):
        known = [equation[1:] for equation in instance["equations"] if equation[0] == at]
        fitting.append(_distinct([rule for rule in family if all(_value(rule, a, b) == v for a, b, v in known)]))
    choices = islice(product(*fitting), 300)
    return {tuple(_evaluate(tree, list(chosen)) for tree in instance["asked"]) for chosen in choices}


def _distinct(rules: list[tuple[str, int, int, int]]) -> list[tuple[str, int, int, int]]:
    """Return one of each group of rules that are the same function (a number may be without use in a form)."""
    points = [(a, b) for a in (-50, -3, 0, 1, 4, 60) for b in (-70, -2, 0, 1, 5, 40)]
    found = {tuple(_value(rule, a, b) for a, b in points): rule for rule in rules}
    return list(found.values())


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the values under the planted operators."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Exchange the sides of an operator, err by one, exchange values, or forget one."""
    right: list[int] = instance["solution"]
    wrong = [[right[0] + 1, *right[1:]], [*right[:-1], right[-1] - 1], right[::-1], right[:-1]]
    wrong.append([-value for value in right])
    wrong.append([_evaluate([tree[0], tree[2], tree[1]], instance["operators"]) for tree in instance["asked"]])
    texts = [" ".join(map(str, near)) for near in wrong if near != right]
    return [text for text in texts if not verify(instance, text)]
