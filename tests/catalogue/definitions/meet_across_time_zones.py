"""What is right, said again: universal time passes in steps of five minutes while all local clocks are watched."""

import json
from collections.abc import Iterator
from functools import cache

LEVELS = (1, 2)
EXHAUSTIVE = True  # every day with every fifth minute
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    for day in DAYS:
        yield from (f"{day} {minute // 60:02d}:{minute % 60:02d}" for minute in range(0, 1440, 5))


def holds(instance: dict, answer: str) -> bool:
    return answer == end(json.dumps(instance))


@cache
def end(text: str) -> str:
    instance = json.loads(text)
    day, minute = instance["start"]
    world = {"now": 1440 * day + minute - instance["offsets"][0], "ahead": list(instance["offsets"]), "changed": False}
    place = 0
    change(instance, world)
    for kind, *rest in instance["steps"]:
        while kind == "next" and not leaves(local(world, place), rest[2], rest[3]):
            tick(instance, world)
        for _ in range((rest[0] if kind == "wait" else rest[1]) // 5):
            tick(instance, world)
        place = place if kind == "wait" else rest[0]
    while not all(is_open(local(world, city), *hours) for city, *hours in instance["office"]):
        tick(instance, world)
    day, minute = local(world, instance["asked"])
    return f"{DAYS[day]} {minute // 60:02d}:{minute % 60:02d}"


def tick(instance: dict, world: dict) -> None:
    world["now"] += 5
    change(instance, world)


def change(instance: dict, world: dict) -> None:
    """Put the clocks of the city that changes them when its own clocks say so."""
    if instance["change"] and not world["changed"]:
        city, day, minute, shift = instance["change"]
        if local(world, city) == (day, minute):
            world["ahead"][city] += shift
            world["changed"] = True


def local(world: dict, city: int) -> tuple[int, int]:
    days, minute = divmod(world["now"] + world["ahead"][city], 1440)
    return days % 7, minute


def leaves(shown: tuple[int, int], minute: int, days: list[int]) -> bool:
    return shown[1] == minute and (not days or shown[0] in days)


def is_open(shown: tuple[int, int], opens: int, closes: int, shut: list[int]) -> bool:
    return shown[0] not in shut and opens <= shown[1] < closes
