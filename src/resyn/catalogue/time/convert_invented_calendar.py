"""Convert a date from one invented calendar into another."""

import re
from random import Random

META = {
    "category": "time",
    "skills": ["calendar arithmetic", "modular arithmetic", "rule application"],
    "keywords": ["invented calendar", "leap years", "date conversion"],
    "answer": "text",
    "version": 1,
}

_STARTS, _ENDS = (
    ("Bal", "Dor", "Fen", "Gri", "Kal", "Lum", "Mor", "Nev", "Ost", "Pra", "Rin", "Sul"),
    ("ath", "eb", "ion", "ur", "ax"),
)
_LANDS = ("Arva", "Belun", "Corvia")


def generate(level: int, rng: Random) -> dict:
    """Draw calendars and a common day, and step through all of them side by side to the wanted day."""
    count = 2 + (level >= 7)
    names = [start + end for start in _STARTS for end in _ENDS]
    rng.shuffle(names)
    calendars = [_draw_calendar(level, land, names, rng) for land in range(count)]
    common = [_draw_date(calendar, rng) for calendar in calendars]
    offset = rng.randint(60, 240) + 90 * level
    if level >= 5 and rng.random() < 0.5:
        offset = -offset
    same = [[0, common[0], common[1]]]
    dates = [_step(calendar, day, offset) for calendar, day in zip(calendars, common, strict=True)]
    if count == 3:  # the second pair of days is known from another time
        apart = rng.randint(40, 300)
        same.append([1, _step(calendars[1], common[1], apart), _step(calendars[2], common[2], apart)])
    return {"calendars": calendars, "same": same, "date": dates[0], "solution": dates[-1]}


