"""What is right, said again: every day of the years in question listed in order, and the lists laid side by side."""

import json
import re
from collections.abc import Iterator
from functools import cache

LEVELS = (1, 2, 7)
EXHAUSTIVE = True  # all days of ten years around the solution's year
CANONICAL = re.compile(r"[1-9][0-9]* [A-Z][a-z]+ [1-9][0-9]*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    year = int(solution.split()[-1])
    for day, month, one in days(json.dumps(instance["calendars"][-1]), year - 5, year + 5):
        yield f"{day} {month} {one}"


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    day, month, year = answer.split()
    return (int(day), month, int(year)) == wanted(json.dumps(instance))


@cache
def wanted(text: str) -> tuple[int, str, int]:
    instance = json.loads(text)
    calendars = [json.dumps(calendar) for calendar in instance["calendars"]]
    now = name(instance["calendars"][0], instance["date"])
    for land, one, other in instance["same"]:
        first, second = name(instance["calendars"][land], one), name(instance["calendars"][land + 1], other)
        here = days(calendars[land], min(now[2], first[2]), max(now[2], first[2]))
        passed = here.index(now) - here.index(first)
        span = abs(passed) // 30 + 2
        there = days(calendars[land + 1], second[2] - span, second[2] + span)
        now = there[there.index(second) + passed]
    return now


@cache
def days(text: str, first: int, last: int) -> list[tuple[int, str, int]]:
    """Return all days of the years as (day, month, year) as they are written."""
    calendar = json.loads(text)
    found = []
    for year in range(first, last + 1):
        for number, (month, length) in enumerate(calendar["months"]):
            size = length
            if calendar["leap"] and number == calendar["leap"][1]:
                every, _, extra, *without = calendar["leap"]
                size += extra * (year % every == 0 and all(year % one for one in without))
            numbers = range(size, 0, -1) if calendar["countdown"] else range(1, size + 1)
            found += [(day, month, year) for day in numbers]
            if number == calendar["feast"]:
                found.append((1, "Feast", year))
    return found


def name(calendar: dict, day: list[int]) -> tuple[int, str, int]:
    """Return the day with month and day counted from 0, a feast day being a month, as it is written."""
    year, month, number = day
    months: list[str] = []
    for at, (one, _) in enumerate(calendar["months"]):
        months += [one, "Feast"] if at == calendar["feast"] else [one]
    same = [entry for entry in days(json.dumps(calendar), year, year) if entry[1] == months[month]]
    return same[number]
