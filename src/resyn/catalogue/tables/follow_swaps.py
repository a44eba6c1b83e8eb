"""Follow who holds what through swaps, some of them conditional or undone."""

import re
from random import Random

META = {
    "category": "tables",
    "skills": ["state tracking", "conditional reasoning"],
    "keywords": ["swaps", "permutation", "shuffled objects"],
    "answer": "sequence",
    "version": 1,
}

_PEOPLE = ("Ada", "Bo", "Cy", "Dora", "Eli", "Fay", "Gus", "Hal", "Ida", "Jan")
_THINGS = ("drum", "kite", "rope", "lens", "coin", "fork", "bell", "map", "key", "hat")
_KINDS = (
    ("swap", 1),
    ("cycle", 1),
    ("holders", 2),
    ("check", 3),
    ("right", 4),
    ("seats", 4),
    ("undo", 5),
    ("deputy", 6),
    ("all", 7),
)


def generate(level: int, rng: Random) -> dict:
    """Draw people, things and steps, and follow what each person holds."""
    count = min(4 + (level + 1) // 2, len(_PEOPLE))
    people, things = rng.sample(_PEOPLE, count), rng.sample(_THINGS, count)
    kinds = [kind for kind, first in _KINDS if level >= first]
    steps: list[list] = []
    while len(steps) < 4 + level:
        kind = rng.choice(kinds)
        if kind not in ("undo", "all", "deputy") or (len(steps) > 2 and [kind] not in [step[:1] for step in steps]):
            steps.append(_draw_step(kind, people, things, rng))
    return {"people": people, "things": things, "steps": steps, "solution": _follow(people, things, steps)}


def _draw_step(kind: str, people: list[str], things: list[str], rng: Random) -> list:
    names, items = rng.sample(people, 3), rng.sample(things, 2)
    if kind in ("swap", "cycle"):
        return [kind, *names[: 2 if kind == "swap" else 3]]
    if kind == "holders":
        return [kind, *items]
    if kind == "check":
        one, other = names[:2], names[1:]
        return [kind, rng.choice(people), items[0], *one, *(other if rng.random() < 0.5 else names[::2])]
    if kind == "right":
        return [kind, items[0]]
    return [kind] if kind in ("undo", "all") else [kind, *names[:2]]


def _follow(people: list[str], things: list[str], steps: list[list]) -> list[str]:
    """Return what each person holds in the end, keeping a list of people in their seats and one of their things."""
    seats, held, deputy = list(people), dict(zip(people, things, strict=True)), {}
    before = dict(held)
    for kind, *rest in steps:
        if kind == "deputy":
            deputy = {rest[0]: rest[1]}
        elif kind == "seats":
            i, j = seats.index(rest[0]), seats.index(rest[1])
            seats[i], seats[j] = seats[j], seats[i]
        elif kind == "undo":
            before, held = held, before
        elif kind == "all":
            before, held = held, {person: held[seats[at - 1]] for at, person in enumerate(seats)}
        else:
            givers, after = _find_givers(kind, rest, seats, held), dict(held)
            if kind not in ("holders", "right"):
                givers = [deputy.get(name, name) for name in givers]
            if len(set(givers)) == len(givers):
                for giver, taker in zip(givers, [*givers[1:], *givers[:1]], strict=True):
                    after[taker] = held[giver]
            before, held = held, after
    return [held[person] for person in people]


def _find_givers(kind: str, rest: list[str], seats: list[str], held: dict[str, str]) -> list[str]:
    owner = {thing: person for person, thing in held.items()}
    if kind == "right":
        one = owner[rest[0]]
        return [one, seats[(seats.index(one) + 1) % len(seats)]]
    if kind == "holders":
        return [owner[rest[0]], owner[rest[1]]]
    if kind == "check":
        return rest[2:4] if held[rest[0]] == rest[1] else rest[4:6]
    return rest


def observe(instance: dict) -> str:
    """Return the question."""
    people = instance["people"]
    held = ", ".join(f"{person} the {thing}" for person, thing in zip(people, instance["things"], strict=True))
    kinds = {step[0] for step in instance["steps"]}
    lines = [f"Each of {len(people)} people holds one thing: {held}."]
    if kinds & {"right", "seats", "all"}:
        lines.append(
            f"They sit around a table in this order, each to the right of the one before: {', '.join(people)}; "
            f"{people[0]} sits to the right of {people[-1]}."
        )
    lines.append("Then these steps follow:")
    lines += [f"{number}. {_text(*step)}" for number, step in enumerate(instance["steps"], start=1)]
    if "deputy" in kinds:
        lines.append(
            "If a deputy would thereby take part twice in one step, nobody gives anything in that step (the other "
            "steps, and "
            "an undoing of this one, are not affected)."
        )
    lines.append(
        f"What does each hold in the end? Answer with the things of {', '.join(people)}, in this order, separated "
        f"by spaces; for "
        "three people this would look like: pen cup ball"
    )
    return "\n".join(lines)


def _text(kind: str, *rest: str) -> str:
    return {
        "swap": "{0} and {1} swap what they hold.",
        "cycle": "At the same time, {0} gives to {1}, {1} gives to {2}, and {2} gives to {0} what they hold.",
        "holders": "Whoever holds the {0} and whoever holds the {1} swap what they hold.",
        "check": "If {0} holds the {1}, then {2} and {3} swap what they hold; otherwise {4} and {5} do.",
        "right": "Whoever holds the {0} and the person who sits directly to the right of them swap what they hold.",
        "seats": "{0} and {1} exchange seats, keeping what they hold.",
        "undo": "The last step before this one is undone, steps about seats and deputies being passed over: everybody "
        "holds again what they held before it.",
        "deputy": "From now on, where a step names {0} among those who swap or give, {1} takes part in place of {0}. "
        "(Where a step only asks what {0} holds, or names a thing or a seat, nothing changes.)",
        "all": "At the same time, everybody gives what they hold to the person who sits directly to their right.",
    }[kind].format(*rest)


def verify(instance: dict, answer: str) -> bool:
    """Follow the things from hand to hand instead of the hands, and compare."""
    tokens = [token.lower() for token in _tokens(answer)]
    people, things = instance["people"], instance["things"]
    if sorted(tokens) != sorted(things):
        return False
    holder = dict(zip(things, people, strict=True))
    history = [dict(holder)]
    right = dict(zip(people, [*people[1:], people[0]], strict=True))
    stands_for: dict[str, str] = {}
    for kind, *rest in instance["steps"]:
        if kind == "deputy":
            stands_for = {rest[0]: rest[1]}
        elif kind == "seats":
            renamed = {rest[0]: rest[1], rest[1]: rest[0]}
            right = {renamed.get(a, a): renamed.get(b, b) for a, b in right.items()}
        else:
            passes = _passes(kind, rest, holder, right, stands_for)
            fresh = {thing: passes.get(person, person) for thing, person in holder.items()}
            if kind == "undo":
                fresh = dict(history[-2]) if len(history) > 1 else holder
            history.append(fresh)
            holder = fresh
    return [holder[token] for token in tokens] == people


def _passes(
    kind: str, rest: list[str], holder: dict[str, str], right: dict[str, str], stands_for: dict[str, str]
) -> dict[str, str]:
    """Return to whom each person gives what they hold."""
    if kind == "all":
        return right
    if kind == "undo":
        return {}
    if kind == "holders":
        ring = [holder[rest[0]], holder[rest[1]]]
    elif kind == "right":
        ring = [holder[rest[0]], right[holder[rest[0]]]]
    else:
        if kind == "check":
            rest = rest[2:4] if holder[rest[1]] == rest[0] else rest[4:6]
        ring = [stands_for.get(name, name) for name in rest]
    return {one: ring[(at + 1) % len(ring)] for at, one in enumerate(ring)} if len(set(ring)) == len(ring) else {}


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text) if len(text) <= 2_000 else []


def solve(instance: dict) -> str:
    """Return what the people were followed to hold."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Exchange two things, give the first order, stop a step early, or name one thing twice."""
    right = instance["solution"]
    wrong = [
        [right[1], right[0], *right[2:]],
        instance["things"],
        [right[1], *right[1:]],
        [*right[:-2], right[-1], right[-2]],
    ]
    wrong.append(_follow(instance["people"], instance["things"], instance["steps"][:-1]))
    return [text for text in dict.fromkeys(" ".join(near) for near in wrong) if text != solve(instance)]
