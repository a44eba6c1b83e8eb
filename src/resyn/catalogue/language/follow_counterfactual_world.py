"""Answer questions on a world in which some well-known facts are changed and all others hold."""

import re
from random import Random

META = {
    "category": "language",
    "skills": ["counterfactual reasoning", "arithmetic", "reading"],
    "keywords": ["altered facts", "common knowledge", "overriding"],
    "answer": "sequence",
    "version": 1,
}

# What is true in our world: thing, what it has, how many.
_FACTS = {
    "dog": ("legs", 4),
    "spider": ("legs", 8),
    "ant": ("legs", 6),
    "hen": ("legs", 2),
    "cow": ("legs", 4),
    "bicycle": ("wheels", 2),
    "tricycle": ("wheels", 3),
    "car": ("wheels", 4),
    "triangle": ("corners", 3),
    "square": ("corners", 4),
    "hexagon": ("corners", 6),
    "octagon": ("corners", 8),
    "week": ("days", 7),
    "year": ("months", 12),
    "decade": ("years", 10),
    "hour": ("minutes", 60),
    "day": ("hours", 24),
    "minute": ("seconds", 60),
}


def generate(level: int, rng: Random) -> dict:
    """Draw changes, each in terms of our world or of things changed before, and questions that mix things."""
    things = rng.sample(sorted(_FACTS), min(len(_FACTS), 6 + level))
    kinds = ["number"] + ["ours"] * (level >= 2) + ["theirs"] * (level >= 3) + ["more"] * (level >= 4)
    kinds += ["double"] * (level >= 5) + ["name"] * (level >= 7)
    changes: list[list] = []
    for at, thing in enumerate(things[: min(12, 3 + level // 2)]):
        kind = rng.choice(kinds[-4:] if at else kinds[:2])
        other = rng.choice([name for name in things if name != thing])
        base = rng.choice(things[:at]) if at else other
        now = _FACTS[thing][1] + rng.choice([-1, 1, 2, 3, 5])
        if kind == "name" and any(change[0] == "name" for change in changes):
            kind = "more"
        if kind == "name" and (_FACTS[thing][0] != _FACTS[base][0] or not at):
            kind = "double"
        if kind == "ours" and _FACTS[other][1] == _FACTS[thing][1]:
            kind = "number"
        changes.append(
            [kind, thing, now if kind == "number" else other if kind == "ours" else base, rng.randrange(1, 5)]
        )
    final = _numbers(changes)
    changed = [change[1] for change in changes]
    rest = [thing for thing in sorted(_FACTS) if thing not in changed]
    questions: list[list] = []
    while len(questions) < 3 + level // 4:
        asked = [question[0][1] for question in questions]
        first = rng.choice(
            [thing for thing in (changed if len(questions) != 1 else rest) if thing not in asked] or rest
        )
        alike = [thing for thing in sorted(_FACTS) if _FACTS[thing][0] == _FACTS[first][0] and thing != first]
        question = [[rng.randrange(2, 9), first]]
        if alike and (level >= 2 or rng.random() < 0.5):
            question.append([rng.randrange(2, 9), rng.choice(alike)])
        if question not in questions:
            questions.append(question)
    found = [sum(count * final[_renamed(changes, thing)] for count, thing in question) for question in questions]
    if level >= 3:
        rng.shuffle(changes)
    return {"changes": changes, "questions": questions, "solution": found}


def observe(instance: dict) -> str:
    """Return the question."""
    lines = [_sentence(*change) for change in instance["changes"]]
    named = any(change[0] == "name" for change in instance["changes"])
    asked = [f"  {number}. {_asked(question)}" for number, question in enumerate(instance["questions"], 1)]
    return "\n".join(
        [
            "In a far country some things are other than in our world. All that is not mentioned is as in our world; "
            "every thing is a usual one of its kind, and no part is missing.",
            *(f"- {line}" for line in lines),
            *(
                [
                    "The sentences above are written in our words. The questions are asked by people of that country, "
                    "in their words."
                ]
                if named
                else []
            ),
            "Questions about that country:",
            *asked,
            f"Answer with the {len(asked)} numbers in the order of the questions, separated by spaces, such as (for "
            "two questions): 151 97",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Look each asked thing up, following the changes as far as they lead."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    if not re.fullmatch(r"[0-9]{1,9}(?:(?:\s*,\s*|\s+)[0-9]{1,9}){0,99}", text):
        return False
    rules = {thing: (kind, other, number) for kind, thing, other, number in instance["changes"] if kind != "name"}

    def count(thing: str) -> int:
        if thing not in rules:
            return _FACTS[thing][1]
        kind, other, number = rules[thing]
        if kind == "number":
            return other
        if kind == "ours":
            return _FACTS[other][1]
        return count(other) * (2 if kind == "double" else 1) + (number if kind == "more" else 0)

    totals = []
    for question in instance["questions"]:
        totals.append(sum(times * count(_renamed(instance["changes"], thing)) for times, thing in question))
    return [int(number) for number in re.findall(r"[0-9]+", text)] == totals


def solve(instance: dict) -> str:
    """Return the numbers found when the changes were drawn."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Answer as if nothing were changed, forget one change, miss a number by one, or leave one out."""
    right, changes = instance["solution"], instance["changes"]
    wrong = []
    for kept in ([], changes[1:], changes[:-1]):
        known = _numbers([change for change in kept if change[0] == "number"])
        wrong.append([sum(count * known[thing] for count, thing in question) for question in instance["questions"]])
    wrong += [[right[0] + 1, *right[1:]], [*right[:-1], right[-1] - 1], right[:-1], [*right, right[0]], right[::-1]]
    return list(dict.fromkeys(" ".join(map(str, numbers)) for numbers in wrong if numbers != right))


def _numbers(changes: list[list]) -> dict[str, int]:
    """Return how many of its parts each thing has there; changes come after those on which they build."""
    there = {thing: number for thing, (_, number) in _FACTS.items()}
    for kind, thing, other, number in changes:
        if kind != "name":
            there[thing] = {
                "number": lambda other=other: other,
                "ours": lambda other=other: _FACTS[other][1],
                "theirs": lambda other=other: there[other],
                "more": lambda other=other, number=number: there[other] + number,
                "double": lambda other=other: 2 * there[other],
            }[kind]()
    return there


def _renamed(changes: list[list], thing: str) -> str:
    """Return our word for a word of theirs."""
    for kind, one, other, _ in changes:
        if kind == "name" and thing in (one, other):
            return other if thing == one else one
    return thing


def _sentence(kind: str, thing: str, other: int | str, number: int) -> str:
    """Say a change in words."""
    what = _what(thing)
    if kind == "number":
        return f"Every {thing} there has exactly {other} {what}."
    if kind == "name":
        return (
            f"People there use the words '{thing}' and '{other}' for each other: they say '{thing}' where we say "
            f"'{other}', and the other way around."
        )
    article = "an" if other[0] in "ao" or other == "hour" else "a"
    amount = {
        "more": f"{number} more {what if number > 1 else what[:-1]} than",
        "double": f"twice as many {what} as",
    }.get(kind, f"as many {what} as")
    where = "in our world" if kind == "ours" else "there"
    return f"Every {thing} there has {amount} {article} {other} has {_what(other)} {where}."


def _what(thing: str) -> str:
    return _FACTS[thing][0]


def _asked(question: list[list]) -> str:
    parts = [f"{count} {thing}s" for count, thing in question]
    return f"How many {_what(question[0][1])} do {' and '.join(parts)} have{' together' * (len(parts) > 1)}?"
