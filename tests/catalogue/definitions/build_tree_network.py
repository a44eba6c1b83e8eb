"""What is right, said again: cables, one fewer than houses, that leave one piece, keep the limits and fit the budget.

Candidates: every set of offered cables.
"""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 2)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    names = list(_offers(instance))
    for size in range(1, len(names) + 1):
        yield from (" ".join(chosen) for chosen in combinations(names, size))


def holds(instance: dict, answer: str) -> bool:
    offers = _offers(instance)
    names = answer.split()
    houses = [chr(65 + number) for number in range(instance["houses"])]
    if len(set(names)) != len(names) or len(names) != len(houses) - 1 or not set(names) <= set(offers):
        return False
    piece = {house: house for house in houses}
    for name in names:
        one, two = (piece[end] for end in name.split("-"))
        piece = {house: two if root == one else root for house, root in piece.items()}
    if len(set(piece.values())) > 1:
        return False
    ends = "".join(names)
    if any(ends.count(house) > instance["degree"] for house in houses):
        return False
    if any(ends.count(houses[house]) > 1 for house in instance["ends"]):
        return False
    numbers = [offers[name][0] for name in names]
    if any(set(pair) <= set(numbers) for pair in instance["clash"]):
        return False
    if instance["red"] is not None and [offers[name][2] for name in names].count("r") > instance["red"]:
        return False
    if instance["reach"] is not None and _depth("A", "", names) > instance["reach"]:
        return False
    return sum(offers[name][1] for name in names) <= instance["budget"]


def _depth(house: str, parent: str, names: list[str]) -> int:
    below = [name.replace("-", "").replace(house, "") for name in names if house in name]
    return max([0, *(1 + _depth(other, house, names) for other in below if other != parent)])


def _offers(instance: dict) -> dict:
    return {f"{chr(65 + a)}-{chr(65 + b)}": (at, *rest) for at, (a, b, *rest) in enumerate(instance["cables"])}
