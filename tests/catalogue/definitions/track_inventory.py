"""What is right, said again: every single thing is an object with a place, and boxes have places of their own."""

import re
from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = False  # every pair (of three kinds: triple) of counts up to 12 beyond the solution's, as far as 8,000 go
CANONICAL = re.compile(r"[a-z]+=(0|[1-9][0-9]*)(, [a-z]+=(0|[1-9][0-9]*))*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    entries = [entry.split("=") for entry in solution.split(", ")]
    reach = 12 if len(entries) < 3 else 8
    ranges = [range(max(0, int(count) - reach), int(count) + reach + 1) for _, count in entries]
    for counts in product(*ranges):
        yield ", ".join(f"{name}={count}" for (name, _), count in zip(entries, counts, strict=True))
    yield ", ".join(f"{name}={count}" for name, count in entries[1:])
    yield ", ".join(f"{name}={count}" for name, count in entries[::-1])


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    things = [[good, place] for good, place, count in instance["stock"] for _ in range(count)]
    boxes = dict(instance["boxes"])
    for kind, *rest in instance["steps"]:
        if kind == "carry":
            boxes[rest[0]] = rest[1]
        elif kind in ("bring", "compare", "trade"):
            deal(kind, rest, things)
        else:
            shift(kind, rest, things, boxes)
    given = dict(entry.split("=") for entry in answer.split(", "))
    counts = dict.fromkeys(instance["goods"], 0)
    for good, place in things:
        counts[good] += boxes.get(place, place) == instance["asked"]
    right = {good: str(count) for good, count in counts.items()}
    return given == right and len(given) == 1 + answer.count(",")


def some(good: str, place: str, things: list[list[str]]) -> list[list[str]]:
    return [thing for thing in things if thing == [good, place]]


def deal(kind: str, rest: list, things: list[list[str]]) -> None:
    """Buy things or exchange them for others."""
    if kind == "bring":
        good, count, target = rest
        things += [[good, target] for _ in range(count)]
    elif kind == "compare":
        good, one, two, other, count = rest
        winner = one if len(some(good, one, things)) > len(some(good, two, things)) else two
        things += [[other, winner] for _ in range(count)]
    else:
        good, other, place, each = rest
        while len(some(good, place, things)) >= each:
            for thing in some(good, place, things)[:each]:
                thing[1] = "shop"
            things.append([other, place])


def shift(kind: str, rest: list, things: list[list[str]], boxes: dict[str, str]) -> None:
    """Take things from one place to another, or exchange those of two places."""
    good, source, target = rest[0], rest[-2], rest[-1]
    if kind == "pack":
        source = boxes[target]
    moved = some(good, source, things)
    back = some(good, target, things) if kind == "swap" else []
    if kind in ("move", "pack"):
        moved = moved[: rest[1]]
    elif kind == "half":
        moved = moved[1::2]
    elif kind == "even" and len(moved) % 2:
        moved = []
    for thing in moved:
        thing[1] = target
    for thing in back:
        thing[1] = source
