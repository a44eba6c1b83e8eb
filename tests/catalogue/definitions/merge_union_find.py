"""What is right, said again: the forest, kept as a list of edges from child to parent, after the commands.

Candidates: the solution with up to three parents changed, and some forests of one tree.
"""

from collections.abc import Iterator
from itertools import combinations, product

LEVELS = (1, 2)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    parents = solution.split()
    for spots in combinations(range(len(parents)), 3):
        for values in product(range(1, instance["size"] + 1), repeat=3):
            changed = list(parents)
            for spot, value in zip(spots, values, strict=True):
                changed[spot] = str(value)
            yield " ".join(changed)
    yield from (" ".join([str(root)] * len(parents)) for root in range(1, len(parents) + 1))


def holds(instance: dict, answer: str) -> bool:
    elements = range(1, instance["size"] + 1)
    edges: set[tuple[int, int]] = set()
    ranks = dict.fromkeys(elements, 0)
    remembered = (set(), dict(ranks))
    for command, *values in instance["operations"]:
        if command == "mark":
            remembered = (set(edges), dict(ranks))
        if command == "undo":
            edges, ranks = set(remembered[0]), dict(remembered[1])
        if command == "leave" and not any(parent == values[0] for _, parent in edges):
            ranks[values[0]] = 0
            edges = {edge for edge in edges if edge[0] != values[0]}
        tops = []
        for value in values if command in ("find", "union") else []:
            edges = _squeezed(edges, value, instance["squeeze"])
            tops.append(_way(edges, value)[-1])
        if len(set(tops)) == 2:
            trees = [_way(edges, element)[-1] for element in elements]
            edges.add(_link(tops, instance["link"], ranks, trees))
    parent = dict(edges)
    return answer == " ".join(str(parent.get(element, element)) for element in elements)


def _link(tops: list[int], rule: str, ranks: dict[int, int], trees: list[int]) -> tuple[int, int]:
    a, b = tops
    if rule == "least":
        return max(a, b), min(a, b)
    if rule == "size":
        return (a, b) if trees.count(a) < trees.count(b) else (b, a)
    if ranks[a] < ranks[b]:
        return a, b
    ranks[a] += ranks[a] == ranks[b]
    return b, a


def _way(edges: set[tuple[int, int]], value: int) -> list[int]:
    way = [value]
    while above := [parent for child, parent in edges if child == way[-1]]:
        way.append(above[0])
    return way


def _squeezed(edges: set[tuple[int, int]], value: int, rule: str) -> set[tuple[int, int]]:
    way = _way(edges, value)
    parent = dict(edges)
    if rule == "full":
        for element in way[:-1]:
            parent[element] = way[-1]
    while rule == "halve" and len(way) > 2:
        parent[way[0]] = way[2]
        way = way[2:]
    return set(parent.items())
