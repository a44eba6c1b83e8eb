"""Find the day on which recurring events of different rhythms first coincide."""

import re
from itertools import count, cycle
from random import Random

META = {
    "category": "time",
    "skills": ["modular arithmetic", "counting", "search"],
    "keywords": ["recurring events", "periods", "coincidence", "cancelled dates"],
    "answer": "integer",
    "version": 1,
}

_EVENTS = ("market", "ferry", "choir", "chess club", "flea fair", "night bus", "open stage")


def generate(level: int, rng: Random) -> dict:
    """Draw events that all take place on one planted day, and list their days to find the first common ones."""
    number = min(2 + (level >= 2) + (level >= 6) + level // 10, len(_EVENTS))
    planted = rng.randint(150, 400) * (1 + level // 2)
    kinds = ["every"] * 2 + ["gaps"] * (level >= 3) + ["cancelled"] * (level >= 3) + ["moved"] * (level >= 5)
    chosen = ["every", *rng.choices(kinds, k=number - 1)]
    periods = rng.sample(range(4, 12) if level < 6 else range(3, 10), number)
    events = [_draw_event(kind, period, planted, rng) for kind, period in zip(chosen, periods, strict=True)]
    events = rng.sample(events, number)
    at_least = number - 1 if level >= 4 and number > 2 and rng.random() < 0.5 else number
    after = rng.randint(20, 140)
    days = [set(_days(event, planted)) for event in events]
    common = [day for day in range(after + 1, planted + 1) if sum(day in held for held in days) >= at_least]
    rank = min(len(common), 1 + (level >= 7) * rng.randint(1, 3))
    return {
        "names": rng.sample(_EVENTS, number),
        "events": events,
        "at_least": at_least,
        "after": after,
        "rank": rank,
        "solution": common[rank - 1],
    }


def _draw_event(kind: str, period: int, planted: int, rng: Random) -> list:
    """Return a rhythm that has an occurrence on the planted day."""
    if kind == "gaps":
        gaps = [rng.randint(2, period + 2) for _ in range(rng.randint(2, 3))]
        rest = planted % sum(gaps)
        return [kind, rest or sum(gaps), gaps]
    first = planted % period or period
    which = (planted - first) // period + 1
    if kind == "cancelled":
        skip = next(n for n in (rng.randint(3, 5), 3, 4, 5, 7, 11, 13, 17) if which % n)
        return [kind, first, period, skip]
    if kind == "moved":
        week = rng.choice([rest for rest in range(7) if rest not in (planted % 7, (planted - 1) % 7)])
        return [kind, first, period, week]
    return [kind, first, period]


def _days(event: list, last: int) -> list[int]:
    """List the days up to a last one on which an event takes place."""
    kind, first, rhythm, *more = event
    days, day = [], first
    gaps = cycle(rhythm if kind == "gaps" else [rhythm])
    for which in count(1):
        if day > last:
            return days
        if kind == "moved" and day % 7 == more[0]:
            days.append(day + 1)
        elif kind != "cancelled" or which % more[0]:
            days.append(day)
        day += next(gaps)
    return days


def observe(instance: dict) -> str:
    """Return the question."""
    lines = ["Days are numbered 1, 2, 3, ... without end. Events take place on these days:"]
    for name, (kind, first, rhythm, *more) in zip(instance["names"], instance["events"], strict=True):
        if kind == "gaps":
            steps = ", then ".join(str(gap) for gap in rhythm)
            line = (
                f"day {first}; from each time to the next it takes {steps} days, and so on from the beginning of "
                f"this list"
            )
        else:
            line = f"day {first}, and from then on every {rhythm} days"
        if kind == "cancelled":
            line += (
                f"; but every {_ordinal(more[0])} time of these (the {_ordinal(more[0])}, {_ordinal(2 * more[0])}, "
                f"...) is cancelled"
            )
        elif kind == "moved":
            line += (
                f"; but where the day's number leaves the remainder {more[0]} when divided by 7, it takes place one "
                f"day later "
                "instead (the next times are not changed by this)"
            )
        lines.append(f"- {name}: {line}.")
    number = len(instance["names"])
    which = "both" if number == 2 else f"all {number}"
    if instance["at_least"] != number:
        which = f"at least {instance['at_least']} of the {number}"
    rank = "first" if instance["rank"] == 1 else _ordinal(instance["rank"])
    lines.append(f"Of all days after day {instance['after']} on which {which} take place, what is the {rank}?")
    lines.append("Answer with the number of the day, such as: 2719")
    return "\n".join(lines)


def _ordinal(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ends.get(number % 10, 'th')}"


def verify(instance: dict, answer: str) -> bool:
    """Ask of day after day whether each event takes place on it, and compare."""
    text = answer.strip().removesuffix(".").rstrip()
    if not re.fullmatch("[0-9]{1,9}", text):
        return False
    found = 0
    for day in range(instance["after"] + 1, instance["after"] + 100_000):
        found += sum(_takes_place(event, day) for event in instance["events"]) >= instance["at_least"]
        if found == instance["rank"]:
            return int(text) == day
    return False


def _takes_place(event: list, day: int) -> bool:
    kind, first, rhythm, *more = event
    if kind == "gaps":
        rest, place = (day - first) % sum(rhythm), 0
        for gap in rhythm:
            if rest == place:
                return day >= first
            place += gap
        return False
    if kind == "moved":
        regular = day >= first and (day - first) % rhythm == 0 and day % 7 != more[0]
        return regular or (day > first and (day - 1 - first) % rhythm == 0 and (day - 1) % 7 == more[0])
    which, rest = divmod(day - first, rhythm)
    return rest == 0 and which >= 0 and (kind == "every" or (which + 1) % more[0] != 0)


def solve(instance: dict) -> str:
    """Return the common day found in the lists."""
    return str(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss by a day, take the next or an earlier common day, or a day of one event only."""
    right = instance["solution"]
    wrong = [right + 1, right - 1, right + len(instance["events"])]
    plain = [event for event in instance["events"] if event[0] == "every"]
    product = 1
    for _, _, period in plain:
        product *= period
    wrong += [right + product, right - product, instance["after"]]
    return [str(day) for day in dict.fromkeys(wrong) if day > 0 and day != right]
