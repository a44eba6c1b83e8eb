"""What is right, said again: sorting each told list into the order given takes as many exchanges as pairs are wrong."""

from collections.abc import Iterator
from itertools import islice, permutations

LEVELS = (1, 3, 5, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """All orders (the first 15,000 where there are more), and every event of the solution moved elsewhere."""
    events = solution.split()
    for event in events:
        rest = [other for other in events if other != event]
        for place in range(len(events)):
            yield " ".join([*rest[:place], event, *rest[place:]])
    yield from islice((" ".join(order) for order in permutations(instance["names"])), 15_000)


def holds(instance: dict, answer: str) -> bool:
    """Sort each list by exchanging neighbours and count the exchanges: they are the pairs that were wrong."""
    order = answer.split()
    names = instance["names"]
    if len(order) != len(names) or set(order) != set(names):
        return False
    for kind, events, number in instance["lists"]:
        told = [names[event] for event in events]
        if kind == "close":
            between = (
                order[order.index(told[0]) : order.index(told[1])] or order[order.index(told[1]) : order.index(told[0])]
            )
            right = len(between) - 1 == number
        elif kind == "gap":
            right = order[number] == told[0] and told[1] in order[:number]
        else:
            told = list(reversed(told)) if kind == "back" else told
            right = _exchanges(told, order) == number
        if not right:
            return False
    return True


def _exchanges(told: list[str], order: list[str]) -> int:
    count, at = 0, 0
    told = list(told)
    while at < len(told) - 1:
        if order.index(told[at]) > order.index(told[at + 1]):
            told[at], told[at + 1] = told[at + 1], told[at]
            count, at = count + 1, 0
        else:
            at += 1
    return count
