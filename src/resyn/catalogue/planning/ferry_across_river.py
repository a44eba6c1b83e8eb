"""Bring a party across a river in few crossings, with a small boat and members who must not be left together."""

import re
from itertools import combinations
from random import Random

META = {
    "category": "planning",
    "skills": ["planning", "search", "constraint solving"],
    "keywords": ["river crossing", "incompatibility", "boat", "shortest plan"],
    "answer": "sequence",
    "version": 1,
}

_NAMES = "ABCDEFGHJKLMNPQRSTUV"


def generate(level: int, rng: Random) -> dict:
    """Draw parties and rules; of those that can cross keep the one that needs the most crossings, up to an aim."""
    best: dict = {"solution": []}
    for _ in range(16):
        instance = _draw(level, rng)
        plan = _search(instance)
        if len(plan) > len(best["solution"]):
            best = {**instance, "most": len(plan), "solution": plan}
        if len(plan) >= 5 + 2 * (level >= 3) + 2 * (level >= 6):
            break
    if not best["solution"]:
        instance = {**_draw(level, rng), "quarrels": [], "limit": None, "aboard": [], "crowd": None}
        plan = _search(instance)
        best = {**instance, "most": len(plan), "solution": plan}
    return best


def _draw(level: int, rng: Random) -> dict:
    size = min(5 + level // 3, 10)
    party = sorted(rng.sample(_NAMES, size))
    rowers = sorted(rng.sample(party, 1 + (level >= 3)))
    others = [member for member in party if member not in rowers]
    pairs = [list(pair) for pair in combinations(others if level < 4 else party, 2)]
    quarrels = [
        [*pair, rng.choice([m for m in party if m not in pair])] for pair in rng.sample(pairs, min(3 + level // 4, 5))
    ]
    if level < 4:
        quarrels = [[a, b, rowers[0]] for a, b, _ in quarrels]
    weights = {member: rng.randint(20, 90) for member in party}
    return {
        "party": party,
        "rowers": rowers,
        "seats": 2 + (size >= 5 and rng.random() < 0.5),
        "quarrels": sorted(quarrels),
        "weights": weights if level >= 2 else None,
        "limit": sum(sorted(weights.values())[-2:]) - rng.randint(0, 15) if level >= 2 else None,
        "aboard": sorted(rng.sample(pairs, min(1 + level // 5, 3))) if level >= 5 else [],
        "crowd": rng.choice(party) if level >= 7 else None,
    }


def _may_row(instance: dict, load: str) -> bool:
    """Tell whether a load fits into the boat and can row it."""
    weight = sum(instance["weights"][member] for member in load) if instance["limit"] else 0
    return (
        0 < len(load) <= instance["seats"]
        and bool(set(load) & set(instance["rowers"]))
        and weight <= (instance["limit"] or 0)
        and not any(a in load and b in load for a, b in instance["aboard"])
    )


def _peaceful(instance: dict, bank: set[str]) -> bool:
    """Tell whether those on a bank may be there together."""
    if any(a in bank and b in bank and guard not in bank for a, b, guard in instance["quarrels"]):
        return False
    return not instance["crowd"] or instance["crowd"] not in bank or len(bank) != 2


def _search(instance: dict) -> list[str]:
    """Return a shortest plan, [] where there is none."""
    party = instance["party"]
    loads = ["".join(load) for seats in range(1, instance["seats"] + 1) for load in combinations(party, seats)]
    loads = [load for load in loads if _may_row(instance, load)]
    start = ("".join(party), True)
    plans: dict[tuple[str, bool], list[str]] = {start: []}
    queue = [start]
    for near, at_start in queue:
        for load in loads:
            bank = set(near) if at_start else set(party) - set(near)
            if not set(load) <= bank:
                continue
            left = set(near) - set(load) if at_start else set(near) | set(load)
            after = ("".join(sorted(left)), not at_start)
            if after in plans or not _peaceful(instance, left) or not _peaceful(instance, set(party) - left):
                continue
            plans[after] = [*plans[near, at_start], load]
            if not left:
                return plans[after]
            queue.append(after)
    return []


def observe(instance: dict) -> str:
    """Return the question."""
    party, rowers = instance["party"], instance["rowers"]
    rules = [
        f"The boat carries at most {instance['seats']} members at a time, and at least one of those in it must be "
        "able to row: "
        f"{' or '.join(rowers)}.",
        *(
            f"{a} and {b} may not be on the same bank unless {guard} is there too."
            for a, b, guard in instance["quarrels"]
        ),
        *(f"{a} and {b} may not be in the boat together." for a, b in instance["aboard"]),
    ]
    if instance["limit"]:
        weights = ", ".join(f"{member} {weight} kg" for member, weight in instance["weights"].items())
        rules.append(f"The weights are {weights}; those in the boat may weigh at most {instance['limit']} kg together.")
    if instance["crowd"]:
        rules.append(f"{instance['crowd']} may not be on a bank with exactly one other member.")
    return "\n".join(
        [
            f"A party ({', '.join(party)}) and their only boat are on the left bank of a river; all want to get to "
            "the right "
            "bank. The boat crosses in turn from left to right and from right to left, and never empty.",
            *("- " + rule for rule in rules),
            "What is forbidden on a bank is judged after each crossing, once those in the boat have got out, on "
            "both banks; it is "
            "not judged before the first crossing or under way.",
            f"Find at most {instance['most']} crossings after which all are on the right bank. If there are several "
            "ways, give "
            "any one.",
            "Answer with the crossings in order, separated by spaces, each as the letters of those in the boat "
            "without spaces, "
            "such as: YZ Y XY",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Row the crossings."""
    loads = [token.upper() for token in _tokens(answer)]
    if not 0 < len(loads) <= instance["most"]:
        return False
    banks = [set(instance["party"]), set()]
    for number, load in enumerate(loads):
        here, there = banks[number % 2], banks[1 - number % 2]
        if len(set(load)) != len(load) or not set(load) <= here or not _may_row(instance, load):
            return False
        here -= set(load)
        there |= set(load)
        if not _peaceful(instance, here) or not _peaceful(instance, there):
            return False
    return not banks[0]


def solve(instance: dict) -> str:
    """Return the shortest plan found when the party was drawn."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave out a crossing, row back once more, overload the boat, or carry another member once."""
    plan = instance["solution"]
    nears = [plan[:-1], [*plan, plan[-1]], ["".join(instance["party"])], plan[1:], [*plan[:-1], plan[-1] + "Z"]]
    for at, load in enumerate(plan[:4]):
        for member in instance["party"]:
            if member not in load:
                nears.append([*plan[:at], load[:-1] + member, *plan[at + 1 :]])
    texts = [" ".join(near) for near in nears if near]
    return [text for text in dict.fromkeys(texts) if not verify(instance, text)][:7]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
