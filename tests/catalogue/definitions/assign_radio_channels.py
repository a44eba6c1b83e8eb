"""What is right, said again: no rule is broken by the channels given."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1,)
EXHAUSTIVE = True
FORM = r"[0-9]+( [0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every assignment."""
    for plan in product(range(1, instance["values"] + 1), repeat=instance["units"]):
        yield " ".join(map(str, plan))


def holds(instance: dict, answer: str) -> bool:
    """Look for a broken rule."""
    plan = [int(token) for token in answer.split()]
    if len(plan) != instance["units"] or min(plan) < 1 or max(plan) > instance["values"]:
        return False
    return not any(_broken(rule, plan) for rule in instance["rules"])


def _broken(rule: list, plan: list[int]) -> bool:
    kind, units, numbers = rule
    got = [plan[unit] for unit in units]
    if kind == "count":
        return len([value for value in plan if value == numbers[0]]) != numbers[1]
    if kind == "gap":
        return max(got) - min(got) < numbers[0]
    if kind == "higher":
        return got[1] >= got[0]
    if kind == "ban":
        return got == numbers
    if kind == "same":
        return len(set(got)) > 1
    if kind == "sum":
        return sum(got) != numbers[0]
    if kind == "two_of_three":
        return len(set(got)) != 2
    if kind == "if":
        return got[0] == numbers[0] and got[1] != numbers[1]
    return sorted(got)[-1] - sorted(got)[0] != numbers[0]
