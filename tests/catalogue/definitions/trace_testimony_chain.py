"""What is right, said again: the statements named, and no others, are true for some facts and some habits."""

from collections.abc import Iterator
from itertools import combinations, pairwise, product

LEVELS = (1, 3, 5)
EXHAUSTIVE = True
FORM = r"[0-9]+( [0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every choice of statements."""
    numbers = range(1, len(instance["said"]) + 1)
    for size in range(1, len(numbers) + 1):
        for chosen in combinations(numbers, size):
            yield " ".join(map(str, chosen))


def holds(instance: dict, answer: str) -> bool:
    """Give everybody a habit, read off which statements are true, and look for facts that agree."""
    named = [int(token) for token in answer.split()]
    turns, count = instance["turns"], len(instance["said"])
    if len(named) != len(set(named)) or not set(named) <= set(range(1, count + 1)):
        return False
    true = [number in named for number in range(1, count + 1)]
    for speaker in range(len(instance["names"])):
        own = [value for value, who in zip(true, turns, strict=True) if who == speaker]
        steady = all(value == own[0] for value in own)
        alternating = all(one != two for one, two in pairwise(own))
        if not steady and not alternating:
            return False
    return any(_agrees(instance, true, facts) for facts in product((False, True), repeat=len(instance["facts"])))


def _agrees(instance: dict, true: list[bool], facts: tuple[bool, ...]) -> bool:
    if any(facts[fact] != bool(value) for fact, value in instance["known"]):
        return False
    for place, (form, indices, number) in enumerate(instance["said"]):
        if form == "fact":
            said = facts[indices[0]] == bool(number)
        elif form == "alike":
            said = len({facts[index] for index in indices}) == (1 if number else 2)
        elif form == "habit":
            latest = max(at for at in range(place) if instance["turns"][at] == indices[0])
            said = true[latest] == bool(number)
        elif form == "about":
            said = true[indices[0]] is (number == 1)
        else:
            said = [true[index] for index in indices].count(True) == number
        if said != true[place]:
            return False
    return True
