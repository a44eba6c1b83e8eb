"""What is right, said again: the towns and links without which fewer pairs of offices have a path between them.

Candidates: every set of towns and shown links.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

LEVELS = (1,)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    items = _towns(instance) + ["-".join(link) for link in instance["links"]]
    for size in range(len(items) + 1):
        yield from (" ".join(chosen) for chosen in combinations(items, size))


def holds(instance: dict, answer: str) -> bool:
    return sorted(answer.split()) == _critical(json.dumps(instance))


@lru_cache(maxsize=8)
def _critical(text: str) -> list[str]:
    instance = json.loads(text)
    links = {frozenset(link): 1 for link in instance["links"]}
    links.update({frozenset(link): 2 for link in instance["double"]})
    for edit in instance["edits"]:
        _change(links, edit)
    towns = _towns(instance)
    people = instance["offices"] or towns
    before = _joined(set(links), towns)
    critical = set()
    for town in towns:
        after = _joined({link for link in links if town not in link}, towns)
        if any(town not in pair and pair in before - after for pair in map(frozenset, combinations(people, 2))):
            critical.add(town)
    for link in links:
        after = _joined(set(links) - {link}, towns)
        if links[link] == 1 and any(pair in before - after for pair in map(frozenset, combinations(people, 2))):
            critical.add("-".join(sorted(link)))
    return sorted(critical)


def _towns(instance: dict) -> list[str]:
    return [chr(65 + number) for number in range(instance["towns"])]


def _change(links: dict, edit: list[str]) -> None:
    kind, one, two = edit[:3]
    if kind == "add" and frozenset((one, two)) not in links:
        links[frozenset((one, two))] = 1
    if kind == "cut" and frozenset((one, two)) in links:
        del links[frozenset((one, two))]
    if kind == "move" and frozenset((one, two)) in links:
        cables = links.pop(frozenset((one, two)))
        new = frozenset((one, edit[3]))
        links[new] = max(links.get(new, cables), cables)
    if kind == "test":
        neighbours = [link for link in links if one in link]
        _change(links, ["add", *edit[2:4]] if len(neighbours) % 2 == 1 else ["cut", *edit[4:6]])


def _joined(links: set, towns: list[str]) -> set:
    """Return all pairs with a path between them, by Warshall's closure."""
    reach = {(a, b) for a in towns for b in towns if a == b or frozenset((a, b)) in links}
    for middle in towns:
        reach |= {(a, b) for a in towns for b in towns if (a, middle) in reach and (middle, b) in reach}
    return {frozenset(pair) for pair in reach}
