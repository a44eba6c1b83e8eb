"""Compute the exact chance of a hidden state from noisy readings."""

import re
from fractions import Fraction
from itertools import pairwise, product
from random import Random

META = {
    "category": "probability",
    "skills": ["probability", "case analysis", "fractions"],
    "keywords": ["bayes", "posterior", "hidden markov model", "evidence"],
    "answer": "number",
    "version": 1,
}

_STATES = ("calm", "windy", "foggy", "stormy")
_SENSORS = (
    ("lamp", ("green", "amber", "red")),
    ("horn", ("short", "long", "silent")),
    ("flag", ("up", "half", "down")),
)


def generate(level: int, rng: Random) -> dict:
    """Draw states, sensors and readings, and count the chance over all courses of states."""
    instance: dict = {}
    for _ in range(20):
        states, days = 2 + (rng.random() < 0.5 or level >= 3), min(1 + (level >= 4) + level // 4, 9)
        sensors = [[name, list(signs[: 2 + (level >= 3)])] for name, signs in rng.sample(_SENSORS, 1 + (level >= 2))]
        instance = {
            "states": rng.sample(_STATES, states),
            "prior": _draw_shares(states, rng),
            "changes": [_draw_shares(states, rng) for _ in range(states)] if days > 1 else [],
            "sensors": [[*sensor, [_draw_shares(len(sensor[1]), rng) for _ in range(states)]] for sensor in sensors],
            "readings": _draw_readings(level, days, sensors, rng),
        }
        instance["asked"] = _draw_asked(level, days, states, rng)
        met, total = _enumerate(instance)
        chance = Fraction(met, total)
        if chance not in (0, 1, *(Fraction(share, 10) for share in range(1, 10))):
            break
    return instance | {"solution": [chance.numerator, chance.denominator]}


def _draw_shares(count: int, rng: Random) -> list[int]:
    """Return tenths that add up to 10, none of them 0."""
    cuts = sorted(rng.sample(range(1, 10), count - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, 10], strict=True)]


def _draw_readings(level: int, days: int, sensors: list, rng: Random) -> list[list]:
    """Return [day, sensor, sign, negated]; some sensors are silent on some days at higher levels."""
    readings = []
    for day in range(days):
        for number, (_, signs) in enumerate(sensors):
            for _ in range(2 if level <= 3 else 1):
                if level < 5 or rng.random() < 0.75 or (day == 0 and number == 0):
                    readings.append([day, number, rng.randrange(len(signs)), level >= 6 and rng.random() < 0.3])
    return readings


def _draw_asked(level: int, days: int, states: int, rng: Random) -> list[list[int]]:
    """Return days and states whose joint chance is asked."""
    if level < 6:
        return [[days - 1, rng.randrange(states)]]
    chosen = sorted(rng.sample(range(days), min(days, 1 + (level >= 8))))
    return [[day + (level >= 7 and day == days - 1 and rng.random() < 0.4), rng.randrange(states)] for day in chosen]


def _enumerate(instance: dict) -> tuple[int, int]:
    """Return the weights of all courses of states that fit what is asked, and of all courses."""
    states = range(len(instance["states"]))
    days = 1 + max([day for day, *_ in instance["readings"]] + [day for day, _ in instance["asked"]])
    met = total = 0
    for course in product(states, repeat=days):
        weight = instance["prior"][course[0]]
        for before, after in pairwise(course):
            weight *= instance["changes"][before][after]
        for day, sensor, sign, negated in instance["readings"]:
            tenths = instance["sensors"][sensor][2][course[day]][sign]
            weight *= 10 - tenths if negated else tenths
        total += weight
        met += weight * all(course[day] == state for day, state in instance["asked"])
    return met, total


def observe(instance: dict) -> str:
    """Return the question."""
    states = instance["states"]
    prior = ", ".join(f"{name} {10 * share}%" for name, share in zip(states, instance["prior"], strict=True))
    lines = [f"Behind a headland the weather is one of {len(states)} kinds; on day 1 the chances are: {prior}."]
    if instance["changes"]:
        lines.append("From each day to the next it changes by chance, which depends on that day's weather alone:")
        for name, shares in zip(states, instance["changes"], strict=True):
            after = ", ".join(f"{other} {10 * share}%" for other, share in zip(states, shares, strict=True))
            lines.append(f"- after {name}: {after}")
    else:
        lines.append("It stays the same for the whole of day 1.")
    for name, signs, tables in instance["sensors"]:
        lines.append(f"When somebody looks at the {name}, it shows one of {len(signs)} signs, by chance:")
        for state, shares in zip(states, tables, strict=True):
            shown = ", ".join(f"{sign} {10 * share}%" for sign, share in zip(signs, shares, strict=True))
            lines.append(f"- when it is {state}: {shown}")
    lines.append(
        "What it shows at one look depends on that day's weather alone, not on any other look. The looks taken:"
    )
    for day, sensor, sign, negated in instance["readings"]:
        name, signs, _ = instance["sensors"][sensor]
        lines.append(f"- day {day + 1}, {name}: {'something else than ' * negated}{signs[sign]}")
    asked = " and ".join(f"{states[state]} on day {day + 1}" for day, state in instance["asked"])
    lines.append(f"Given these looks, what is the exact chance that it was {asked}?")
    lines.append("Answer with a fraction of whole numbers, which need not be reduced, such as: 17/90")
    return "\n".join(lines)


def verify(instance: dict, answer: str) -> bool:
    """Carry chances forward from day to day and compare."""
    text = answer.strip().removesuffix(".").rstrip()
    match = re.fullmatch(r"([0-9]{1,40})(?:\s{0,2}/\s{0,2}([1-9][0-9]{0,39}))?", text)
    if not match:
        return False
    met, total = _carry(instance, instance["asked"]), _carry(instance, [])
    return Fraction(int(match[1]), int(match[2] or 1)) * total == met


def _carry(instance: dict, fixed: list[list[int]]) -> Fraction:
    """Return the chance of the looks together with fixed states."""
    states = range(len(instance["states"]))
    last = max([day for day, *_ in instance["readings"]] + [day for day, _ in instance["asked"]])
    now = [Fraction(share, 10) for share in instance["prior"]]
    for day in range(last + 1):
        if day:
            now = [sum(now[b] * instance["changes"][b][a] for b in states) / 10 for a in states]
        for at, sensor, sign, negated in instance["readings"]:
            if at == day:
                tables = instance["sensors"][sensor][2]
                now = [c * abs(Fraction(tables[s][sign], 10) - negated) for s, c in enumerate(now)]
        for at, state in fixed:
            if at == day:
                now = [chance * (s == state) for s, chance in enumerate(now)]
    return sum(now, Fraction(0))


def solve(instance: dict) -> str:
    """Return the quotient of the counted weights."""
    numerator, denominator = instance["solution"]
    return f"{numerator}/{denominator}"


def wrong_answers(instance: dict) -> list[str]:
    """Forget the chances before the looks, forget the looks, take the opposite, or leave out the last look."""
    right = Fraction(*instance["solution"])
    even = instance | {"prior": [1] * len(instance["states"])}
    wrong = [
        Fraction(*_enumerate(even)),
        Fraction(instance["prior"][instance["asked"][0][1]], 10),
        1 - right,
        right / 2,
    ]
    if len(instance["readings"]) > 1:
        fewer = instance | {"readings": instance["readings"][:-1]}
        wrong.append(Fraction(*_enumerate(fewer)))
    wrong.append(Fraction(right.numerator + 1, right.denominator))
    return [f"{value.numerator}/{value.denominator}" for value in dict.fromkeys(wrong) if value != right]
