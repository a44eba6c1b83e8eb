"""What is right, said again: the machine watched hour by hour, and all costs added up when an order is finished."""

import re
from collections.abc import Iterator
from itertools import permutations

LEVELS = (1, 2)
EXHAUSTIVE = True  # every sequence of all orders
CANONICAL = re.compile(r"[1-9][0-9]*( [1-9][0-9]*)*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    numbers = [str(number) for number in range(1, len(instance["orders"]) + 1)]
    yield from (" ".join(sequence) for sequence in permutations(numbers))
    yield from (" ".join(numbers[:-1]), " ".join([*numbers, numbers[0]]), " ".join([*numbers[:-1], numbers[0]]))


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    sequence = [int(token) for token in answer.split()]
    if sorted(sequence) != [number for number, _ in enumerate(instance["orders"], start=1)]:
        return False
    finished = watch(instance, sequence)
    if any(sequence.index(a) > sequence.index(b) for a, b in instance["before"]):
        return False
    if any(finished[number] > hour for number, hour in instance["strict"]):
        return False
    total, kind = 0, None
    for number in sequence:
        order = instance["orders"][number - 1]
        if kind is not None and order["kind"] != kind:
            total += instance["change"][0]
        kind = order["kind"]
        late = finished[number] - order["due"]
        total += late * order["late"] + instance["flat"] if late > 0 else -late * instance["early"]
    return total <= instance["budget"]


def watch(instance: dict, sequence: list[int]) -> dict[int, int]:
    """Return the hour at which each order is finished."""
    finished: dict[int, int] = {}
    clock, kind = 0, None
    for place, number in enumerate(sequence, start=1):
        order = instance["orders"][number - 1]
        left = order["hours"]
        if instance["tired"] and place >= instance["tired"]:
            left += 1
        if kind is not None and kind != order["kind"]:
            left += instance["change"][1]
        kind = order["kind"]
        while left:
            rests = instance["closed"] and instance["closed"][0] <= clock < instance["closed"][1]
            left -= 0 if rests else 1
            clock += 1
        finished[number] = clock
    return finished
