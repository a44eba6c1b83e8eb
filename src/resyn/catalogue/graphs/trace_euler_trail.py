"""Walk over every road exactly as often as stated, under one-way streets, forbidden turns and order rules."""

import re
from itertools import pairwise
from random import Random

META = {
    "category": "graphs",
    "skills": ["graph traversal", "search", "constraint solving"],
    "keywords": ["euler trail", "one-way streets", "forbidden turns", "certificate"],
    "answer": "sequence",
    "version": 1,
}

_NAMES = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def generate(level: int, rng: Random) -> dict:
    """Plant a walk, make its legs the roads, and add only rules that the walk keeps."""
    walk: list[str] = []
    for _ in range(20):
        tried = _draw_walk(level, rng)
        walk = tried if len(tried) > len(walk) else walk
    legs = [sorted(leg) for leg in pairwise(walk)]
    once = [leg for leg in legs if legs.count(leg) == 1]
    roads = []
    for place, leg in enumerate(legs):
        if leg not in legs[:place]:
            oneway = level >= 2 and leg in once and rng.random() < 0.4
            ends = walk[place : place + 2] if oneway else rng.sample(leg, 2)
            roads.append({"ends": ends, "oneway": oneway, "times": legs.count(leg)})
    rng.shuffle(roads)
    made = list(zip(walk, walk[1:], walk[2:], strict=False))
    turns = [turn for turn in _turns(roads) if turn not in made]
    banned = rng.sample(turns, min(level // 2 + 1 if level >= 3 else 0, len(turns)))
    rules = [sorted(rng.sample(range(len(once)), 2)) for _ in range((level - 2) // 2 if level >= 4 else 0)]
    order = [[once[a], once[b]] for a, b in rules]
    return {
        "roads": roads,
        "turns": sorted([list(turn) for turn in banned]),
        "order": [rule for place, rule in enumerate(order) if rule not in order[:place]],
        "start": walk[0] if level >= 6 else "",
        "solution": walk,
    }


def _draw_walk(level: int, rng: Random) -> list[str]:
    """Walk at random, over no pair of places twice, or at high levels over few."""
    places = rng.sample(_NAMES, min(6 + level // 2, len(_NAMES)))
    walk, used, doubles = [rng.choice(places)], {}, max(0, (level - 5) // 2)
    while len(walk) <= 8 + level:
        here = walk[-1]
        free = [to for to in places if to != here and frozenset((here, to)) not in used]
        again = [to for to in places if used.get(frozenset((here, to))) == 1 and to != walk[-2]]
        if doubles and again and rng.random() < 0.3:
            free, doubles = again, doubles - 1
        if not free:
            break
        to = rng.choice(free)
        used[frozenset((here, to))] = used.get(frozenset((here, to)), 0) + 1
        walk.append(to)
    return walk


def _turns(roads: list[dict]) -> list[tuple[str, str, str]]:
    """Return the turns that the roads alone permit."""
    legs = [tuple(road["ends"]) for road in roads]
    legs += [leg[::-1] for leg, road in zip(legs, roads, strict=True) if not road["oneway"]]
    return sorted((a, b, c) for a, b in legs for other, c in legs if b == other and a != c)


def observe(instance: dict) -> str:
    """Return the question."""
    lines = []
    for road in instance["roads"]:
        sign = "->" if road["oneway"] else "-"
        lines.append(f"  {road['ends'][0]} {sign} {road['ends'][1]}" + (" (twice)" if road["times"] == 2 else ""))
    rules = ["A road written with - may be walked either way."]
    if any(road["oneway"] for road in instance["roads"]):
        rules.append("A road written with -> may be walked only from its first place to its second.")
    rules.append("Every road is walked exactly once.")
    if any(road["times"] == 2 for road in instance["roads"]):
        rules[-1] = "Every road is walked exactly once, one marked (twice) exactly twice, each time in any direction."
    rules += [f"Who comes from {a} into {b} may not walk on to {c} next." for a, b, c in instance["turns"]]
    rules += [f"Road {'-'.join(one)} is walked before road {'-'.join(two)}." for one, two in instance["order"]]
    rules.append(f"The walk starts at {instance['start']}." if instance["start"] else "The walk may start anywhere.")
    return "\n".join(
        [
            "A postman walks along roads between places. The roads:",
            *lines,
            "Rules:",
            *("- " + rule for rule in rules),
            "Places may be visited any number of times, and the walk may end anywhere. Find such a walk; if there are "
            "several, give any one.",
            "Answer with the places in the order in which they are visited, from the first to the last, separated by "
            "spaces, such as: O I O",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Follow the walk leg by leg."""
    walk = [token.upper() for token in _tokens(answer)]
    if len(walk) != 1 + sum(road["times"] for road in instance["roads"]):
        return False
    if instance["start"] not in ("", walk[0]):
        return False
    roads = {tuple(sorted(road["ends"])): road for road in instance["roads"]}
    first: dict[tuple, int] = {}
    left = {leg: road["times"] for leg, road in roads.items()}
    for number, (here, to) in enumerate(pairwise(walk)):
        leg = tuple(sorted((here, to)))
        if left.get(leg, 0) == 0 or (roads[leg]["oneway"] and roads[leg]["ends"][0] != here):
            return False
        left[leg] -= 1
        first.setdefault(leg, number)
        if number and [walk[number - 1], here, to] in instance["turns"]:
            return False
    return all(first[tuple(one)] < first[tuple(two)] for one, two in instance["order"])


def solve(instance: dict) -> str:
    """Return the planted walk."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave out the first or last leg, walk one leg too many, or walk the other way round."""
    walk = instance["solution"]
    wrong = [walk[:-1], walk[1:], [*walk, walk[-2]]]
    wrong += [walk[::-1]] if not verify(instance, " ".join(walk[::-1])) else []
    swapped = [walk[0], walk[2], walk[1], *walk[3:]]
    wrong += [swapped] if not verify(instance, " ".join(swapped)) else []
    return [" ".join(near) for near in wrong]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
