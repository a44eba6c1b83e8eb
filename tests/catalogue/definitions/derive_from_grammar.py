"""What is right, said again: the rule numbers, read as a list of orders, expand S from left to right to the string."""

import re
from collections.abc import Iterator
from itertools import product

LEVELS = (1, 6, 9)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every list of rules of permitted length (a length with too many is left out), and all one-rule changes."""
    rules, steps = range(1, len(instance["rules"]) + 1), instance["steps"]
    for size in range(1, steps + 1):
        if len(rules) ** size < 19_000 - sum(len(rules) ** shorter for shorter in range(1, size)):
            yield from (" ".join(map(str, route)) for route in product(rules, repeat=size))
    yield from (" ".join(map(str, near)) for near in _near([int(token) for token in solution.split()], list(rules)))


def _near(route: list[int], rules: list[int]) -> Iterator[list[int]]:
    yield route
    for place in range(len(route)):
        yield from ([*route[:place], rule, *route[place + 1 :]] for rule in rules if rule != route[place])


def holds(instance: dict, answer: str) -> bool:
    """Expand symbol by symbol with a stack of what is still to come; all left of the stack's top is final."""
    if not re.fullmatch(r"[0-9]+( [0-9]+)*", answer):
        return False
    orders = [int(token) for token in answer.split()]
    if len(orders) > instance["steps"]:
        return False
    done, stack, place = "", ["S"], 0
    while stack:
        sign = stack.pop()
        if sign.islower():
            done += sign
            continue
        if place == len(orders) or not 0 < orders[place] <= len(instance["rules"]):
            return False
        left, right = instance["rules"][orders[place] - 1]
        if left != sign or not all(done[-1:] == wanted for rule, wanted in instance["behind"] if rule == orders[place]):
            return False
        if place and [orders[place - 1], orders[place]] in instance["bans"]:
            return False
        stack.extend(reversed(right))
        place += 1
    used = {rule: orders.count(rule) for rule in orders}
    return place == len(orders) and done == instance["text"] and all(used.get(r, 0) <= n for r, n in instance["limits"])
