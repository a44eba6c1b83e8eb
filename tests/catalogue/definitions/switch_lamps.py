"""What is right, said again: presses that are all possible and change each lamp to the state it shall have.

Candidates: every sequence of switches up to the stated number.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    names = [switch["name"] for switch in instance["switches"]]
    for length in range(1, instance["most"] + 1):
        yield from (" ".join(presses) for presses in product(names, repeat=length))


def holds(instance: dict, answer: str) -> bool:
    presses = answer.split()
    table = {switch["name"]: switch for switch in instance["switches"]}
    if len(presses) > instance["most"] or any(name not in table for name in presses):
        return False
    if instance["once"] and any(a == b for a, b in zip(presses[1:], presses, strict=False)):
        return False
    if instance["tired"] and any(presses.count(name) > 2 for name in table):
        return False
    lamps = dict(enumerate(instance["start"], start=1))
    for name in presses:
        switch = table[name]
        if switch["needs"] and lamps[switch["needs"][0]] == switch["needs"][1]:
            return False
        for lamp in switch["changes"]:
            lamps[lamp] = 0 if lamps[lamp] == instance["states"] - 1 else lamps[lamp] + 1
        if switch["swap"]:
            one, two = switch["swap"]
            lamps[one], lamps[two] = lamps[two], lamps[one]
    return list(lamps.values()) == instance["goal"]
