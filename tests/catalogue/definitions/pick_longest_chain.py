"""What is right, said again: a pick that keeps every rule and is as long as the longest, number by number in or out.

Candidates: every pick in the order of the row, and the solution in reverse and with two numbers exchanged.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise

LEVELS = (1,)
EXHAUSTIVE = True
_known: dict[str, int] = {}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    row = [str(number) for number in instance["numbers"]]
    for size in range(1, len(row) + 1):
        yield from (" ".join(pick) for pick in combinations(row, size))
    pick = solution.split()
    yield " ".join(pick[::-1])
    yield " ".join([pick[1], pick[0], *pick[2:]])


def holds(instance: dict, answer: str) -> bool:
    row = [str(number) for number in instance["numbers"]]
    pick = answer.split()
    if not set(pick) <= set(row) or len(set(pick)) != len(pick):
        return False
    places = [row.index(number) for number in pick]
    if places != sorted(places) or not all(_next(instance, a, b) for a, b in pairwise(places)):
        return False
    if sum(int(b) < int(a) for a, b in pairwise(pick)) > instance["drop"]:
        return False
    if instance["quota"] >= 0 and sum(instance["colours"][at] == 0 for at in places) > instance["quota"]:
        return False
    if instance["through"] >= 0 and instance["through"] not in places:
        return False
    key = str(instance)
    if key not in _known:
        _known[key] = _greatest(instance)
    return len(pick) == _known[key]


def _next(instance: dict, a: int, b: int) -> bool:
    """Tell whether one place of the row may follow another in a pick, falls aside."""
    one, two = instance["numbers"][a], instance["numbers"][b]
    if instance["leap"] and abs(one - two) > instance["leap"]:
        return False
    if instance["near"] and b - a - 1 > instance["near"] - 1:
        return False
    if instance["apart"] and b == a + 1:
        return False
    return not instance["colour"] or instance["colours"][a] != instance["colours"][b]


def _greatest(instance: dict) -> int:
    numbers = instance["numbers"]
    limited = instance["quota"] >= 0

    @cache
    def longest(at: int, last: int, falls: int, reds: int) -> int:
        if at == len(numbers):
            return 0
        out = -99 if at == instance["through"] else longest(at + 1, last, falls, reds)
        falls -= last >= 0 and numbers[at] < numbers[last]
        reds -= limited and instance["colours"][at] == 0
        if falls < 0 or reds < 0 or (last >= 0 and not _next(instance, last, at)):
            return out
        return max(out, 1 + longest(at + 1, at, falls, reds))

    return longest(0, -1, instance["drop"], max(instance["quota"], 0))
