"""What is right, said again: striking out creatures item by item leaves enough of one list and few of the other."""

from collections.abc import Iterator
from itertools import combinations, islice, permutations

LEVELS = (1, 2, 4, 6)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Descriptions of up to the size asked for, at most 15,000, and the solution with one item changed or added."""
    items = [sign + mark for mark in instance["marks"] for sign in ("", "no-")]
    chosen = solution.split()
    for order in islice(permutations(chosen), 24):
        yield " ".join(order)
    for other in items:
        yield " ".join([*chosen, other])
        for at in range(len(chosen)):
            yield " ".join([*chosen[:at], other, *chosen[at + 1 :]])
    sizes = (combinations(items, size) for size in range(1, instance["size"] + 1))
    yield from islice((" ".join(each) for group in sizes for each in group), 15_000)


def holds(instance: dict, answer: str) -> bool:
    """Strike out creatures."""
    items = [(token[3:], False) if token.startswith("no-") else (token, True) for token in answer.split()]
    marks = [mark for mark, _ in items]
    if len(items) > instance["size"] or len(set(marks)) < len(marks) or not set(marks) <= set(instance["marks"]):
        return False
    used = {instance["marks"].index(mark) + 1 for mark in marks}
    if any(used >= set(pair) for pair in instance["apart"]):
        return False
    left = {}
    for group in ("ours", "others"):
        creatures = [{instance["marks"][mark - 1] for mark in thing} for thing in instance[group]]
        for mark, present in items:
            creatures = [creature for creature in creatures if (mark in creature) is present]
        left[group] = len(creatures)
    missing, wrong = instance["slips"]
    return left["ours"] >= len(instance["ours"]) - missing and left["others"] <= wrong
