"""What is right, said again: few posts, no junction left in the dark, and no rule broken.

Candidates: every set of junctions.
"""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 2, 3)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    names = _names(instance)
    for size in range(1, len(names) + 1):
        yield from (" ".join(chosen) for chosen in combinations(names, size))


def holds(instance: dict, answer: str) -> bool:
    names = _names(instance)
    posts = answer.split()
    seen_from = {name: {name} for name in names}
    for a, b in instance["paths"]:
        seen_from[names[b]].add(names[a])
        seen_from[names[a]].add(names[b])
    for a, b in instance["oneway"]:
        seen_from[names[b]].add(names[a])
    for name in names:
        watching = seen_from[name].intersection(posts)
        if not watching:
            return False
        if names.index(name) in instance["twice"] and name not in posts and len(watching) == 1:
            return False
        if instance["alone"] and name in posts and watching != {name}:
            return False
    both = [[names[a] in posts, names[b] in posts].count(True) for a, b in instance["apart"]]
    one = [[names[a] in posts, names[b] in posts].count(True) for a, b in instance["either"]]
    return 2 not in both and set(one) <= {1} and len(posts) <= instance["most"]


def _names(instance: dict) -> list[str]:
    return [chr(ord("A") + number) for number in range(instance["junctions"])]
