"""What is right, said again: pours that each move water, few enough, and the amounts that are wanted at the end.

Candidates: every sequence of up to three pours, and every longer one, up to the stated number, of which each moves
water.
"""

from collections.abc import Iterator
from itertools import permutations, product

LEVELS = (1,)
EXHAUSTIVE = False
FORM = r"[1-9T]>[1-9D]( [1-9T]>[1-9D])*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    pours = [f"{a}>{b}" for a, b in permutations(range(1, len(instance["jugs"]) + 1), 2)]
    for length in range(1, 4):
        yield from (" ".join(chosen) for chosen in product(pours, repeat=length))
    plans: list[list[str]] = [[]]
    for length in range(1, instance["moves"] + 1):
        plans = [[*plan, pour] for plan in plans for pour in pours if _amounts(instance, [*plan, pour])]
        if length > 3:
            yield from (" ".join(plan) for plan in plans[:15_000])


def holds(instance: dict, answer: str) -> bool:
    pours = answer.split()
    amounts = _amounts(instance, pours)
    if amounts is None or len(pours) > instance["moves"]:
        return False
    return all(amounts[str(jug + 1)] == wanted for jug, wanted in instance["goal"])


def _amounts(instance: dict, pours: list[str]) -> dict[str, int] | None:
    """Return what the jugs hold after the pours, litre by litre; None where a pour is not allowed."""
    room = {str(number): size for number, size in enumerate(instance["jugs"], start=1)} | {"D": 10**6}
    held = {str(number): amount for number, amount in enumerate(instance["start"], start=1)}
    held |= {"D": 0, "T": 10**6}
    for pour in pours:
        source, sink = pour.split(">")
        if source not in held or sink not in room or source == sink:
            return None
        if source == "T" and sink != str(instance["tap"]):
            return None
        if sink == "D" and source != str(instance["drain"]):
            return None
        if [source, sink] in [[str(a), str(b)] for a, b in instance["closed"]] or not held[source]:
            return None
        if held[sink] == room[sink]:
            return None
        while held[source] and held[sink] < room[sink]:
            held[source] -= 1
            held[sink] += 1
        leaky = str(instance["leaky"])
        if held.get(leaky):
            held[leaky] -= 1
    return held
