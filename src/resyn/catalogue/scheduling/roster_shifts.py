"""Draw up a roster that gives every shift to somebody and keeps all rules of rest and skill."""

import re
from itertools import pairwise
from random import Random
from typing import Any

META = {
    "category": "scheduling",
    "skills": ["scheduling", "constraint solving", "counting"],
    "keywords": ["staff roster", "rest rules"],
    "answer": "sequence",
    "version": 1,
}

_NAMES = ("Ana", "Bob", "Cid", "Dot", "Eva", "Fox", "Gus", "Hal", "Ivo", "Jo")
_SHIFTS = ("early", "late", "night")
_SKILL_LEVEL, _SAME_LEVEL, _ROW_LEVEL, _PAIR_LEVEL = 2, 3, 5, 6


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant a roster without a shift right after another of the same person, and state rules that it keeps."""
    days, shifts = 3 + level // 2, 2 + (level >= 4)
    count = min(4 + level // 3, len(_NAMES))
    plan: list[int] = []
    for slot in range(days * shifts):
        resting = {plan[slot - 1]} if slot else set()  # nobody works two shifts in a row
        resting |= set(plan[slot - slot % shifts :]) if level >= _SAME_LEVEL else set()
        free = [who for who in range(count) if who not in resting]
        fewest = min(plan.count(who) for who in free) + 1
        plan.append(rng.choice([who for who in free if plan.count(who) <= fewest]))
    slots = [[slot // shifts, slot % shifts] for slot in range(len(plan))]
    off = [
        [who, day] for who in range(count) for day in range(days) if who not in plan[day * shifts : (day + 1) * shifts]
    ]
    never = [[who, shift] for who in range(count) for shift in range(shifts) if who not in plan[shift::shifts]]
    pairs = [[one, two] for one in range(count) for two in range(one + 1, count)]
    apart = [
        pair
        for pair in pairs
        if not any(set(pair) <= set(plan[day * shifts : (day + 1) * shifts]) for day in range(days))
    ]
    skilled = sorted(rng.sample(range(count), count // 2))
    needs = [slot for slot, who in zip(slots, plan, strict=True) if who in skilled]
    longest = max(_longest_row(plan, who, days, shifts) for who in range(count))
    return {
        "names": rng.sample(_NAMES, count),
        "days": days,
        "shifts": shifts,
        "totals": [plan.count(who) for who in range(count)],
        "off": sorted(rng.sample(off, min(len(off), count + level // 2))),
        "never": sorted(rng.sample(never, min(len(never), 1 + level // 4))),
        "skilled": skilled if level >= _SKILL_LEVEL else [],
        "needs": sorted(rng.sample(needs, min(len(needs), days // 2 + 1))) if level >= _SKILL_LEVEL else [],
        "once": "yes" if level >= _SAME_LEVEL else "no",
        "row": longest if level >= _ROW_LEVEL else 0,
        "apart": sorted(rng.sample(apart, min(len(apart), 1 + level // 5))) if level >= _PAIR_LEVEL else [],
        "solution": plan,
    }


def _longest_row(plan: list[int], who: int, days: int, shifts: int) -> int:
    """Return the greatest number of days in a row on which somebody works."""
    longest = row = 0
    for day in range(days):
        row = row + 1 if who in plan[day * shifts : (day + 1) * shifts] else 0
        longest = max(longest, row)
    return longest


def observe(instance: dict[str, Any]) -> str:
    """State the shifts, the rules and the answer format."""
    names = dict(enumerate(instance["names"]))
    days, shifts = instance["days"], dict(enumerate(_SHIFTS[: instance["shifts"]]))
    rules = [
        "Nobody works two shifts that follow each other directly (the last shift of a day is followed by the first "
        "shift of the next day)."
    ]
    if instance["once"] == "yes":
        rules.append("Nobody works more than one shift on the same day.")
    totals = ", ".join(f"{names[who]} {total}" for who, total in enumerate(instance["totals"]))
    rules.append(f"Numbers of shifts worked by each: {totals}.")
    rules += [f"{names[who]} does not work on day {day + 1}." for who, day in instance["off"]]
    rules += [f"{names[who]} never works the {shifts[shift]} shift." for who, shift in instance["never"]]
    if instance["needs"]:
        skilled = ", ".join(names[who] for who in instance["skilled"])
        slots = ", ".join(f"day {day + 1} {shifts[shift]}" for day, shift in instance["needs"])
        rules.append(f"Only {skilled} can do these shifts: {slots}. (They can do others as well.)")
    if instance["row"]:
        rules.append(f"Nobody works on more than {instance['row']} days in a row.")
    rules += [f"{names[one]} and {names[two]} never work on the same day." for one, two in instance["apart"]]
    return (
        f"A roster for {days} days has to be drawn up. Each day has these shifts, in this order: "
        f"{', '.join(shifts.values())}. Each shift is worked by exactly one of {', '.join(names.values())}.\n- "
        + "\n- ".join(rules)
        + f"\n\nAny roster that keeps all rules is accepted. Answer with the {days * len(shifts)} names in the order "
        f"of the shifts: first all shifts of day 1, then those of day 2, and so on; separate them by spaces. (For "
        "one day with two shifts an answer would look like: Zoe Yan)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check every rule on the roster given."""
    numbers = {name.casefold(): who for who, name in enumerate(instance["names"])}
    days, shifts = instance["days"], instance["shifts"]
    plan = [numbers.get(token.casefold(), -1) for token in _tokens(answer)]
    if len(plan) != days * shifts or -1 in plan or any(one == two for one, two in pairwise(plan)):
        return False
    worked = [plan[day * shifts : (day + 1) * shifts] for day in range(days)]
    if instance["once"] == "yes" and any(len(set(day)) < shifts for day in worked):
        return False
    if [plan.count(who) for who in range(len(numbers))] != instance["totals"]:
        return False
    if any(who in worked[day] for who, day in instance["off"]):
        return False
    if any(day[shift] == who for who, shift in instance["never"] for day in worked):
        return False
    if any(worked[day][shift] not in instance["skilled"] for day, shift in instance["needs"]):
        return False
    if any(one in day and two in day for one, two in instance["apart"] for day in worked):
        return False
    return not instance["row"] or all(
        _longest_row(plan, who, days, shifts) <= instance["row"] for who in range(len(numbers))
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
    """Return the planted roster."""
    return _format(instance, instance["solution"])


def _format(instance: dict[str, Any], plan: list[int]) -> str:
    return " ".join(instance["names"][who] for who in plan)


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Exchange two shifts, give a shift to somebody else, turn the roster round, or forget the last shift."""
    plan: list[int] = instance["solution"]
    count = len(instance["names"])
    wrong = [plan[:-1], [(plan[0] + 1) % count, *plan[1:]], [*plan[:-1], (plan[-1] + 1) % count], plan[::-1]]
    wrong += [[*plan[:at], plan[at + 1], plan[at], *plan[at + 2 :]] for at in range(len(plan) - 1)]
    texts = [_format(instance, near) for near in wrong]
    return [text for text in texts if not verify(instance, text)][:8]
