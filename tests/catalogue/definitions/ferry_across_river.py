"""What is right, said again: crossings that leave no trouble on either bank, and nobody on the left one.

Candidates: the solution with one or two crossings replaced by any load of up to three members, left out or doubled.
"""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 2)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    plan = solution.split()
    loads = ["".join(load) for size in (1, 2, 3) for load in combinations(instance["party"], size)]
    yield solution
    for at in range(len(plan)):
        yield " ".join([*plan[:at], *plan[at + 1 :], *([] if len(plan) > 1 else loads[:1])])
        yield " ".join([*plan[:at], plan[at], *plan[at:]])
        for load in loads:
            yield " ".join([*plan[:at], load, *plan[at + 1 :]])
            for later in range(at + 1, len(plan)):
                for other in loads:
                    yield " ".join([*plan[:at], load, *plan[at + 1 : later], other, *plan[later + 1 :]])


def holds(instance: dict, answer: str) -> bool:
    loads = answer.split()
    if len(loads) > instance["most"]:
        return False
    side = dict.fromkeys(instance["party"], "left")
    boat = "left"
    for load in loads:
        if not 1 <= len(set(load)) == len(load) <= instance["seats"]:
            return False
        if any(side.get(member) != boat for member in load) or not any(rower in load for rower in instance["rowers"]):
            return False
        if any(a in load and b in load for a, b in instance["aboard"]):
            return False
        if instance["limit"] and sum(map(instance["weights"].get, load)) > instance["limit"]:
            return False
        boat = "right" if boat == "left" else "left"
        side.update(dict.fromkeys(load, boat))
        if _trouble(instance, side):
            return False
    return "left" not in side.values()


def _trouble(instance: dict, side: dict[str, str]) -> bool:
    if any(side[a] == side[b] != side[guard] for a, b, guard in instance["quarrels"]):
        return True
    return bool(instance["crowd"]) and list(side.values()).count(side[instance["crowd"]]) == 2
