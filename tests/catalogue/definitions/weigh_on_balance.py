"""What is right, said again: the stated number of weights, left turning as strongly as right, and every rule kept."""

import re
from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True  # every weight on every hook or unused
CANONICAL = re.compile(r"[1-9][0-9]*@[P-W]( [1-9][0-9]*@[P-W])*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    hooks = ["", *"PQRSTUVW"[: len(instance["arms"])]]
    for choice in product(hooks, repeat=len(instance["weights"])):
        if any(choice):
            pairs = zip(instance["weights"], choice, strict=True)
            yield " ".join(f"{weight}@{hook}" for weight, hook in pairs if hook)


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    entries = [entry.split("@") for entry in answer.split()]
    where = {int(weight): hook for weight, hook in entries}
    distance = dict(zip("PQRSTUVW", instance["arms"], strict=False))
    if not set(where.values()) <= set(distance):
        return False
    if len(where) != len(entries) or len(where) != instance["used"] or not set(where) <= set(instance["weights"]):
        return False
    load, place = instance["load"]
    hanging = [("PQRSTUVW"[place], load), *((hook, weight) for weight, hook in where.items())]
    left = sum(-distance[hook] * weight for hook, weight in hanging if distance[hook] < 0)
    right = sum(distance[hook] * weight for hook, weight in hanging if distance[hook] > 0)
    return left == right and all(keeps(rule, where, distance) for rule in instance["rules"])


def keeps(rule: list, where: dict[int, str], distance: dict[str, int]) -> bool:
    match rule:
        case ["needs", a, b]:
            return b in where or a not in where
        case ["apart", a, b]:
            return not (a in where and b in where and where[a] == where[b])
        case ["together", a, b]:
            return where.get(a, "none") == where.get(b, "nothing")
        case ["banned", a, hook]:
            return (a, "PQRSTUVW"[hook]) not in where.items()
        case ["room", most]:
            return all(sum(hook == one for hook in where.values()) <= most for one in distance)
    raise ValueError(rule)
