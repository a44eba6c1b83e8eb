"""Split people into camps so that much of their strife lies between the camps and rules on sizes and pairs hold."""

import re
from itertools import combinations
from random import Random

META = {
    "category": "graphs",
    "skills": ["optimisation", "constraint solving", "arithmetic"],
    "keywords": ["maximum cut", "partition", "balance", "certificate"],
    "answer": "assignment",
    "version": 1,
}

_NAMES = (
    "Ann",
    "Bob",
    "Cas",
    "Dan",
    "Eve",
    "Flo",
    "Gil",
    "Hob",
    "Ivy",
    "Joe",
    "Kay",
    "Lou",
    "Mac",
    "Ned",
    "Oda",
    "Pat",
)


def generate(level: int, rng: Random) -> dict:
    """Draw quarrels and rules that a planted split keeps; the aim is what the best split found reaches."""
    people, camps = min(8 + level // 3, len(_NAMES)), 2 + (level >= 6)
    pairs = [list(pair) for pair in combinations(range(people), 2)]
    planted = [person % camps for person in range(people)]
    rng.shuffle(planted)
    quarrels = [[*pair, rng.randint(1, 9)] for pair in sorted(rng.sample(pairs, 2 * people - 3))]
    if level >= 4:
        quarrels = [[a, b, -points if rng.random() < 0.25 else points] for a, b, points in quarrels]
    rules = [["together" if planted[a] == planted[b] else "apart", a, b] for a, b in rng.sample(pairs, level // 2)]
    loads = [rng.randint(1, 9) for _ in range(people)] if level >= 5 else []
    sums = (
        [sum(load for load, camp in zip(loads, planted, strict=True) if camp == c) for c in range(camps)]
        if loads
        else []
    )
    instance = {
        "camps": camps,
        "quarrels": quarrels,
        "people": people,
        "rules": sorted(rules),
        "loads": loads,
        "limit": max(sums) + 1 if loads else 0,
    }
    best = _search(instance, planted, rng)
    return {**instance, "least": _strife(instance, best), "solution": best}


def _search(instance: dict, planted: list[int], rng: Random) -> list[int]:
    """Climb from random splits that keep the rules, by moves and exchanges, and return the best split met."""
    best, now = planted, planted
    for step in range(2500):
        tried = list(now)
        a, b = rng.sample(range(len(planted)), 2)
        if rng.random() < 0.5:
            tried[a], tried[b] = tried[b], tried[a]
        else:
            tried[a] = rng.randrange(instance["camps"])
        slack = 8 * (1 - step % 500 / 500) * rng.random()
        if _strife(instance, tried) + slack >= _strife(instance, now) and _keeps(instance, tried):
            now = tried
            best = max(best, now, key=lambda split: _strife(instance, split))
    return best


def _strife(instance: dict, split: list[int]) -> int:
    return sum(points for a, b, points in instance["quarrels"] if split[a] != split[b])


def _keeps(instance: dict, split: list[int]) -> bool:
    """Tell whether the sizes, pairs and loads of a split are allowed."""
    sizes = [split.count(camp) for camp in range(instance["camps"])]
    if max(sizes) - min(sizes) > 1 or any(
        (kind == "apart") == (split[a] == split[b]) for kind, a, b in instance["rules"]
    ):
        return False
    loads = [0] * instance["camps"]
    for camp, load in zip(split, instance["loads"], strict=False):
        loads[camp] += load
    return not instance["loads"] or max(loads) <= instance["limit"]


def observe(instance: dict) -> str:
    """Return the question."""
    names, camps = _NAMES[: instance["people"]], instance["camps"]
    lines = [f"  {names[a]} and {names[b]}: {points}" for a, b, points in instance["quarrels"]]
    texts = {"apart": "are in different camps", "together": "are in the same camp"}
    rules = [f"The numbers of people in the {camps} camps differ by at most 1, and no camp is empty."]
    rules += [f"{names[a]} and {names[b]} {texts[kind]}." for kind, a, b in instance["rules"]]
    if instance["loads"]:
        bags = ", ".join(f"{name} {load}" for name, load in zip(names, instance["loads"], strict=True))
        rules.append(
            f"They bring these numbers of bags: {bags}. No camp has room for more than {instance['limit']} bags."
        )
    negative = (
        " (a negative number counts as a loss)" if any(quarrel[2] < 0 for quarrel in instance["quarrels"]) else ""
    )
    return "\n".join(
        [
            f"The people {', '.join(names)} are to be split into {camps} camps. Some pairs of them carry points, which "
            f"count if the two are in different camps and do not count if they are in the same camp{negative}:",
            *lines,
            "Rules:",
            *("- " + rule for rule in rules),
            f"Find a split that keeps the rules and whose points add up to at least {instance['least']}. If there are "
            "several, give any one.",
            f"Answer with the camp, a number from 1 to {camps}, of every person, in any order and separated by spaces, "
            "such as: Zoe=1 Yan=2",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Read one camp for each person; check the rules and add up the points."""
    entries = [re.fullmatch(r"([A-Za-z]{3})=([1-9])", token) for token in _tokens(answer)]
    camps = {entry[1].capitalize(): int(entry[2]) - 1 for entry in entries if entry}
    names = _NAMES[: instance["people"]]
    if not all(entries) or len(entries) != len(names) or set(camps) != set(names):
        return False
    if max(camps.values()) >= instance["camps"]:
        return False
    split = [camps[name] for name in names]
    return _keeps(instance, split) and _strife(instance, split) >= instance["least"]


def solve(instance: dict) -> str:
    """Return the best split found when the quarrels were drawn."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Put somebody into a full camp, leave somebody out, open a camp too many, or fill the camps in turn."""
    split = instance["solution"]
    wrong = [split[:-1], [instance["camps"], *split[1:]], [0] * len(split)]
    nears = [[person % instance["camps"] for person in range(len(split))], [split[1], split[0], *split[2:]]]
    nears += [[*split[:place], (camp + 1) % instance["camps"], *split[place + 1 :]] for place, camp in enumerate(split)]
    wrong += [near for near in nears if not verify(instance, _format(near))]
    return list(dict.fromkeys(_format(near) for near in wrong))[:7]


def _format(split: list[int]) -> str:
    return " ".join(f"{name}={camp + 1}" for name, camp in zip(_NAMES, split, strict=False))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
