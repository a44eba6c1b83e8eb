"""What is right, said again: walking along every single path, each is blocked by a choice within the budget."""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

LEVELS = (1, 3, 6)
EXHAUSTIVE = True
FORM = r"[A-Z]( [A-Z])*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every choice of variables."""
    for size in range(1, len(instance["names"]) + 1):
        for chosen in combinations(sorted(instance["names"]), size):
            yield " ".join(chosen)


def holds(instance: dict, answer: str) -> bool:
    """Judge the choice path by path."""
    named = answer.split()
    if len(set(named)) < len(named) or not set(named) <= set(instance["names"]):
        return False
    chosen = {instance["names"].index(name) for name in named}
    costs = [instance["costs"][node] for node in chosen]
    if {0, 1} & chosen or set(instance["hidden"]) & chosen or sum(costs) > instance["budget"]:
        return False
    paths, below = _diagram(json.dumps([instance["edges"], len(instance["names"])]))
    if instance["back"] and chosen & below[0]:
        return False
    for path in paths:
        if instance["back"] and [path[0], path[1]] in instance["edges"]:
            continue
        blocked = False
        for before, node, after in zip(path, path[1:], path[2:], strict=False):
            meeting = [before, node] in instance["edges"] and [after, node] in instance["edges"]
            if meeting:
                blocked |= not chosen & (below[node] | {node})
            else:
                blocked |= node in chosen
        if not blocked:
            return False
    return True


@lru_cache(maxsize=32)
def _diagram(text: str) -> tuple[list[list[int]], list[set[int]]]:
    """Return all paths between 0 and 1, and the descendants of each variable."""
    edges, count = json.loads(text)
    paths, stack = [], [[0]]
    while stack:
        path = stack.pop()
        for one, two in edges + [edge[::-1] for edge in edges]:
            if one == path[-1] and two not in path:
                (paths if two == 1 else stack).append([*path, two])
    below = [{two for one, two in edges if one == node} for node in range(count)]
    for _ in range(count):
        below = [nodes.union(*(below[node] for node in nodes)) for nodes in below]
    return paths, below
