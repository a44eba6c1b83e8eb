"""What is right, said again: the array after operations that sort a value into a path of the tree.

Candidates: the solution with up to three values exchanged among each other, one value replaced by one of the
operations, left out or doubled.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import combinations, permutations

LEVELS = (1, 2)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    right = solution.split()
    for spots in combinations(range(len(right)), 3):
        for order in permutations(spots):
            changed = list(right)
            for spot, other in zip(spots, order, strict=True):
                changed[spot] = right[other]
            yield " ".join(changed)
    others = {str(value) for operation in instance["operations"] for value in operation[1:]}
    for at in range(len(right)):
        yield " ".join(right[:at] + right[at + 1 :])
        yield " ".join([*right[:at], right[at], *right[at:]])
        yield from (" ".join([*right[:at], other, *right[at + 1 :]]) for other in sorted(others))


def holds(instance: dict, answer: str) -> bool:
    heap, arity, sign = list(instance["array"]), instance["arity"], 1
    if instance["rebuild"]:
        _rebuild(heap, arity)
    for kind, *numbers in instance["operations"]:
        if kind == "test":
            kind = "pop" if heap[0] % 2 == 0 else "push"
        if kind == "flip":
            sign = -sign
            heap = [-value for value in heap]
            _rebuild(heap, arity)
            continue
        value = sign * numbers[-1] if numbers else 0
        if kind == "push":
            heap.append(value)
            _lift(heap, len(heap) - 1, arity)
            continue
        at = {"set": numbers[0] if numbers else 0, "delete": heap.index(value) if kind == "delete" else 0}.get(kind, 0)
        if kind in ("pop", "delete"):
            value = heap.pop()
            if at == len(heap):
                continue
        heap[at] = value
        if kind in ("pop", "replace") or not _lift(heap, at, arity):
            _sink(heap, at, arity)
    return answer == " ".join(str(sign * value) for value in heap)


def _rebuild(heap: list[int], arity: int) -> None:
    for at in sorted(range(len(heap)), reverse=True):
        _sink(heap, at, arity)


def _lift(heap: list[int], at: int, arity: int) -> bool:
    """Sort a value into the path from the root to its place; tell whether it moved."""
    path = [at]
    while path[0]:
        path.insert(0, (path[0] - 1) // arity)
    values = [heap[place] for place in path]
    above, value = values[:-1], values[-1]
    spot = bisect_left(above, value)
    for place, moved in zip(path, [*above[:spot], value, *above[spot:]], strict=True):
        heap[place] = moved
    return spot < len(above)


def _sink(heap: list[int], at: int, arity: int) -> None:
    """Sort a value into the path of smallest children below it."""
    path, value = [], heap[at]
    here = at
    while children := [child for child in range(arity * here + 1, arity * here + arity + 1) if child < len(heap)]:
        here = min(children, key=heap.__getitem__)
        path.append(here)
    below = [heap[place] for place in path]
    spot = bisect_left(below, value)
    for place, moved in zip([at, *path], [*below[:spot], value, *below[spot:]], strict=True):
        heap[place] = moved
