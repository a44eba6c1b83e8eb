"""What is right, said again: no person would rather have another's heap of items, and the limits hold."""

from collections.abc import Iterator
from itertools import combinations, permutations, product

LEVELS = (1, 2, 4)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every sharing where there are at most 19,000; else the solution with two items given to others."""
    names, owners = instance["names"], solution.split()
    if len(names) ** len(owners) <= 19_000:
        yield from (" ".join(each) for each in product(names, repeat=len(owners)))
        return
    for one, two in combinations(range(len(owners)), 2):
        for first, second in product(names, names):
            changed = list(owners)
            changed[one], changed[two] = first, second
            yield " ".join(changed)


def holds(instance: dict, answer: str) -> bool:
    """Compare heaps two by two."""
    names, owners = instance["names"], answer.split()
    if len(owners) != len(instance["items"]) or not set(owners) <= set(names):
        return False
    heaps = [{item for item, owner in enumerate(owners) if owner == name} for name in names]

    def worth(who: int, heap: set[int]) -> int:
        return sum(instance["values"][who][item] for item in heap)

    if any(worth(one, heaps[one]) < worth(one, heaps[two]) for one, two in permutations(range(len(names)), 2)):
        return False
    own = [worth(who, heap) for who, heap in enumerate(heaps)]
    if any(value < least for value, least in zip(own, instance["least"], strict=True)) or sum(own) < instance["total"]:
        return False
    if instance["sizes"] and instance["sizes"] != [len(heap) for heap in heaps]:
        return False
    if any({one, two} <= heap for one, two in instance["apart"] for heap in heaps):
        return False
    return all(any({one, two} <= heap for heap in heaps) for one, two in instance["joined"])
