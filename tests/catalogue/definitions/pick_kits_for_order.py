"""What is right, said again: the picked kits, emptied on one heap, are exactly the order, and the rules are kept."""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 2)
EXHAUSTIVE = True
FORM = r"[0-9]+( [0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every choice of kits."""
    numbers = range(1, len(instance["kits"]) + 1)
    for size in range(1, len(numbers) + 1):
        for chosen in combinations(numbers, size):
            yield " ".join(map(str, chosen))


def holds(instance: dict, answer: str) -> bool:
    """Empty the kits and take the ordered pieces off the heap."""
    picked = [int(token) for token in answer.split()]
    if len(set(picked)) < len(picked) or not set(picked) <= set(range(1, len(instance["kits"]) + 1)):
        return False
    heap = [item for number in picked for item in instance["kits"][number - 1]]
    for item, count in enumerate(instance["order"]):
        for _ in range(count):
            if item not in heap:
                return False
            heap.remove(item)
    if heap:
        return False
    if instance["prices"] and sum(instance["prices"][number - 1] for number in picked) > instance["budget"]:
        return False
    if instance["number"] not in (0, len(picked)):
        return False
    if any({a + 1, b + 1} <= set(picked) for a, b in instance["clashes"]):
        return False
    return not any(a + 1 in picked and not {b + 1, c + 1} & set(picked) for a, b, c in instance["needs"])
