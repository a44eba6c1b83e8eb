"""What is right, said again: the stated number of weights, left turning as strongly as right, and every rule kept."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True  # every weight on every hook or unused


def candidates(instance: dict, solution: str) -> Iterator[str]:
    hooks = ["", *"PQRSTUVW"[: len(instance["arms"])]]
    for choice in product(hooks, repeat=len(instance["weights"])):
        if any(choice):
            pairs = zip(instance["weights"], choice, strict=True)
            yield " ".join(f"{weight}@{hook}" for weight, hook in pairs if hook)


def holds(instance: dict, answer: str) -> bool:
    entries = [entry.split("@") for entry in answer.split()]
    where = {int(weight): hook for weight, hook in entries}
    distance = dict(zip("PQRSTUVW", instance["arms"], strict=False))
    if len(where) != len(entries) or len(where) != instance["used"] or not set(where) <= set(instance["weights"]):
        return False
    load, place = instance["load"]
    hanging = [("PQRSTUVW"[place], load), *((hook, weight) for weight, hook in where.items())]
    left = sum(-distance[hook] * weight for hook, weight in hanging if distance[hook] < 0)
    right = sum(distance[hook] * weight for hook, weight in hanging if distance[hook] > 0)
    for rule in instance["rules"]:
        match rule:
            case ["needs", a, b]:
                kept = b in where or a not in where
            case ["apart", a, b]:
                kept = not (a in where and b in where and where[a] == where[b])
            case ["together", a, b]:
                kept = where.get(a, "none") == where.get(b, "nothing")
            case ["banned", a, hook]:
                kept = (a, "PQRSTUVW"[hook]) not in where.items()
            case ["room", most]:
                kept = all(sum(hook == one for hook in where.values()) <= most for one in distance)
            case _:
                raise ValueError(rule)
        if not kept:
            return False
    return left == right
