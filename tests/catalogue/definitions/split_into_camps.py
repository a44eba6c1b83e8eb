"""What is right, said again: a split of all people with enough points between the camps and no rule broken.

Candidates: every way to give each person a camp.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True
FORM = r"[A-Z][a-z]+=[1-9]( [A-Z][a-z]+=[1-9])*"
NAMES = "Ann Bob Cas Dan Eve Flo Gil Hob Ivy Joe Kay Lou Mac Ned Oda Pat"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    names = [entry[:3] for entry in solution.split()]
    for camps in product("12", repeat=len(names)):
        yield " ".join(f"{name}={camp}" for name, camp in zip(names, camps, strict=True))


def holds(instance: dict, answer: str) -> bool:
    numbers = dict(entry.split("=") for entry in answer.split())
    camps = [numbers[name] for name in sorted(numbers)]
    members = {str(number): [] for number in range(1, instance["camps"] + 1)}
    if len(answer.split()) != len(camps) or " ".join(sorted(numbers)) != NAMES[: 4 * instance["people"] - 1]:
        return False
    if not set(camps) <= set(members):
        return False
    for person, camp in enumerate(camps):
        members[camp].append(person)
    smallest, largest = min(map(len, members.values())), max(map(len, members.values()))
    points = sum(points for _, _, points in instance["quarrels"])
    points -= sum(p for a, b, p in instance["quarrels"] for group in members.values() if a in group and b in group)
    for kind, a, b in instance["rules"]:
        if (camps[a] == camps[b]) != (kind == "together"):
            return False
    heavy = [group for group in members.values() if instance["loads"] and _load(instance, group) > instance["limit"]]
    return smallest >= 1 and largest <= smallest + 1 and not heavy and points >= instance["least"]


def _load(instance: dict, group: list[int]) -> int:
    return sum(instance["loads"][person] for person in group)