def _draw_calendar(level: int, land: int, names: list[str], rng: Random) -> dict:
    months = [[names.pop(), rng.randint(9, 24)] for _ in range(rng.randint(4, 5) + min(level // 3, 14))]
    leap = []
    if level >= 3 or (level == 2 and land == 0):
        leap = [rng.randint(2, 4), rng.randrange(len(months)), rng.randint(1, 3)]
        if level >= 4:
            leap.append(leap[0] * rng.randint(2, 3))
    feast = rng.randrange(len(months) - 1) if level >= 6 and rng.random() < 0.7 else None
    return {"months": months, "leap": leap, "feast": feast, "countdown": level >= 8 and rng.random() < 0.5}


def _lengths(calendar: dict, year: int) -> list[int]:
    """Return the lengths of a year's months; a feast day stands as a month of its own, behind the month it follows."""
    lengths = [length for _, length in calendar["months"]]
    if calendar["leap"]:
        every, month, extra, *without = calendar["leap"]
        if year % every == 0 and not (without and year % without[0] == 0):
            lengths[month] += extra
    if calendar["feast"] is not None:
        lengths.insert(calendar["feast"] + 1, 1)
    return lengths


def _draw_date(calendar: dict, rng: Random) -> list[int]:
    """Return year, month (with a feast day as a month) and day, all but the year counted from 0."""
    year = rng.randint(120, 900)
    month = rng.randrange(len(calendar["months"]))
    if calendar["feast"] is not None and month > calendar["feast"]:
        month += 1
    return [year, month, rng.randrange(_lengths(calendar, year)[month])]


def _step(calendar: dict, day: list[int], count: int) -> list[int]:
    """Go on (or back) so many days, one by one."""
    year, month, number = day
    lengths = _lengths(calendar, year)
    for _ in range(abs(count)):
        number += 1 if count > 0 else -1
        if 0 <= number < lengths[month]:
            continue
        month += 1 if count > 0 else -1
        if not 0 <= month < len(lengths):
            year += 1 if count > 0 else -1
            lengths = _lengths(calendar, year)
            month = 0 if count > 0 else len(lengths) - 1
        number = 0 if count > 0 else lengths[month] - 1
    return [year, month, number]


def _write(calendar: dict, day: list[int]) -> str:
    year, month, number = day
    names = [name for name, _ in calendar["months"]]
    if calendar["feast"] is not None:
        names.insert(calendar["feast"] + 1, "Feast")
    shown = _lengths(calendar, year)[month] - number if calendar["countdown"] else number + 1
    return f"{shown} {names[month]} {year}"


def observe(instance: dict) -> str:
    """Return the question."""
    lines = ["Calendars of several lands name the same days differently. A date is written as day, month, year."]
    if any(calendar["leap"] for calendar in instance["calendars"]):
        lines.append("Year numbers go up by one from each year to the next.")
    for land, calendar in zip(_LANDS, instance["calendars"], strict=False):
        months = ", ".join(f"{name} ({length})" for name, length in calendar["months"])
        lines.append(f"{land}: the months of a year, in order, with their numbers of days: {months}.")
        if calendar["leap"]:
            every, month, extra, *without = calendar["leap"]
            unless = f", unless it is also divisible by {without[0]}" if without else ""
            lines.append(
                f"  In years whose number is divisible by {every}{unless}, {calendar['months'][month][0]} has "
                f"{extra} more "
                f"day{'s' * (extra > 1)}."
            )
        if calendar["feast"] is not None:
            lines.append(
                f"  Between {calendar['months'][calendar['feast']][0]} and "
                f"{calendar['months'][calendar['feast'] + 1][0]} lies "
                "one day that belongs to no month; it is written as day 1 of the month Feast."
            )
        if calendar["countdown"]:
            lines.append(
                "  Days of a month are counted down: its first day has the highest number, its last day is day 1."
            )
        elif land != "Arva" and any(other["countdown"] for other in instance["calendars"]):
            lines.append("  Days of a month are counted up from 1.")
    for land, one, other in instance["same"]:
        first, second = (_write(instance["calendars"][land + at], day) for at, day in enumerate((one, other)))
        lines.append(f"The day {first} in {_LANDS[land]} is the day {second} in {_LANDS[land + 1]}.")
    last = _LANDS[len(instance["calendars"]) - 1]
    lines.append(f"Which day in {last} is {_write(instance['calendars'][0], instance['date'])} in Arva?")
    lines.append("Answer with day number, month and year as above, such as: 8 Zubex 77")
    return "\n".join(lines)


def verify(instance: dict, answer: str) -> bool:
    """Turn dates into day numbers by counting whole years, carry the number over, and compare."""
    match = re.fullmatch(r"([0-9]{1,3})\s+([A-Za-z]{1,20})\s+([0-9]{1,6})", answer.strip().removesuffix(".").rstrip())
    if not match:
        return False
    last = instance["calendars"][-1]
    day = _count_days(instance["calendars"][0], instance["date"])
    for land, one, other in instance["same"]:
        first, second = instance["calendars"][land : land + 2]
        day += _count_days(second, other) - _count_days(first, one)
    names = [name.casefold() for name, _ in last["months"]]
    if last["feast"] is not None:
        names.insert(last["feast"] + 1, "feast")
    year, shown = int(match[3]), int(match[1])
    if match[2].casefold() not in names:
        return False
    month = names.index(match[2].casefold())
    length = _lengths(last, year)[month]
    if not 1 <= shown <= length:
        return False
    return day == _count_days(last, [year, month, length - shown if last["countdown"] else shown - 1])


def _count_days(calendar: dict, day: list[int]) -> int:
    """Return the number of days from the first day of year 0."""
    year, month, number = day
    plain = sum(length for _, length in calendar["months"]) + (calendar["feast"] is not None)
    days = plain * year + sum(_lengths(calendar, year)[:month]) + number
    if calendar["leap"] and year > 0:
        every, _, extra, *without = calendar["leap"]
        leaps = (year - 1) // every + 1
        if without:  # a multiple of the leap interval
            leaps -= (year - 1) // without[0] + 1
        days += extra * leaps
    return days


def solve(instance: dict) -> str:
    """Write the day that was stepped to."""
    return _write(instance["calendars"][-1], instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss by a day or a year, forget leap years, or take the day's number for its date in the other land."""
    last, right = instance["calendars"][-1], instance["solution"]
    near = [_step(last, right, 1), _step(last, right, -1), [right[0] + 1, *right[1:]], [right[0] - 1, *right[1:]]]
    near += [_step(last, right, sum(length for _, length in last["months"]) // 2)]
    texts = [_write(last, day) for day in near]
    return [text for text in dict.fromkeys(texts) if text != solve(instance)]
