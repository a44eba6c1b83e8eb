"""Compute the exact chance of an event with several unusual dice."""

import re
from fractions import Fraction
from itertools import product
from math import prod
from random import Random

META = {
    "category": "probability",
    "skills": ["probability", "counting", "fractions"],
    "keywords": ["dice", "conditional probability", "exact fraction"],
    "answer": "number",
    "version": 1,
}

_NAMES = ("red", "green", "blue", "white", "black", "grey")
_TEXTS = {
    "at_least": "the sum of all dice is at least {0}",
    "remainder": "the sum of all dice leaves the remainder {1} when divided by {0}",
    "higher": "the {0} die shows more than the {1} die",
    "highest": "the highest number shown is exactly {0}",
    "spread": "the highest number shown exceeds the lowest one by at most {0}",
    "equal": "at least two dice show the same number",
    "odd": "exactly {0} of the dice show an odd number",
    "product": "the product of all numbers shown is divisible by {0}",
}


def generate(level: int, rng: Random) -> dict:
    """Draw dice and an event that some roll brings about, and count over all rolls."""
    count = 2 + (level >= 3) + (level >= 9)
    instance: dict = {}
    for _ in range(30):
        names = rng.sample(_NAMES, count)
        sides = [rng.randint(4, 8 if count == 2 else 6 if count == 3 else 5) for _ in names]
        dice = [
            {"name": name, "faces": sorted(rng.choices(range(1, 13), k=n)), "mode": []}
            for name, n in zip(names, sides, strict=True)
        ]
        if level >= 6:
            dice[0]["mode"] = ["again", sorted(dice[0]["faces"])[-2]]
        if level >= 8:
            dice[1]["mode"] = ["best"]
        shown = [rng.choice(die["faces"]) for die in dice]
        parts = 1 + (level >= 2) + (level >= 7)
        conditions: list[list] = []
        for _ in range(40):
            condition = _draw_condition(dice, shown, level, rng)
            fresh = condition[0] not in [kind for kind, *_ in conditions] or condition[0] == "higher"
            if fresh and condition not in conditions and len(conditions) < parts + (level >= 5):
                conditions.append(condition)
        instance = {
            "dice": dice,
            "event": conditions[:parts],
            "joined": "or" if level >= 4 and rng.random() < 0.5 else "and",
            "given": conditions[parts:],
        }
        kept, all_rolls = _count_rolls(instance)
        if 1 < kept < all_rolls - 1:
            break
    return instance | {"solution": [kept, all_rolls]}


def _draw_condition(dice: list[dict], shown: list[int], level: int, rng: Random) -> list:
    """Draw a condition that the numbers shown fulfil."""
    kinds = [
        "at_least",
        "remainder",
        "higher",
        "highest",
        *["spread", "equal"] * (level >= 2),
        *["odd", "product"] * (level >= 3),
    ]
    for _ in range(20):
        kind = rng.choice(kinds)
        modulus = rng.randint(3, 7)
        one, other = rng.sample(range(len(dice)), 2)
        condition = {
            "at_least": [kind, sum(shown) - rng.randint(0, 2)],
            "remainder": [kind, modulus, sum(shown) % modulus],
            "higher": [kind, dice[one]["name"], dice[other]["name"]],
            "highest": [kind, max(shown)],
            "spread": [kind, max(shown) - min(shown)],
            "equal": [kind],
            "odd": [kind, sum(number % 2 for number in shown)],
            "product": [kind, rng.choice((4, 6, 9, 10))],
        }[kind]
        if _met(condition, shown, [die["name"] for die in dice]):
            return condition
    return ["at_least", sum(shown)]


def _met(condition: list, shown: list[int] | tuple[int, ...], names: list[str]) -> bool:
    kind, *rest = condition
    if kind == "higher":
        return shown[names.index(rest[0])] > shown[names.index(rest[1])]
    if kind == "equal":
        return len(set(shown)) < len(shown)
    return {
        "at_least": lambda: sum(shown) >= rest[0],
        "remainder": lambda: sum(shown) % rest[0] == rest[1],
        "highest": lambda: max(shown) == rest[0],
        "spread": lambda: max(shown) - min(shown) <= rest[0],
        "odd": lambda: sum(number % 2 for number in shown) == rest[0],
        "product": lambda: prod(shown) % rest[0] == 0,
    }[kind]()


