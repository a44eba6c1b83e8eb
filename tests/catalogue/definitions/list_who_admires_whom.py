"""What is right, said again: in the table of who admires whom, everything counted or claimed is so."""

from collections.abc import Iterator
from itertools import combinations, permutations

LEVELS = (1, 2)
EXHAUSTIVE = True
FORM = r"[A-Z][a-z]+>[A-Z][a-z]+( [A-Z][a-z]+>[A-Z][a-z]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every list of so many pairs, one pair more or one less."""
    pairs = [f"{one}>{two}" for one, two in permutations(instance["names"], 2)]
    for size in (instance["count"] - 1, instance["count"], instance["count"] + 1):
        for chosen in combinations(pairs, size):
            yield " ".join(chosen)


def holds(instance: dict, answer: str) -> bool:
    """Judge the relation as a set of pairs."""
    names = instance["names"]
    tokens = [token.split(">") for token in answer.split()]
    if not {name for token in tokens for name in token} <= set(names):
        return False
    pairs = {(names.index(one), names.index(two)) for one, two in tokens}
    if len(pairs) != instance["count"] or len(tokens) != len(pairs) or any(a == b for a, b in pairs):
        return False
    return all(_true(rule, pairs, range(len(names))) for rule in instance["rules"])


def _true(rule: list, pairs: set[tuple[int, int]], people: range) -> bool:  # noqa: C901
    kind, chosen, number = rule
    a, b = [*chosen, -1, -1][:2]
    if kind == "out":
        return len([1 for one, _ in pairs if one == a]) == number
    if kind == "into":
        return len([1 for _, two in pairs if two == a]) == number
    if kind == "not":
        return (a, b) not in pairs
    if kind == "mutual":
        return len([1 for one, two in pairs if (two, one) in pairs]) == 2 * number
    if kind == "idle":
        return len(set(people) - {one for one, _ in pairs}) == number
    if kind == "copy":
        return not [1 for one, two in pairs if two == a and one != b and (one, b) not in pairs]
    if kind in ("step", "nostep"):
        return any((a, who) in pairs and (who, b) in pairs for who in people) == (kind == "step")
    if kind == "cycles":
        turns = [t for t in permutations(people, 3) if {(t[0], t[1]), (t[1], t[2]), (t[2], t[0])} <= pairs]
        return len({frozenset(turn) for turn in turns}) == number
    if kind == "shared":
        return len([1 for who in people if {(a, who), (b, who)} <= pairs]) == number
    if kind == "closed":
        return not [1 for one, two in pairs if (a, one) in pairs and two != a and (a, two) not in pairs]
    layers = [{a}]
    while layers[-1]:
        before = set().union(*layers)
        layers.append({two for one, two in pairs if one in layers[-1]} - before)
    if kind == "chain":
        return number < len(layers) and b in layers[number]
    return len(set().union(*layers)) - 1 == number
