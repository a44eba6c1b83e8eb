"""Count the committees that can be formed of people in overlapping groups under stated rules."""

import re
from collections.abc import Iterator
from itertools import combinations
from random import Random

META = {
    "category": "probability",
    "skills": ["counting", "combinatorics", "set reasoning"],
    "keywords": ["committees", "inclusion and exclusion", "combinations"],
    "answer": "integer",
    "version": 1,
}

_NAMES = (
    "Ada",
    "Bo",
    "Cy",
    "Dora",
    "Eli",
    "Fay",
    "Gus",
    "Hal",
    "Ida",
    "Jan",
    "Kit",
    "Lea",
    "Max",
    "Nia",
    "Pia",
    "Rex",
    "Sal",
)
_GROUPS = ("engineers", "pilots", "cooks", "divers")
_TEXTS = {
    "least": "At least {1} of its members are {0}.",
    "most": "At most {1} of its members are {0}.",
    "apart": "{0} and {1} are not both members.",
    "needs": "If {0} is a member, so is {1}.",
    "more": "It has more members who are {0} than members who are {1}.",
    "both": "Exactly {2} of its members are both {0} and {1}.",
    "either": "{0} or {1} is a member, perhaps both.",
}
_KINDS = (("least", 1), ("apart", 1), ("most", 2), ("needs", 3), ("either", 4), ("both", 5), ("more", 6))


