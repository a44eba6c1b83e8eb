"""What is right, said again: relations as sets of pairs of persons, joined like tables."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import combinations, islice

LEVELS = (1, 5)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield sets of names (the first of each size), and the solution in reverse or with one more."""
    names = sorted(instance["people"])
    for size in range(1, len(names) + 1 if len(names) < 12 else 5):
        yield from map(" ".join, islice(combinations(names, size), 600))
    right = solution.split()
    yield from (" ".join([*right, name]) for name in names)
    yield from (" ".join([*right[:at], *right[at + 1 :]]) for at in range(len(right)))
    yield from (" ".join([*right[:at], name, *right[at + 1 :]]) for at in range(len(right)) for name in names)
    yield " ".join(reversed(right))


def holds(instance: dict, answer: str) -> bool:
    wanted = _wanted(json.dumps(instance))
    named = answer.split(" ")
    return set(named) == wanted and len(named) == len(wanted)


@cache
def _wanted(text: str) -> set[str]:
    instance = json.loads(text)
    who, at = instance["asked"]
    return {one for one, two in _pairs(instance, ["term", at]) if two == who}


def _pairs(instance: dict, relation: list) -> set[tuple[str, str]]:
    """Return all pairs of which the first is what the relation says to the second."""
    kind, sex = relation
    if kind == "term":
        first, second, age = instance["terms"][sex]
        left, right = _pairs(instance, first), _pairs(instance, second)
        joined = {(one, two) for one, middle in left for other, two in right if middle == other and one != two}
        born = {name: year for name, (_, year) in instance["people"].items()}
        return {(a, b) for a, b in joined if age == 0 or (born[a] < born[b] if age == 1 else born[a] > born[b])}
    parents = {
        (adult, child) for man, woman, children in instance["couples"] for child in children for adult in (man, woman)
    }
    base = {
        "parent": parents,
        "child": {(child, adult) for adult, child in parents},
        "sibling": {(a, b) for _, _, children in instance["couples"] for a in children for b in children if a != b},
        "spouse": {pair for man, woman, _ in instance["couples"] for pair in ((man, woman), (woman, man))},
    }[kind]
    return {(a, b) for a, b in base if sex == 0 or instance["people"][a][0] == ("m" if sex == 1 else "f")}
