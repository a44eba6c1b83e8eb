"""What is right, said again: a conclusion is named exactly when it holds in every world in which the premises hold."""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

LEVELS = (1, 2, 4)
EXHAUSTIVE = True
FORM = r"[0-9]+( [0-9]+)*"
BEYOND = (3,)  # level 5 has too many worlds


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every choice of conclusions."""
    numbers = range(1, len(instance["conclusions"]) + 1)
    for size in range(1, len(numbers) + 1):
        for chosen in combinations(numbers, size):
            yield " ".join(map(str, chosen))


def holds(instance: dict, answer: str) -> bool:
    """Compare with what holds in all worlds."""
    named = [int(token) for token in answer.split()]
    return len(named) == len(set(named)) and set(named) == _right(json.dumps(instance))


@lru_cache(maxsize=8)
def _right(text: str) -> set[int]:
    """Go through every world: every set of kinds of creature that has members."""
    instance = json.loads(text)
    groups = range(1, len(instance["names"]) + 1)
    kinds = [frozenset(g for g in groups if number >> g & 1) for number in range(0, 2 ** (len(groups) + 1), 2)]
    if len(kinds) > 16:
        raise ValueError("too many worlds to go through")
    right = set(range(1, len(instance["conclusions"]) + 1))
    premises = [_truth(each, kinds) for each in instance["premises"]]
    conclusions = [_truth(each, kinds) for each in instance["conclusions"]]
    full = [sum(1 << at for at, kind in enumerate(kinds) if group in kind) for group in groups]
    for world in range(1 << len(kinds)):
        if instance["inhabited"] and not all(world & members for members in full):
            continue
        if all(_holds_in(table, world) for table in premises):
            right -= {at for at in right if not _holds_in(conclusions[at - 1], world)}
    return right


def _truth(statement: list, kinds: list[frozenset]) -> tuple[str, int, int]:
    form, about, last = statement

    def inside(kind: frozenset, group: int) -> bool:
        return group in kind if group > 0 else -group not in kind

    subject = sum(1 << at for at, kind in enumerate(kinds) if all(inside(kind, group) for group in about))
    predicate = sum(1 << at for at, kind in enumerate(kinds) if inside(kind, last))
    return form, subject, predicate


def _holds_in(table: tuple[str, int, int], world: int) -> bool:
    form, subject, predicate = table
    those = world & subject
    if form == "all":
        return those & predicate == those
    if form == "no":
        return those & predicate == 0
    if form == "some":
        return those & predicate != 0
    return those & predicate != those
