"""Pick as many numbers of a row as possible so that neighbours in the pick obey all rules."""

import re
from itertools import pairwise
from random import Random
from typing import Any

META = {
    "category": "algorithms",
    "skills": ["dynamic programming", "optimisation"],
    "keywords": ["longest increasing subsequence", "certificate"],
    "answer": "sequence",
    "version": 1,
}

_TWISTS = ("leap", "near", "apart", "colour", "drop", "through", "quota")
_COLOURS = ("red", "blue", "green")


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw a row and the rules of the level; of a few rows keep one whose longest pick is long."""
    twists = rng.sample(_TWISTS, min(level - 1, len(_TWISTS)))
    best: dict[str, Any] = {}
    for _ in range(10):
        length = 12 + 2 * level
        top = 99 if length < 40 else 3 * length
        numbers = rng.sample(range(1, top + 1), length)
        instance = {
            "numbers": numbers,
            "colours": [rng.randrange(len(_COLOURS)) for _ in numbers] if {"colour", "quota"} & {*twists} else [],
            "leap": rng.randint(top // 3, top // 2) if "leap" in twists else 0,
            "near": rng.randint(4, 6) if "near" in twists else 0,
            "apart": "apart" in twists,
            "colour": "colour" in twists,
            "drop": 1 + level // 8 if "drop" in twists else 0,
            "through": rng.randrange(length) if "through" in twists else -1,
            "quota": rng.randint(3, 4) if "quota" in twists else -1,
        }
        chain = _longest_chain(instance)
        if len(chain) > len(best.get("solution", [])):
            best = {**instance, "solution": chain}
    return best


def _fits(instance: dict[str, Any], one: int, two: int) -> bool:
    """Tell whether position `two` may follow position `one` in a pick, drops aside."""
    leap = abs(instance["numbers"][two] - instance["numbers"][one])
    return (
        (not instance["leap"] or leap <= instance["leap"])
        and (not instance["near"] or two - one <= instance["near"])
        and not (instance["apart"] and two - one == 1)
        and not (instance["colour"] and instance["colours"][one] == instance["colours"][two])
        and not one < instance["through"] < two
    )


def _longest_chain(instance: dict[str, Any]) -> list[int]:
    """Return positions of a longest pick: the best continuation of each position, from the end of the row."""
    numbers, through = instance["numbers"], instance["through"]
    reds = [instance["quota"] >= 0 and colour == 0 for colour in instance["colours"]] or [False] * len(numbers)
    best: dict[tuple[int, int, int], list[int]] = {}
    for one in reversed(range(len(numbers))):
        for drops in range(instance["drop"] + 1):
            for quota in range(max(0, instance["quota"]) + 1):  # reds that may still come, this position included
                chain = [] if one < through else [one]
                for two in range(one + 1, len(numbers)):
                    left = drops - (numbers[two] < numbers[one])
                    if left >= 0 and _fits(instance, one, two):
                        follow = best.get((two, left, quota - reds[one]), [])
                        if follow and len(follow) >= len(chain):
                            chain = [one, *follow]
                best[one, drops, quota] = chain if quota >= reds[one] else []
    last = max(0, instance["quota"])
    starts = [best[one, instance["drop"], last] for one in range(len(numbers)) if through < 0 or one <= through]
    return max(starts, key=len)


def _greatest_length(instance: dict[str, Any]) -> int:
    """Return the length of a longest pick: position by position, what picks that end there can look like."""
    numbers, through, quota = instance["numbers"], instance["through"], instance["quota"]
    ending: list[dict[tuple[int, int], int]] = []
    for two, number in enumerate(numbers):
        red = int(quota >= 0 and instance["colours"][two] == 0)
        lengths = {(0, red): 1} if (through < 0 or two <= through) and red <= max(quota, 0) else {}
        for one in range(two):
            if not _fits(instance, one, two):
                continue
            for (drops, reds), length in ending[one].items():
                state = drops + (number < numbers[one]), reds + red
                if state[0] <= instance["drop"] and state[1] <= max(quota, 0):
                    lengths[state] = max(lengths.get(state, 0), length + 1)
        ending.append(lengths)
    return max(length for two, lengths in enumerate(ending) if two >= through for length in lengths.values())


def observe(instance: dict[str, Any]) -> str:
    """State the row, the rules and the answer format."""
    numbers, through = instance["numbers"], instance["through"]
    row = [
        f"{number} {_COLOURS[instance['colours'][at]]}" if instance["colours"] else str(number)
        for at, number in enumerate(numbers)
    ]
    times = f"{instance['drop']} {'exception' if instance['drop'] == 1 else 'exceptions'}"
    drop = f", with at most {times} in the whole pick, where it is smaller" if instance["drop"] else ""
    rules = [
        f"Each picked number is greater than the one picked before it{drop}.",
        f"Two numbers picked one after the other differ by at most {instance['leap']}." if instance["leap"] else "",
        f"Between two numbers picked one after the other, at most {instance['near'] - 1} of the row are passed over."
        if instance["near"]
        else "",
        "No two numbers that stand directly side by side in the row are both picked." if instance["apart"] else "",
        "Two numbers picked one after the other have different colours." if instance["colour"] else "",
        f"At most {instance['quota']} red numbers are picked." if instance["quota"] >= 0 else "",
        f"The number {numbers[through]} is picked." if through >= 0 else "",
    ]
    return (
        f"A row of numbers, from left to right: {', '.join(row)}.\n\n"
        "Pick numbers from it; the pick keeps the order of the row from left to right. Rules:\n"
        + "\n".join(f"- {rule}" for rule in rules if rule)
        + "\n\nPick as many numbers as the rules permit. If several picks have the greatest possible length, any of "
        "them is accepted. Answer with the picked numbers from left to right, separated by spaces (the format, not a "
        "hint: 500 501 502)."
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check the pick rule by rule and compare its length with the greatest possible."""
    tokens, places = _tokens(answer), {str(number): at for at, number in enumerate(instance["numbers"])}
    if not all(token in places for token in tokens):
        return False
    picked = [places[token] for token in tokens]
    steps = list(pairwise(picked))
    drops = sum(instance["numbers"][two] < instance["numbers"][one] for one, two in steps)
    reds = sum(instance["colours"][at] == 0 for at in picked) if instance["quota"] >= 0 else 0
    return (
        all(one < two and _fits(instance, one, two) for one, two in steps)
        and drops <= instance["drop"]
        and reds <= max(0, instance["quota"])
        and (instance["through"] < 0 or instance["through"] in picked)
        and len(picked) == _greatest_length(instance)
    )


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the longest pick found when the row was drawn."""
    return " ".join(str(instance["numbers"][at]) for at in instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Leave a number out (too short), add one (longer than any pick can be), or pick greedily if that is shorter."""
    picked: list[int] = instance["solution"]
    spare = [at for at in range(len(instance["numbers"])) if at not in picked]
    greedy = [0]
    for at, number in enumerate(instance["numbers"]):
        if number > instance["numbers"][greedy[-1]]:
            greedy.append(at)
    wrong = [picked[1:], picked[:-1], sorted([*picked, spare[0]]), sorted([*picked, spare[-1]])]
    wrong += [greedy] if len(greedy) < len(picked) else []
    return [" ".join(str(instance["numbers"][at]) for at in near) for near in wrong]
