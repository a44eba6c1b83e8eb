"""What is right, said again: each cabin has one of each kind, and every clue is true along the street."""

from collections.abc import Iterator
from itertools import islice, permutations, product

LEVELS = (1, 2)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every way to put one of each kind into each cabin."""
    orders = [list(permutations(sorted(values))) for _, values in instance["pools"]]
    for rows in islice(product(*orders), 20_000):
        yield "\n".join(" ".join(cabin) for cabin in zip(*rows, strict=True))


def holds(instance: dict, answer: str) -> bool:
    """Walk along the street and judge each clue by the cabins in which its values stand."""
    street = [line.split() for line in answer.split("\n")]
    pools = [values for _, values in instance["pools"]]
    if len(street) != len(pools[0]) or any(len(cabin) != len(pools) for cabin in street):
        return False
    if any(sorted(cabin[at] for cabin in street) != sorted(values) for at, values in enumerate(pools)):
        return False
    return all(_judge(clue, pools, street) for clue in instance["clues"])


def _judge(clue: list, pools: list, street: list[list[str]]) -> bool:
    kind, values, number = clue
    at = [next(n for n, cabin in enumerate(street, start=1) if pools[k][v] == cabin[k]) for k, v in values]
    if kind == "same":
        return len(set(at)) == 1
    if kind == "not":
        return len(set(at)) == 2
    if kind == "left":
        return at[1] in range(at[0] + 1, len(street) + 1)
    if kind in ("next", "apart"):
        return at[0] - at[1] in ((1, -1) if kind == "next" else (number, -number))
    if kind == "end":
        return at[0] == 1 or at[0] == len(street)
    if kind == "either":
        return [other == at[0] for other in at[1:]].count(True) == 1
    if kind == "between":
        return at[0] in range(min(at[1:]) + 1, max(at[1:]))
    if kind == "if":
        return at[0] != at[1] or at[2] in (at[0] - 1, at[0] + 1)
    assert kind == "one"
    return [at[0] == at[1], at[2] == at[3]].count(True) == 1
