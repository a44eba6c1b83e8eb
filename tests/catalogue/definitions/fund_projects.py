"""What is right, said again: in a cash book of all payments no year ends below zero, and the last ends high."""

from collections.abc import Iterator
from itertools import combinations, product

LEVELS = (1, 2, 5)
EXHAUSTIVE = False
FORM = r"[0-9]+( [0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every plan where there are at most 19,000 (at level 1); else the solution with one or two years changed."""
    years = range(instance["years"] + 1)
    plan = [int(token) for token in solution.split()]
    if len(years) ** len(plan) <= 19_000:
        yield from (" ".join(map(str, each)) for each in product(years, repeat=len(plan)))
        return
    for one, two in combinations(range(len(plan)), 2):
        for first, second in product(years, years):
            changed = list(plan)
            changed[one], changed[two] = first, second
            yield " ".join(map(str, changed))


def holds(instance: dict, answer: str) -> bool:
    """Keep the cash book."""
    plan = {number: int(token) for number, token in enumerate(answer.split(), start=1)}
    projects = dict(enumerate(instance["projects"], start=1))
    if len(plan) != len(projects) or max(plan.values()) > instance["years"]:
        return False
    chosen = {number: year for number, year in plan.items() if year}
    book = dict.fromkeys(range(1, instance["years"] + 2), 0)
    for number, year in chosen.items():
        project = projects[number]
        first = project["after"]
        if first and (first not in chosen or chosen[first] + projects[first]["wait"] > year):
            return False
        book[year] -= project["cost"]
        back = year + project["wait"]
        for between in range(year + 1, back):
            book[between] -= project["upkeep"] if between <= instance["years"] else 0
        if back in book:
            book[back] += project["gain"]
    starts = list(chosen.values())
    if instance["most"] and any(starts.count(year) > instance["most"] for year in starts):
        return False
    if any(one in chosen and two in chosen for one, two in instance["clashes"]):
        return False
    cash = instance["cash"]
    for year in sorted(book):
        cash += book[year]
        if cash < 0:
            return False
    return cash >= instance["goal"]
