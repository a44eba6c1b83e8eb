"""What is right, said again: the slots of a table in which each key went to the first free of its own slots.

Candidates: every way to spread the keys that are left over the slots, with empty slots and marks as in the solution.
"""

from collections.abc import Iterator
from itertools import permutations

LEVELS = (1,)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    yield from sorted({" ".join(order) for order in permutations(solution.split())})


def holds(instance: dict, answer: str) -> bool:
    slots: list[str] = ["-"] * instance["size"]
    for command, *values in instance["operations"]:
        if command == "insert":
            slots = _with(instance, slots, values[0])
        if command == "delete":
            slots = ["x" if slot == str(values[0]) else slot for slot in slots]
            if instance["shift"]:
                slots = _shifted(instance, slots)
        if command == "rebuild":
            keys = [int(slot) for slot in slots if slot.isdigit()]
            slots = ["-"] * instance["size"]
            for key in keys:
                slots = _with(instance, slots, key)
    return answer.split() == slots


def _route(instance: dict, key: int) -> list[int]:
    size = instance["size"]
    stride = {"linear": 1, "step": instance["step"], "double": key % (size - 1) + 1, "triangle": 0}[instance["probe"]]
    route = [key * instance["factor"]]
    for number in range(1, 2 * size):
        route.append(route[-1] + (stride or number))
    return [place % size for place in route]


def _with(instance: dict, slots: list[str], key: int) -> list[str]:
    route = _route(instance, key)
    for steps, place in enumerate(route):
        held = slots[place]
        if not held.isdigit():
            return [*slots[:place], str(key), *slots[place + 1 :]]
        if instance["robin"] and _route(instance, int(held)).index(place) < steps:
            swapped = [*slots[:place], str(key), *slots[place + 1 :]]
            return _onward(instance, swapped, int(held), place)
    raise AssertionError("the table is full")


def _onward(instance: dict, slots: list[str], key: int, place: int) -> list[str]:
    route = _route(instance, key)
    for steps in range(route.index(place) + 1, len(route)):
        held = slots[route[steps]]
        after = [*slots[: route[steps]], str(key), *slots[route[steps] + 1 :]]
        if not held.isdigit():
            return after
        if _route(instance, int(held)).index(route[steps]) < steps:
            return _onward(instance, after, int(held), route[steps])
    raise AssertionError("the table is full")


def _shifted(instance: dict, slots: list[str]) -> list[str]:
    """Close the hole marked x."""
    size, hole = len(slots), slots.index("x")
    for place in ((hole + far) % size for far in range(1, size)):
        if slots[place] == "-":
            break
        way = []
        spot = int(slots[place]) * instance["factor"] % size
        while spot != place:
            way.append(spot)
            spot = (spot + 1) % size
        hole_now = slots.index("x")
        if hole_now in way:
            slots = list(slots)
            slots[hole_now], slots[place] = slots[place], "x"
    return ["-" if slot == "x" else slot for slot in slots]
