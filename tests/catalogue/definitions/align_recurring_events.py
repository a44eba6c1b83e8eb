"""What is right, said again: all events walk on to their next days, the one that is furthest behind first."""

import json
from collections.abc import Iterator
from functools import cache

LEVELS = (1, 2)
EXHAUSTIVE = True  # the numbers 0 to 1500


def candidates(instance: dict, solution: str) -> Iterator[str]:
    yield from map(str, range(1501))


def holds(instance: dict, answer: str) -> bool:
    return answer == str(common_day(json.dumps(instance)))


@cache
def common_day(text: str) -> int:
    instance = json.loads(text)
    walks = [walk(*event) for event in instance["events"]]
    days = [next(one) for one in walks]
    rank = 0
    while True:
        today = min(days)
        if days.count(today) >= instance["at_least"] and today > instance["after"]:
            rank += 1
            if rank == instance["rank"]:
                return today
        days = [next(one) if day == today else day for one, day in zip(walks, days, strict=True)]


def walk(kind: str, first: int, rhythm: int | list[int], *more: int) -> Iterator[int]:
    """Yield the days of an event in order."""
    day, number = first, 0
    while True:
        number += 1
        if kind == "moved":
            yield day + 1 if (day - more[0]) % 7 == 0 else day
        elif kind != "cancelled" or number % more[0] > 0:
            yield day
        day += rhythm if isinstance(rhythm, int) else rhythm[(number - 1) % len(rhythm)]
