"""What is right, said again: a walk whose legs are, as a multiset, the roads, and which breaks no rule.

Candidates: every walk that uses no road more often than stated, whatever the other rules, whole or cut short, and every
change of one or two places of the solution.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise, product

LEVELS = (1, 2)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    quota = Counter({frozenset(road["ends"]): road["times"] for road in instance["roads"]})
    places = sorted({end for road in instance["roads"] for end in road["ends"]})
    walks = [[place] for place in places]
    while walks and len(walks) < 6_000:
        yield from (" ".join(walk) for walk in walks)
        walks = [[*walk, to] for walk in walks for to in places if _fits([*walk, to], quota)]
    yield from (" ".join(walk) for walk in walks[:6_000])
    planted = solution.split()
    for spots in combinations(range(len(planted)), 2):
        for letters in product(places, repeat=2):
            changed = list(planted)
            for spot, letter in zip(spots, letters, strict=True):
                changed[spot] = letter
            yield " ".join(changed)


def _fits(walk: list[str], quota: Counter) -> bool:
    return not Counter(frozenset(leg) for leg in pairwise(walk)) - quota


def holds(instance: dict, answer: str) -> bool:
    walk = answer.split()
    legs = list(pairwise(walk))
    if Counter(map(frozenset, legs)) != Counter({frozenset(r["ends"]): r["times"] for r in instance["roads"]}):
        return False
    against = {tuple(road["ends"][::-1]) for road in instance["roads"] if road["oneway"]}
    text = "".join(walk)
    return (
        not against & set(legs)
        and not any("".join(turn) in text for turn in instance["turns"])
        and all(_first(text, one) < _first(text, two) for one, two in instance["order"])
        and text.startswith(instance["start"])
    )


def _first(text: str, road: list[str]) -> int:
    there = [text.find("".join(ends)) for ends in (road, road[::-1])]
    return min(place for place in there if place >= 0)
