"""Give every station a channel so that all distance, usage and comparison rules hold."""

import re
from collections import Counter
from random import Random
from typing import Any

META = {
    "category": "constraint_satisfaction",
    "skills": ["constraint propagation", "backtracking"],
    "keywords": ["graph colouring", "channel assignment"],
    "answer": "assignment",
    "version": 1,
}

_THEMES = (
    ("radio stations", "broadcasts on one channel", "channel"),
    ("ferries", "moors at one pier", "pier"),
    ("laboratories", "moves to one floor", "floor"),
    ("choirs", "rehearses in one hall", "hall"),
)
# Kind of rule, how many units it is about, first level at which it appears.
_EXTRA_KINDS = (("higher", 2, 2), ("ban", 1, 3), ("same", 2, 4), ("sum", 2, 5), ("two_of_three", 3, 6), ("if", 2, 7))
_SPREAD_LEVEL = 9


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant a random assignment and state rules that it keeps."""
    units, values = 6 + level, 3 + (level + 1) // 3
    plan = [*range(1, values + 1), *(rng.randint(1, values) for _ in range(units - values))]
    rng.shuffle(plan)
    links = set()
    for a in range(units):
        others = [b for b in range(units) if plan[b] != plan[a]]
        links.update((min(a, b), max(a, b)) for b in rng.sample(others, 2))
    rules: list[list[Any]] = []
    for a, b in sorted(links):
        widest = min(abs(plan[a] - plan[b]), 1 + (level + 2) // 4)
        rules.append(["gap", [a, b], [rng.randint(1, widest)]])
    usage = Counter(plan)
    for value in sorted(rng.sample(range(1, values + 1), values // 2)):
        rules.append(["count", [], [value, usage[value]]])
    kinds = [(kind, size) for kind, size, first in _EXTRA_KINDS if level >= first]
    kinds += [("spread", 3 + (level - _SPREAD_LEVEL) // 3)] if level >= _SPREAD_LEVEL else []
    for kind, size in kinds:
        for _ in range(1 + level // 3):
            rule = _true_rule(kind, size, plan, values, rng)
            if rule is not None and rule not in rules:
                rules.append(rule)
    return {"units": units, "values": values, "rules": rules, "theme": rng.randrange(len(_THEMES)), "solution": plan}


def _true_rule(kind: str, size: int, plan: list[int], values: int, rng: Random) -> list[Any] | None:
    for _ in range(30):
        chosen = rng.sample(range(len(plan)), size)
        got = [plan[unit] for unit in chosen]
        numbers = {
            "ban": [rng.randint(1, values)],
            "sum": [sum(got)],
            "if": [got[0] if rng.random() < 0.6 else rng.randint(1, values), rng.randint(1, values)],
            "spread": [max(got) - min(got)],
        }.get(kind, [])
        if _holds(kind, got, numbers, plan):
            return [kind, chosen, numbers]
    return None


def _holds(kind: str, got: list[int], numbers: list[int], plan: list[int]) -> bool:
    tests = {
        "gap": lambda: abs(got[0] - got[1]) >= numbers[0],
        "count": lambda: plan.count(numbers[0]) == numbers[1],
        "higher": lambda: got[0] > got[1],
        "ban": lambda: got[0] != numbers[0],
        "same": lambda: got[0] == got[1],
        "sum": lambda: got[0] + got[1] == numbers[0],
        "two_of_three": lambda: len(set(got)) == 2,
        "if": lambda: got[0] != numbers[0] or got[1] == numbers[1],
        "spread": lambda: max(got) - min(got) == numbers[0],
    }
    return tests[kind]()


def _name(unit: int) -> str:
    return chr(ord("A") + unit % 26) + (str(unit // 26) if unit >= 26 else "")


def _text(rule: list[Any], word: str) -> str:
    kind, chosen, numbers = rule
    names, last = [_name(unit) for unit in chosen], numbers[-1] if numbers else 0
    if kind == "count":
        return f"exactly {last} of them {'has' if last == 1 else 'have'} {word} {numbers[0]}"
    return {
        "higher": lambda: f"the {word} number of {names[0]} is greater than that of {names[1]}",
        "ban": lambda: f"{names[0]} does not have {word} {last}",
        "same": lambda: f"{names[0]} and {names[1]} have the same {word}",
        "sum": lambda: f"the {word} numbers of {names[0]} and {names[1]} add up to {last}",
        "two_of_three": lambda: f"exactly two of {', '.join(names)} have the same {word}, the third has another",
        "if": lambda: f"if {names[0]} has {word} {numbers[0]}, then {names[1]} has {word} {last}",
        "spread": lambda: f"among {', '.join(names)} the greatest {word} number minus the least is exactly {last}",
    }[kind]()


def _gap_texts(rules: list[list[Any]], word: str) -> list[str]:
    """Return one line per distance, with all pairs that keep it."""
    texts = []
    for gap in sorted({numbers[0] for kind, _, numbers in rules if kind == "gap"}):
        pairs = [chosen for kind, chosen, numbers in rules if kind == "gap" and numbers == [gap]]
        how = "are different" if gap == 1 else f"differ by at least {gap}"
        listed = ", ".join(f"{_name(one)}-{_name(two)}" for one, two in pairs)
        texts.append(f"the two {word} numbers {how} for each of these pairs: {listed}")
    return texts


def observe(instance: dict[str, Any]) -> str:
    """State units, values, rules and the answer format."""
    plural, does, word = _THEMES[instance["theme"]]
    names = ", ".join(_name(unit) for unit in range(instance["units"]))
    texts = _gap_texts(instance["rules"], word)
    texts += [_text(rule, word) for rule in instance["rules"] if rule[0] != "gap"]
    rules = "\n".join(f"- {text}" for text in texts)
    return (
        f"There are {instance['units']} {plural}: {names}. Each of them {does}, numbered from 1 to "
        f"{instance['values']}; several may share one. All of these rules must hold:\n{rules}\n\n"
        f"Find an assignment that keeps every rule; any such assignment is accepted. Answer with the {word} numbers "
        f"of {names}, in this order, separated by spaces. (For only three {plural} an answer would look like: 2 1 2)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check every rule on the assignment given."""
    tokens = _tokens(answer)
    if len(tokens) != instance["units"] or not all(re.fullmatch(r"[0-9]{1,6}", token) for token in tokens):
        return False
    plan = [int(token) for token in tokens]
    if not all(1 <= value <= instance["values"] for value in plan):
        return False
    return all(_holds(kind, [plan[u] for u in chosen], numbers, plan) for kind, chosen, numbers in instance["rules"])


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted assignment."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Give two linked units the same value, use a value too many, or leave the last unit out."""
    plan: list[int] = instance["solution"]
    wrong = [[*plan[:-1], instance["values"] + 1], plan[:-1]]
    for kind, chosen, _ in instance["rules"]:
        if kind == "gap" and len(wrong) < 8:
            near = list(plan)
            near[chosen[1]] = plan[chosen[0]]
            wrong += [near] if near not in wrong else []
    return [" ".join(map(str, values)) for values in wrong]
