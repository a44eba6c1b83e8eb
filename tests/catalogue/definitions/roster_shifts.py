"""What is right, said again: each person's working days and shifts, written on a card, keep all rules."""

from collections.abc import Iterator
from itertools import combinations, islice, product

LEVELS = (1, 3, 6)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """At level 1 every roster; else the solution with one or two shifts given to others, or exchanged."""
    names, plan = instance["names"], solution.split()
    if len(names) ** len(plan) <= 19_000:
        yield from (" ".join(each) for each in product(names, repeat=len(plan)))
        return
    for one, two in combinations(range(len(plan)), 2):
        for first, second in islice(product(names, names), 60):
            changed = list(plan)
            changed[one], changed[two] = first, second
            yield " ".join(changed)
        swapped = list(plan)
        swapped[one], swapped[two] = plan[two], plan[one]
        yield " ".join(swapped)


def holds(instance: dict, answer: str) -> bool:
    """Fill in a card for each person and judge the cards."""
    order = answer.split()
    if len(order) != instance["days"] * instance["shifts"] or not set(order) <= set(instance["names"]):
        return False
    cards: dict[str, list[int]] = {
        name: [at for at, who in enumerate(order) if who == name] for name in instance["names"]
    }
    return all(_fits(instance, who, cards[name]) for who, name in enumerate(instance["names"])) and not any(
        {at // instance["shifts"] for at in cards[instance["names"][one]]}
        & {at // instance["shifts"] for at in cards[instance["names"][two]]}
        for one, two in instance["apart"]
    )


def _fits(instance: dict, who: int, card: list[int]) -> bool:
    days = [at // instance["shifts"] for at in card]
    if len(card) != instance["totals"][who] or any(at + 1 in card for at in card):
        return False
    if instance["once"] == "yes" and len(set(days)) < len(days):
        return False
    if any([who, day] in instance["off"] for day in days):
        return False
    if any([who, at % instance["shifts"]] in instance["never"] for at in card):
        return False
    if who not in instance["skilled"] and any(list(divmod(at, instance["shifts"])) in instance["needs"] for at in card):
        return False
    stretch = instance["row"] + 1
    return not instance["row"] or not any(set(range(day, day + stretch)) <= set(days) for day in days)
