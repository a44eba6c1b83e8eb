"""Find which statements of witnesses are true, each witness lying by a habit over time."""

import re
from itertools import product
from random import Random
from typing import Any

META = {
    "category": "logic",
    "skills": ["deduction", "case analysis", "consistency checking"],
    "keywords": ["testimony", "liars", "truth over time"],
    "answer": "set",
    "version": 1,
}

_NAMES = ("Abe", "Bea", "Col", "Dee", "Ern", "Flo", "Gil", "Hew", "Ivy", "Jed", "Kay", "Len", "Moe", "Nan", "Ott")
_FACTS = ("the safe was open", "the lamp was lit", "the dog barked", "it rained", "the gate was locked")
_FACTS += ("the clock had stopped", "the boat was gone", "the cook was away", "the key was missing")
_HABITS = ("always true", "always false", "starts true", "starts false")
# Form of statement, first level at which it appears.
_FORMS = (("fact", 1), ("about", 1), ("alike", 2), ("one", 3), ("count", 5), ("habit", 7))


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant facts and habits, let everybody speak by habit, and make facts known until one outcome is left."""
    facts = min(3 + level // 3, len(_FACTS))
    speakers = min(3 + level // 3, len(_NAMES))
    truth = [rng.randrange(2) for _ in range(facts)]
    habits = [rng.randrange(4) for _ in range(speakers)]
    habits[:2] = rng.sample(range(4), 2)
    turns = [speaker for speaker in range(speakers) for _ in range(2 + (level >= 4))]
    turns += [rng.randrange(speakers) for _ in range(level % 3)]
    rng.shuffle(turns)
    said: list[list[Any]] = []
    values: list[int] = []
    for place, speaker in enumerate(turns):
        wanted = _wanted(habits[speaker], turns[:place].count(speaker))
        said.append(_draw(speaker, wanted, truth, values, turns, level, rng))
        values.append(wanted)
    known: list[list[int]] = []
    hidden = rng.sample(range(facts), facts)
    while len(_outcomes(facts, turns, said, known)) > 1 and hidden:
        fact = hidden.pop()
        known.append([fact, truth[fact]])
    return {
        "names": rng.sample(_NAMES, speakers),
        "facts": rng.sample(_FACTS, facts),
        "turns": turns,
        "said": said,
        "known": sorted(known),
        "solution": [place + 1 for place, value in enumerate(values) if value],
    }


def _wanted(habit: int, spoken: int) -> int:
    """Return the truth that a habit gives the statement after so many of the speaker's own."""
    return (1, 0, 1 - spoken % 2, spoken % 2)[habit]


def _draw(
    speaker: int,
    wanted: int,
    truth: list[int],
    values: list[int],
    turns: list[int],
    level: int,
    rng: Random,
) -> list[Any]:
    """Return a statement of the truth wanted: [form, indices, number]."""
    place = len(values)
    for _ in range(40):
        form = rng.choice([form for form, first in _FORMS if level >= first])
        if form in ("fact", "alike"):
            statement = [form, sorted(rng.sample(range(len(truth)), 1 + (form == "alike"))), rng.randrange(2)]
        elif form == "habit":
            others = [other for other in sorted(set(turns)) if other != speaker and other in turns[:place]]
            statement = [form, rng.sample(others, min(1, len(others))), rng.randrange(2)]
        else:
            size = {"about": 1, "one": 2, "count": 3}[form]
            indices = sorted(rng.sample(range(place), min(size, place)))
            statement = [form, indices, rng.randrange(2) if form == "about" else 1 + (form == "count")]
            if len(indices) < size:
                continue
        if statement[1] and _holds(statement, truth, values, turns) == wanted:
            return statement
    fact = rng.randrange(len(truth))
    return ["fact", [fact], truth[fact] if wanted else 1 - truth[fact]]