def generate(level: int, rng: Random) -> dict:
    """Draw people, groups and rules that some committee keeps, and try all committees to count."""
    instance: dict = {}
    for _ in range(20):
        people = list(rng.sample(_NAMES, min(9 + rng.randint(0, 1) + (level + 1) // 3, len(_NAMES))))
        half = len(people) // 2
        groups = {
            group: sorted(rng.sample(people, rng.randint(half - 1, half + 1)))
            for group in _GROUPS[: 2 + (level >= 4) + (level >= 9)]
        }
        size = rng.randint(4, 5)
        chosen = rng.sample(people, size)
        kinds = [kind for kind, first in _KINDS if level >= first]
        rules: list[list] = []
        for _ in range(60):
            rule = _draw_rule(rng.choice(kinds), people, groups, chosen, rng)
            if len(rules) < max(3, 2 + level // 2) and rule not in rules and _keeps(rule, chosen, groups):
                rules.append(rule)
        instance = {"people": people, "groups": groups, "size": size, "rules": rules}
        instance["chair"] = rng.choice(sorted(groups)) if level >= 7 else ""
        count = _try_all(instance)
        if count > 14:
            break
    return instance | {"solution": count}


def _draw_rule(kind: str, people: list[str], groups: dict[str, list[str]], chosen: list[str], rng: Random) -> list:
    one, other = sorted(rng.sample(people, 2)) if kind in ("apart", "either") else rng.sample(people, 2)
    first, second = sorted(rng.sample(sorted(groups), 2)) if kind == "both" else rng.sample(sorted(groups), 2)
    inside = len(set(groups[first]) & set(chosen))
    if kind == "least":
        return [kind, first, max(1, inside - rng.randint(0, 1))]
    if kind == "most":
        return [kind, first, inside + rng.randint(0, 1)]
    if kind == "more":
        return [kind, first, second]
    if kind == "both":
        return [kind, first, second, len(set(groups[first]) & set(groups[second]) & set(chosen))]
    return [kind, one, other]


def _keeps(rule: list, members: list[str] | tuple[str, ...], groups: dict[str, list[str]]) -> bool:
    kind, one, two, *rest = rule
    if kind in ("least", "most"):
        inside = len([member for member in members if member in groups[one]])
        return inside >= two if kind == "least" else inside <= two
    if kind == "apart":
        return one not in members or two not in members
    if kind == "needs":
        return one not in members or two in members
    if kind == "either":
        return one in members or two in members
    inside, outside = ([member for member in members if member in groups[group]] for group in (one, two))
    return len(inside) > len(outside) if kind == "more" else len(set(inside) & set(outside)) == rest[0]


def _try_all(instance: dict) -> int:
    groups, total = instance["groups"], 0
    for members in combinations(instance["people"], instance["size"]):
        if all(_keeps(rule, members, groups) for rule in instance["rules"]):
            chairs = len(set(members) & set(groups[instance["chair"]])) if instance["chair"] else 1
            total += chairs
    return total


def observe(instance: dict) -> str:
    """Return the question."""
    groups = [f"- {group}: {', '.join(names)}" for group, names in instance["groups"].items()]
    rules = [f"- {_TEXTS[kind].format(*rest)}" for kind, *rest in instance["rules"]]
    chair = ""
    asked = "How many different committees are possible?"
    if instance["chair"]:
        chair = f" One of its members is its chair, who has to be one of the {instance['chair']}."
        asked = "How many possibilities are there, if the same members with another chair count as another possibility?"
    return "\n".join(
        [
            f"A committee of exactly {instance['size']} different people is chosen from these: "
            f"{', '.join(instance['people'])}.{chair} Some of them belong to groups, and one person may be in several:",
            *groups,
            "The committee has to keep these rules:",
            *rules,
            f"{asked} Answer with one whole number, such as: 5317",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Decide person by person, keeping only what the rules need to know, and compare the count."""
    text = answer.strip().removesuffix(".").rstrip()
    return re.fullmatch("[0-9]{1,18}", text) is not None and int(text) == _count(instance)


def _count(instance: dict) -> int:
    """Return the number of possibilities; a state holds size, group counts, overlap counts and the named members."""
    groups, rules = instance["groups"], instance["rules"]
    named = sorted({name for kind, *rest in rules if kind in ("apart", "needs", "either") for name in rest})
    overlaps = [rule[1:3] for rule in rules if rule[0] == "both"]
    states: dict[tuple, int] = {(0, (0,) * len(groups), (0,) * len(overlaps), ()): 1}
    for person in instance["people"]:
        within = [person in groups[group] for group in groups]
        shared = [person in groups[a] and person in groups[b] for a, b in overlaps]
        after = dict(states)
        for (size, counts, common, known), ways in states.items():
            if size < instance["size"]:
                state = (
                    size + 1,
                    tuple(count + more for count, more in zip(counts, within, strict=True)),
                    tuple(count + more for count, more in zip(common, shared, strict=True)),
                    (*known, person) if person in named else known,
                )
                after[state] = after.get(state, 0) + ways
        states = after
    total = 0
    for (size, counts, common, known), ways in states.items():
        inside, places = dict(zip(groups, counts, strict=True)), iter(common)
        if size == instance["size"] and all(_allows(rule, inside, known, places) for rule in rules):
            total += ways * (inside[instance["chair"]] if instance["chair"] else 1)
    return total


def _allows(rule: list, inside: dict[str, int], known: tuple[str, ...], common: Iterator[int]) -> bool:
    kind, one, two, *rest = rule
    if kind == "both":
        return next(common) == rest[0]
    if kind in ("least", "most"):
        return two <= inside[one] if kind == "least" else inside[one] <= two
    if kind == "more":
        return inside[one] > inside[two]
    met = [one in known, two in known]
    return {"apart": not all(met), "needs": met != [True, False], "either": any(met)}[kind]


def solve(instance: dict) -> str:
    """Return how many of all committees keep the rules."""
    return str(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss by one, forget the last rule, count all committees, or count orders of the members."""
    value = instance["solution"]
    free, fewer = _try_all(instance | {"rules": []}), _try_all(instance | {"rules": instance["rules"][:-1]})
    wrong = [value + 1, value - 1, free, fewer, value * instance["size"], abs(free - value)]
    return [str(number) for number in dict.fromkeys(wrong) if number != value]
