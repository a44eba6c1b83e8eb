"""What is right, said again: a subtree's root is its value of lowest rank, and commands change ranks.

Insertion gives the highest rank so far, a rotation puts a value's rank between those of its parent and grandparent, and
a deleted value hands its rank on. Candidates: every arrangement of values that were inserted.
"""

import functools
import operator
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

LEVELS = (1,)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    values = sorted({str(value) for _, value in instance["operations"]})
    for size in range(1, len(values) + 1):
        yield from (" ".join(order) for order in permutations(values, size))


def holds(instance: dict, answer: str) -> bool:
    return answer == _right(_key(instance))


def _key(instance: dict) -> tuple:
    return instance["successor"], instance["order"], tuple(map(tuple, instance["operations"]))


_known: dict[tuple, str] = {}


def _right(key: tuple) -> str:
    if key not in _known:
        successor, order, operations = key
        rank: dict[int, Fraction] = {}
        for command, value in operations:
            _change(rank, command, value, successor=successor)
        depth_first = _walk(rank, order)
        if order == "levels":
            depth_first = sorted(rank, key=lambda value: (len(_path(rank, value)), value))
        _known[key] = " ".join(map(str, depth_first))
    return _known[key]


def _change(rank: dict[int, Fraction], command: str, value: int, *, successor: bool) -> None:
    if command == "insert":
        rank[value] = max(rank.values(), default=Fraction(0)) + 1
    elif command == "delete":
        left, right = _sides(rank, value)
        heir = (min(right) if successor else max(left)) if left and right else None
        if heir is not None:
            rank[heir] = rank[value]
        del rank[value]
    elif command == "root":
        rank[value] = min(rank.values()) - 1
    elif command == "raise":
        above = sorted(rank[other] for other in _path(rank, value))
        if above:
            rank[value] = sum(above[-2:], Fraction(0)) / 2 if len(above) > 1 else above[0] - 1
    else:
        below = sorted(functools.reduce(operator.iadd, _sides(rank, value), []))
        gone = [*below, value] if command == "melt" else below
        for other in gone:
            del rank[other]
        for other in sorted(gone) if command == "melt" else []:
            _change(rank, "insert", other, successor=successor)


def _path(rank: dict[int, Fraction], value: int) -> list[int]:
    """Return all ancestors: those of lower rank than everything between them and the value."""
    between = {
        other: [v for v in rank if min(other, value) < v < max(other, value)] for other in rank if other != value
    }
    return [o for o, inner in between.items() if all(rank[o] < rank[v] for v in [*inner, value])]


def _sides(rank: dict[int, Fraction], value: int) -> tuple[list[int], list[int]]:
    below = [other for other in rank if value in _path(rank, other)]
    return [other for other in below if other < value], [other for other in below if other > value]


def _walk(rank: dict[int, Fraction], order: str) -> list[int]:
    if not rank:
        return []
    root = min(rank, key=lambda value: rank[value])
    left = _walk({value: place for value, place in rank.items() if value < root}, order)
    right = _walk({value: place for value, place in rank.items() if value > root}, order)
    return [root, *left, *right] if order == "preorder" else [*left, *right, root]
