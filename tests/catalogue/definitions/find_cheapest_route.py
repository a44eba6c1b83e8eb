"""What is right, said again: a permitted route whose cost no other permitted route undercuts.

The least cost comes from distances that are lowered along all roads until nothing changes (Bellman and Ford).
Candidates: every walk of up to seven legs from the start along roads, in whichever direction, and each of them from the
goal backwards.
"""

from collections.abc import Iterator
from itertools import pairwise, product

LEVELS = (1,)
EXHAUSTIVE = False
FORM = r"[A-Z]( [A-Z])*"
_known: dict[str, int] = {}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    near: dict[int, list[int]] = {town: [] for town in range(instance["towns"])}
    for road in instance["roads"]:
        a, b = road["ends"]
        near[a].append(b)
        near[b].append(a)
    walks, found = [[instance["start"]]], [solution]
    for _ in range(7):
        walks = [[*walk, to] for walk in walks for to in near[walk[-1]]]
        found += [" ".join(chr(65 + town) for town in walk) for walk in walks[:6_000]]
    yield from dict.fromkeys(found[:19_000])
    yield from dict.fromkeys(text[::-1] for text in found[:300] if len(text) > 1)


def holds(instance: dict, answer: str) -> bool:
    towns = [ord(letter) - 65 for letter in answer.split()]
    if towns[0] != instance["start"] or towns[-1] != instance["goal"] or len(towns) < 2:
        return False
    if not set(instance["via"]) <= set(towns) or instance["parity"] not in (-1, (len(towns) - 1) % 2):
        return False
    paid, fees = [], 0
    for leg, (here, to) in enumerate(pairwise(towns), start=1):
        roads = [road for road in instance["roads"] if _leads(road, here, to)]
        if not roads:
            return False
        paid.append(roads[0]["fare"] * (2 if roads[0]["night"] and leg % 2 == 0 else 1))
        fees += instance["fees"][to]
    spent = sum(sorted(paid)[:-1] if instance["voucher"] else paid) + fees
    key = str({name: value for name, value in instance.items() if name != "solution"})
    if key not in _known:
        _known[key] = _least(instance)
    return spent == _known[key]


def _leads(road: dict, here: int, to: int) -> bool:
    return road["ends"] == [here, to] or (road["ends"] == [to, here] and not road["oneway"])


def _least(instance: dict) -> int:
    """Return the least cost over states of town, parity of legs, voucher used and required towns seen."""
    via = instance["via"]
    seen = list(product((False, True), repeat=len(via)))
    states = list(product(range(instance["towns"]), (0, 1), (False, True), seen))
    cost = dict.fromkeys(states, 10**9)
    cost[instance["start"], 0, False, tuple(False for _ in via)] = 0
    changed = True
    while changed:
        changed = False
        for (town, odd, used, met), road in product(states, instance["roads"]):
            for to in road["ends"]:
                if to == town or not _leads(road, town, to) or cost[town, odd, used, met] == 10**9:
                    continue
                fare = road["fare"] * (2 if road["night"] and odd else 1)
                after = tuple(old or stop == to for old, stop in zip(met, via, strict=True))
                for pays in {False, instance["voucher"] and not used}:
                    state = (to, 1 - odd, used or pays, after)
                    price = cost[town, odd, used, met] + instance["fees"][to] + (0 if pays else fare)
                    if price < cost[state]:
                        cost[state], changed = price, True
    ends = [s for s in states if s[0] == instance["goal"] and all(s[3]) and instance["parity"] in (-1, s[1])]
    if instance["start"] == instance["goal"]:
        raise ValueError("start and goal are the same town")
    return min(cost[state] for state in ends)
