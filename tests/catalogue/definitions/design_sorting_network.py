"""What is right, said again: comparators with which the network puts every arrangement of different numbers in order.

Candidates: every sequence of comparators up to the stated number, of all wires in both directions.
"""

from collections.abc import Iterator
from itertools import permutations, product

LEVELS = (1,)
EXHAUSTIVE = True
FORM = r"[A-Z]{2}( [A-Z]{2})*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    comparators = ["".join(pair) for pair in permutations(sorted(instance["goal"]), 2)]
    for length in range(1, instance["most"] + 1):
        yield from (" ".join(added) for added in product(comparators, repeat=length))


def holds(instance: dict, answer: str) -> bool:
    added = answer.split()
    wires = sorted(instance["goal"])
    if len(added) > instance["most"]:
        return False
    for comparator in added:
        joined = "".join(sorted(set(comparator)))
        if len(joined) != 2 or joined in instance["banned"] or not set(joined) <= set(wires):
            return False
    if instance["uses"] and any(sum(wire in pair for pair in added) > instance["uses"] for wire in wires):
        return False
    return all(
        _sorts(instance, added, dict(zip(wires, order, strict=True))) for order in permutations(range(len(wires)))
    )


def _sorts(instance: dict, added: list[str], held: dict[str, int]) -> bool:
    if any(held[low] > held[high] for low, high in instance["known"]):
        return True
    for x, y in instance["first"] + added:
        if held[x] > held[y]:
            held[x], held[y] = held[y], held[x]
    return [held[wire] for wire in instance["goal"]] == list(range(len(held)))
