"""Continue a sequence of numbers whose hidden rule is one of a stated family."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from random import Random
from typing import Any

META = {
    "category": "induction",
    "skills": ["rule induction", "arithmetic", "pattern recognition"],
    "keywords": ["number sequence", "recurrence"],
    "answer": "sequence",
    "version": 1,
}

# Form: first level, ranges of its numbers, the next term in words (x is the latest term, w the one before it).
_FORMS: dict[str, tuple[int, tuple[range | tuple[int, ...], ...], str]] = {
    "line": (
        1,
        ((-2, -1, 1, 2, 3), range(-9, 10)),
        "a * x + b, with a one of -2, -1, 1, 2, 3 and b from -9 to 9",
    ),
    "place": (
        1,
        (range(-4, 5), range(-9, 10)),
        "x + a * n + b, where n is how many terms there are up to x (that one included), with a from -4 to 4 and b "
        "from -9 to 9",
    ),
    "two": (
        2,
        (range(-2, 4), range(-2, 4), range(-3, 4)),
        "a * x + b * w + c, with a and b from -2 to 3 and c from -3 to 3 (this form gives the terms from the third on, "
        "and lets the first two be any; every other form gives the second term too)",
    ),
    "parity": (
        3,
        ((1, 3), range(10), range(-9, 1)),
        "x / 2 + b if x is even, and a * x + c if x is odd, with a one of 1, 3, b from 0 to 9 and c from -9 to 0",
    ),
    "turns": (
        4,
        ((2, 3), range(-12, 13), range(-12, 13)),
        "m * x + a if there is an odd number of terms up to x (that one included), and x + b if an even number, with m "
        "one of 2, 3 and a and b from -12 to 12",
    ),
    "digits": (
        5,
        ((-2, -1, 1, 2, 3), range(-9, 10)),
        "x + a * s + b, where s is the sum of the digits of x without its sign, with a one of -2, -1, 1, 2, 3 and b "
        "from -9 to 9",
    ),
    "wrap": (
        6,
        (range(2, 8), range(16), range(41, 80)),
        "the remainder of a * x + b divided by m, with a from 2 to 7, b from 0 to 15 and m from 41 to 79",
    ),
    "gate": (
        8,
        ((2, 3), range(-12, 13), range(20, 60, 5)),
        "a * x + b if x is below t, and x - t if not, with a one of 2, 3, b from -12 to 12 and t one of 20, 25, 30, "
        "35, 40, 45, 50, 55",
    ),
}


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw a rule and show as many terms as make all fitting rules of the family agree on the terms asked for."""
    known = [form for form, (first, _, _) in _FORMS.items() if level >= first]
    asked = min(2 + (level >= 3) + level // 6, 8)
    instance: dict[str, Any] = {}
    for turn in range(60):
        forms = sorted(rng.sample(known[-5:], min(len(known), 2 + level // 3, 4)), key=list(_FORMS).index)
        form = rng.choice(forms) if turn < 50 else "line"
        forms = forms if form in forms else [form]
        numbers = [rng.choice(list(values)) for values in _FORMS[form][1]]
        terms = [rng.randint(1, 20), rng.randint(1, 20)][: 1 + (form == "two")]
        while len(terms) < 9 + asked:
            terms.append(_next(form, numbers, terms))
        if max(map(abs, terms)) > 99_999 or len(set(terms[: 5 + asked])) < 4 + asked:
            continue
        for shown in range(4 + (form == "wrap"), 10):
            instance = {
                "forms": forms,
                "terms": terms[:shown],
                "asked": asked,
                "solution": terms[shown : shown + asked],
            }
            steps = {terms[at] - terms[at - 1] for at in range(shown - 1, shown + asked)}
            if len(steps) > 1 and len(_continuations(instance)) == 1:  # else the last step need only be repeated
                return instance
    further = [125, 253, 509, 1021, 2045, 4093, 8189, 16381]
    return {"forms": ["line"], "terms": [1, 5, 13, 29, 61], "asked": asked, "solution": further[:asked]}


def _next(form: str, numbers: list[int] | tuple[int, ...], terms: list[int]) -> int:
    x, n = terms[-1], len(terms)
    if form == "line":
        return numbers[0] * x + numbers[1]
    if form == "place":
        return x + numbers[0] * n + numbers[1]
    if form == "two":
        return numbers[0] * x + numbers[1] * terms[-2] + numbers[2] if n > 1 else x
    if form == "parity":
        return numbers[0] * x + numbers[2] if x % 2 else x // 2 + numbers[1]
    if form == "turns":
        return numbers[0] * x + numbers[1] if n % 2 else x + numbers[2]
    if form == "digits":
        return x + numbers[0] * sum(map(int, str(abs(x)))) + numbers[1]
    if form == "wrap":
        return (numbers[0] * x + numbers[1]) % numbers[2]
    return numbers[0] * x + numbers[1] if x < numbers[2] else x - numbers[2]


def _fitting(instance: dict[str, Any]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield every rule of the family that gives the shown terms."""
    terms = instance["terms"]
    for form in instance["forms"]:
        first = 2 if form == "two" else 1
        for numbers in product(*_FORMS[form][1]):
            if all(_next(form, numbers, terms[:at]) == terms[at] for at in range(first, len(terms))):
                yield form, numbers


def _continuations(instance: dict[str, Any]) -> set[tuple[int, ...]]:
    """Return the next terms that fitting rules give; kept for the next answers to the same question."""
    return _continue(json.dumps({key: instance[key] for key in ("forms", "terms", "asked")}))


@lru_cache(maxsize=32)
def _continue(shown: str) -> set[tuple[int, ...]]:
    instance = json.loads(shown)
    found = set()
    for form, numbers in _fitting(instance):
        terms = list(instance["terms"])
        for _ in range(instance["asked"]):
            terms.append(_next(form, numbers, terms))
        found.add(tuple(terms[len(instance["terms"]) :]))
    return found


def observe(instance: dict[str, Any]) -> str:
    """Show the terms, the family of rules and the answer format."""
    terms, asked = instance["terms"], instance["asked"]
    forms = "\n".join(f"- {_FORMS[form][2]};" for form in instance["forms"])
    return (
        f"A sequence of whole numbers begins: {', '.join(map(str, terms))}.\n\nEach further term follows from the "
        f"terms before it, always by one and the same rule. With x for the latest term and w for the one before "
        f"it, the next term is, for some fixed whole numbers, one of:\n{forms[:-1]}.\n\nAll rules of this "
        f"family that give the terms shown agree on the next {asked}. Which are they? Answer with these {asked} "
        "numbers in order, separated by spaces. (The format, not a hint: 8 -3)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with what a fitting rule of the family gives."""
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"[+-]?[0-9]{1,12}", token) for token in tokens):
        return False
    return tuple(int(token) for token in tokens) in _continuations(instance)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the terms that the planted rule gives."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Repeat the last step, begin a term too early, err by one, or exchange the numbers."""
    right: list[int] = instance["solution"]
    terms = instance["terms"]
    step = terms[-1] - terms[-2]
    wrong = [[terms[-1] + step * at for at in range(1, len(right) + 1)], [terms[-1], *right[:-1]], right[::-1]]
    wrong += [[*right[:-1], right[-1] + 1], [right[0] - 1, *right[1:]], right[:-1], [*right, right[-1] + step]]
    return [" ".join(map(str, near)) for near in wrong if near != right]