def _holds(statement: list[Any], truth: list[int], values: list[int], turns: list[int]) -> int:
    form, indices, number = statement
    if form == "fact":
        return int(truth[indices[0]] == number)
    if form == "alike":
        return int((truth[indices[0]] == truth[indices[1]]) == number)
    if form == "habit":
        before = [value for value, speaker in zip(values, turns, strict=False) if speaker == indices[0]]
        return int(before[-1] == number)
    got = [values[index] for index in indices]
    return int(sum(got) == number)


def _outcomes(facts: int, turns: list[int], said: list[list[Any]], known: list[list[int]]) -> set[tuple[int, ...]]:
    """Return the truth of all statements in every case that the habits and known facts permit."""
    fixed = dict(known)
    found = set()
    for truth in product((0, 1), repeat=facts):
        if any(truth[fact] != value for fact, value in fixed.items()):
            continue
        values: list[int] = []
        for statement in said:
            values.append(_holds(statement, list(truth), values, turns))
        if all(_habitual([v for v, t in zip(values, turns, strict=True) if t == who]) for who in set(turns)):
            found.add(tuple(values))
    return found


def _habitual(own: list[int]) -> bool:
    return any(own == [_wanted(habit, spoken) for spoken in range(len(own))] for habit in range(4))


def _text(statement: list[Any], instance: dict[str, Any]) -> str:
    form, indices, number = statement
    facts = instance["facts"]
    if form == "fact":
        return f"it is {'true' if number else 'false'} that {facts[indices[0]]}"
    if form == "alike":
        either = "either both true or both false" if number else "one true and one false"
        return f"'{facts[indices[0]]}' and '{facts[indices[1]]}' are {either}"
    if form == "habit":
        return f"the latest statement of {instance['names'][indices[0]]} before this one is {('false', 'true')[number]}"
    listed = [str(index + 1) for index in indices]
    if form == "about":
        return f"statement {listed[0]} is {'true' if number else 'false'}"
    return f"exactly {number} of the statements {', '.join(listed)} {'is' if number == 1 else 'are'} true"


def observe(instance: dict[str, Any]) -> str:
    """State the habits, the testimony, the known facts and the answer format."""
    lines = [
        f"{place}. {instance['names'][speaker]}: {_text(statement, instance)}."
        for place, (speaker, statement) in enumerate(zip(instance["turns"], instance["said"], strict=True), start=1)
    ]
    known = [
        f"it is {'true' if value else 'false'} that {instance['facts'][fact]}" for fact, value in instance["known"]
    ]
    certain = f"Known for certain: {'; '.join(known)}. " if known else ""
    return (
        "Witnesses spoke one after another; the statements are numbered in the order in which they were made. Each "
        "witness has one of four habits, not known to us: all of his or her statements are true; all are false; they "
        "alternate, beginning with a true one; or they alternate, beginning with a false one (only the witness's own "
        "statements count for this, in their order).\n\n" + "\n".join(lines) + f"\n\n{certain}There is exactly one "
        "possible set of true statements. Answer with the numbers of all true statements, in any order, separated by "
        "spaces. (The format, not a hint: 2 3)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check habits, known facts and every statement under the truth that the answer gives, for some state of facts."""
    tokens = _tokens(answer)
    count = len(instance["said"])
    if not all(re.fullmatch(r"[1-9][0-9]{0,3}", token) for token in tokens) or len(set(tokens)) != len(tokens):
        return False
    claimed = {int(token) for token in tokens}
    if any(number > count for number in claimed):
        return False
    values = tuple(int(number in claimed) for number in range(1, count + 1))
    if not all(
        _habitual([value for value, speaker in zip(values, instance["turns"], strict=True) if speaker == who])
        for who in range(len(instance["names"]))
    ):
        return False
    return values in _outcomes(len(instance["facts"]), instance["turns"], instance["said"], instance["known"])


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the statements that the planted habits make true."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Miss a true statement, believe a false one, or take true for false throughout."""
    right: list[int] = instance["solution"]
    others = [number for number in range(1, len(instance["said"]) + 1) if number not in right]
    wrong = [sorted([*right, number]) for number in others[:3]] + [right[:-1], right[1:], others]
    return [text for numbers in wrong if (text := " ".join(map(str, numbers))) and not verify(instance, text)]
