"""What is right, said again: the date up to which the working days, added up one by one, first reach the length."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

LEVELS = (1, 2, 7)
EXHAUSTIVE = True  # all dates of the 200 days before and after the start
DAY = timedelta(days=1)


def candidates(instance: dict, solution: str) -> Iterator[str]:
    start = date.fromisoformat(instance["start"])
    yield from ((start + DAY * number).isoformat() for number in range(-200, 201))


def holds(instance: dict, answer: str) -> bool:
    return answer == end(json.dumps(instance))


@cache
def end(text: str) -> str:
    instance = json.loads(text)
    left, day = float(instance["length"]), date.fromisoformat(instance["start"])
    while left > 0:
        day = day - DAY if instance["backwards"] else day + DAY
        if works(instance, day):
            left -= 0.5 if day.weekday() == instance["half"] else 1
    return str(day)


def works(instance: dict, day: date) -> bool:
    if day in days_off(json.dumps(instance), day.year):
        return False
    around = (day - DAY, day + DAY)
    return not (instance["bridge"] and all(other in days_off(json.dumps(instance), other.year) for other in around))


@cache
def days_off(text: str, year: int) -> frozenset[date]:
    """Return a year's days off by all rules but the one on days between them."""
    instance = json.loads(text)
    stretch = [date(year - 1, 12, 1) + DAY * number for number in range(440)]
    holidays = {date.fromisoformat(single) for single in instance["single"]}
    for month, number in instance["yearly"]:
        holidays |= {day for day in stretch if (day.month, day.day) == (month, number)}
    for number, weekday, month in instance["floating"]:
        for one in (year - 1, year, year + 1):
            all_such = [day for day in stretch if (day.year, day.month, day.weekday()) == (one, month, weekday)]
            if len(all_such) > 3:
                holidays.add(all_such[-1] if number == 4 else all_such[number])
    off = {day for day in stretch if day in holidays or day.weekday() in instance["weekend"]}
    for day in sorted(holidays):
        while instance["moved"] and day.weekday() in instance["weekend"]:
            day += DAY
        off.add(day)
    return frozenset(off)
