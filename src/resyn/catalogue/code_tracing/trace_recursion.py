"""Evaluate functions that call each other and write numbers down; give all that is written and the result."""

import re
from random import Random

META = {
    "category": "code_tracing",
    "skills": ["recursion", "simulation", "stack tracking"],
    "keywords": ["mutual recursion", "memoisation", "side effects"],
    "answer": "sequence",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw functions and the largest argument whose call writes as much as the level wants."""
    wanted = 5 + level
    best: dict = {}
    for _ in range(12):
        names = "fgh"[: 1 + (level >= 2) + (level >= 7)]
        functions = {name: _draw(names, level, rng) for name in names}
        case = {"functions": functions, "memo": level >= 5 and rng.random() < 0.6, "count": level >= 6}
        for argument in range(4, 16):
            written = _evaluate(case | {"argument": argument}, 3 * wanted)
            if len(written) > wanted + level // 2:
                break
            if not best or abs(len(written) - wanted) < abs(len(best["solution"]) - wanted):
                best = case | {"argument": argument, "solution": written}
    return best


def observe(instance: dict) -> str:
    """Return the question."""
    lines = []
    for name, function in instance["functions"].items():
        parts = [f"if n < {function['limit']}, return {function['base']}"]
        note = "write down n" + (" plus the count" if instance["count"] else "")
        parts += [note] if function["early"] else []
        parts += [
            f"let {sign} = {callee}(n - {less})" for sign, (callee, less) in zip("xy", function["calls"], strict=False)
        ]
        parts += [] if function["early"] else [note]
        total = " + ".join(
            [f"{factor} * {sign}" for factor, sign in zip(function["factors"], "xy", strict=False)] + ["n"]
        )
        parts.append(f"return the remainder of {total} divided by {function['modulus']}")
        lines.append(f"- {name}(n): {'; then '.join(parts)}.")
    rules = []
    if instance["count"]:
        rules.append(
            "The count is 0 at the beginning and grows by 1 each time that a number has been written down (first the "
            "number is written, then the count grows)."
        )
    if instance["memo"]:
        rules.append(
            "Each function keeps what it returned: where it is called with an n for which a call of the same function "
            "has already returned, it returns the same value at once and does nothing else."
        )
    name = next(iter(instance["functions"]))
    return "\n".join(
        [
            "These functions take a whole number n and carry out their parts in the order given; a function that has "
            "returned does nothing more:",
            *lines,
            *rules,
            f"Now {name}({instance['argument']}) is called. Which numbers are written down, and what does the call "
            f"return?",
            "Answer with the written numbers in the order of writing and, as the last number, the returned value, "
            "separated by spaces, such as: 90 90 70 4",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Evaluate with a stack of unfinished calls and compare number by number."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    tokens = re.split(r"\s*,\s*|\s+", text[:4000])
    if len(text) > 4000 or not all(re.fullmatch(r"[0-9]{1,6}", token) for token in tokens):
        return False
    numbers = [int(token) for token in tokens]
    written: list[int] = []
    kept: dict[tuple[str, int], int] = {}
    calls: list[list] = [[next(iter(instance["functions"])), instance["argument"], []]]
    value = None
    while calls:
        name, n, got = calls[-1]
        function = instance["functions"][name]
        if value is not None:
            got.append(value)
            value = None
        if not got and (instance["memo"] and (name, n) in kept):
            value = kept[name, n]
        elif n < function["limit"]:
            value = kept[name, n] = function["base"]
        else:
            done = len(got) == len(function["calls"])
            if (function["early"] and not got) or (not function["early"] and done):
                written.append(n + (len(written) if instance["count"] else 0))
            if not done:
                callee, less = function["calls"][len(got)]
                calls.append([callee, n - less, []])
                continue
            total = n + sum(factor * part for factor, part in zip(function["factors"], got, strict=True))
            value = kept[name, n] = total % function["modulus"]
        calls.pop()
    return numbers == [*written, value]


def solve(instance: dict) -> str:
    """Return what the evaluation at generation wrote and returned."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Write at the other moment, forget what is kept or the count, miss the result, or leave it out."""
    right = instance["solution"]
    functions = instance["functions"]
    other = {name: function | {"early": not function["early"]} for name, function in functions.items()}
    wrong = [_evaluate(instance | change, 400) for change in ({"functions": other}, {"memo": False}, {"count": False})]
    wrong += [right[:-1], [*right[:-1], right[-1] + 1], right[1:], [*right[:-1], right[0], right[-1]]]
    return [text for text in dict.fromkeys(" ".join(map(str, numbers)) for numbers in wrong) if text != solve(instance)]


def _draw(names: str, level: int, rng: Random) -> dict:
    count = 1 + (level >= 3 and rng.random() < 0.8)
    calls = [[rng.choice(names), rng.randrange(1, 4)] for _ in range(count)]
    if len(names) > 1 and all(callee == names[0] for callee, _ in calls):
        calls[-1][0] = rng.choice(names[1:])
    return {
        "limit": rng.randrange(1, 3),
        "base": rng.randrange(1, 10),
        "early": level == 1 or rng.random() < 0.5,
        "calls": calls,
        "factors": [rng.randrange(1, 5) for _ in calls],
        "modulus": rng.randrange(11, 50),
    }


def _evaluate(case: dict, most: int) -> list[int]:
    """Return what is written and the result; writes no more than a bound, and then the result is of no use."""
    written: list[int] = []
    kept: dict[str, int] = {}

    def write(n: int) -> None:
        written.append(n + len(written) * bool(case["count"]))

    def call(name: str, n: int) -> int:
        function, key = case["functions"][name], f"{name} {n}"
        if n < function["limit"] or len(written) > most:
            return function["base"]
        if case["memo"] and key in kept:
            return kept[key]
        if function["early"]:
            write(n)
        total = n
        for factor, (callee, less) in zip(function["factors"], function["calls"], strict=True):
            total += factor * call(callee, n - less)
        if not function["early"]:
            write(n)
        kept[key] = total % function["modulus"]
        return kept[key]

    result = call(next(iter(case["functions"])), case["argument"])
    return [*written, result]