def _count_rolls(instance: dict) -> tuple[int, int]:
    """Roll every die as often as it may be rolled, in all ways; return counts of the event and of what is given."""
    dice = instance["dice"]
    names = [die["name"] for die in dice]
    rolls = [range(len(die["faces"])) for die in dice for _ in range(1 + bool(die["mode"]))]
    kept = possible = 0
    for roll in product(*rolls):
        numbers, shown = iter(roll), []
        for die in dice:
            number = die["faces"][next(numbers)]
            if die["mode"]:
                second = die["faces"][next(numbers)]
                best = die["mode"][0] == "best"
                number = max(number, second) if best else second if number < die["mode"][1] else number
            shown.append(number)
        if all(_met(condition, shown, names) for condition in instance["given"]):
            met = [_met(condition, shown, names) for condition in instance["event"]]
            possible += 1
            kept += any(met) if instance["joined"] == "or" else all(met)
    return kept, possible


def observe(instance: dict) -> str:
    """Return the question."""
    lines = []
    for die in instance["dice"]:
        line = f"- the {die['name']} die has {len(die['faces'])} faces: {', '.join(map(str, die['faces']))}"
        if die["mode"][:1] == ["again"]:
            line += (
                f" (if it shows less than {die['mode'][1]}, it is rolled once more, and only the second roll counts)"
            )
        elif die["mode"]:
            line += " (it is rolled twice, and the higher of its two numbers counts as what it shows)"
        lines.append(line)
    texts = [_TEXTS[kind].format(*rest) for kind, *rest in instance["event"]]
    if len(texts) > 1:
        link = "at least one of these holds" if instance["joined"] == "or" else "all of these hold"
        event = f"that {link}: {'; '.join(texts)}"
    else:
        event = f"that {texts[0]}"
    given = "".join(f", given that {_TEXTS[kind].format(*rest)}," for kind, *rest in instance["given"])
    return "\n".join(
        [
            "These dice are rolled together. Each face of a die is equally likely, and no die influences another:",
            *lines,
            f"What is the exact chance{given} {event}?",
            "Answer with a fraction of whole numbers, which need not be reduced, such as: 17/90",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Weigh the numbers that each die can show, add up the weights, and compare the quotient."""
    value = _read(answer)
    return value is not None and value == _chance(instance)


def _chance(instance: dict) -> Fraction:
    names = [die["name"] for die in instance["dice"]]
    tables = [sorted(_weights(die).items()) for die in instance["dice"]]
    wanted = total = 0
    for row in product(*tables):
        shown = [number for number, _ in row]
        if not all(_met(condition, shown, names) for condition in instance["given"]):
            continue
        weight = prod(weight for _, weight in row)
        total += weight
        fulfilled = [_met(condition, shown, names) for condition in instance["event"]].count(True)
        if fulfilled >= (1 if instance["joined"] == "or" else len(instance["event"])):
            wanted += weight
    return Fraction(wanted, total)


def _weights(die: dict) -> dict[int, int]:
    """Return how often, out of equally likely cases, a die shows each of its numbers in the end."""
    faces, mode = die["faces"], die["mode"]
    weights: dict[int, int] = {}
    for number in sorted(set(faces)):
        often = faces.count(number)
        below, up_to = sum(face < number for face in faces), sum(face <= number for face in faces)
        if mode[:1] == ["best"]:
            often = up_to * up_to - below * below
        elif mode:
            low = sum(face < mode[1] for face in faces)
            often = often * low + (often * len(faces) if number >= mode[1] else 0)
        weights[number] = often
    return {number: weight for number, weight in weights.items() if weight}


def _read(answer: str) -> Fraction | None:
    text = answer.strip().removesuffix(".").rstrip()
    match = re.fullmatch(r"([0-9]{1,18})(?:\s{0,2}/\s{0,2}([1-9][0-9]{0,17}))?", text)
    return Fraction(int(match[1]), int(match[2] or 1)) if match else None


def solve(instance: dict) -> str:
    """Return the quotient of the counts over all rolls."""
    chance = Fraction(*instance["solution"])
    return f"{chance.numerator}/{chance.denominator}"


def wrong_answers(instance: dict) -> list[str]:
    """Take the opposite event, miss a roll, forget what is given, or count each different number once."""
    kept, rolls = instance["solution"]
    plain = [die | {"faces": sorted(set(die["faces"])), "mode": []} for die in instance["dice"]]
    once = _count_rolls(instance | {"dice": plain, "given": []})
    wrong = [Fraction(rolls - kept, rolls), Fraction(kept + 1, rolls), Fraction(kept - 1, rolls), Fraction(*once)]
    wrong.append(_chance(instance | {"given": []}))
    right = Fraction(kept, rolls)
    wrong.append(right / 2)
    return [f"{value.numerator}/{value.denominator}" for value in dict.fromkeys(wrong) if value != right]
