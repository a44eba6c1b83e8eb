"""Find a cheapest route between two towns under fees, one-way roads, vouchers and required stops."""

import heapq
import re
from itertools import pairwise
from random import Random
from typing import Any

META = {
    "category": "algorithms",
    "skills": ["shortest paths", "state tracking"],
    "keywords": ["weighted graph", "dijkstra", "certificate"],
    "answer": "sequence",
    "version": 1,
}

_TWISTS = ("oneway", "fees", "voucher", "parity", "via", "night")
_State = tuple[int, int, int, int]  # town, legs travelled modulo 2, voucher used, required towns seen (bit mask)


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw a road map and the twists of the level; of several trips keep the one whose cheapest route is longest."""
    twists = sorted(rng.sample(_TWISTS, min(level - 1, len(_TWISTS))))
    towns = 7 + level
    ring = rng.sample(range(towns), towns)
    pairs = [[ring[i - 1], ring[i]] for i in range(towns)]  # a ring keeps every town within reach of every other
    while len(pairs) < 8 * towns // 5:
        pair = rng.sample(range(towns), 2)
        if pair not in pairs and pair[::-1] not in pairs:
            pairs.append(pair)
    rng.shuffle(pairs)
    roads = [
        {
            "ends": pair,
            "fare": rng.randint(3, 25),
            "oneway": "oneway" in twists and rng.random() < 0.4,
            "night": "night" in twists and rng.random() < 0.4,
        }
        for pair in pairs
    ]
    fees = [rng.randint(1, 9) if "fees" in twists and rng.random() < 0.6 else 0 for _ in range(towns)]
    best: dict[str, Any] = {}
    for _ in range(12):
        start, goal, *via = rng.sample(range(towns), 3 + min(level // 8, 2))
        instance = {
            "towns": towns,
            "roads": roads,
            "fees": fees,
            "start": start,
            "goal": goal,
            "voucher": "voucher" in twists,
            "parity": rng.randrange(2) if "parity" in twists else -1,
            "via": sorted(via) if "via" in twists else [],
        }
        route = _dijkstra(instance)
        if not route:  # between the two sides of a two-sided map only the other parity is possible
            instance["parity"] = 1 - instance["parity"]
            route = _dijkstra(instance)
        if len(route) > len(best.get("solution", [])):
            best = {**instance, "solution": route}
    return best


def _legs(instance: dict[str, Any]) -> list[dict[int, tuple[int, bool]]]:
    """Return, for each town, the towns that a road leads to with fare and night surcharge."""
    legs: list[dict[int, tuple[int, bool]]] = [{} for _ in range(instance["towns"])]
    for road in instance["roads"]:
        a, b = road["ends"]
        legs[a][b] = road["fare"], road["night"]
        if not road["oneway"]:
            legs[b][a] = road["fare"], road["night"]
    return legs


def _moves(
    instance: dict[str, Any], legs: list[dict[int, tuple[int, bool]]], state: _State
) -> list[tuple[int, _State]]:
    town, odd, used, seen = state
    moves = []
    for to, (fare, night) in legs[town].items():
        price, fee = fare * (2 if night and odd else 1), instance["fees"][to]
        mask = seen | (1 << instance["via"].index(to) if to in instance["via"] else 0)
        moves.append((price + fee, (to, 1 - odd, used, mask)))
        if instance["voucher"] and not used:
            moves.append((fee, (to, 1 - odd, 1, mask)))
    return moves


def _is_final(instance: dict[str, Any], state: _State) -> bool:
    town, odd, _, seen = state
    return town == instance["goal"] and instance["parity"] in (-1, odd) and seen == (1 << len(instance["via"])) - 1


def _dijkstra(instance: dict[str, Any]) -> list[int]:
    legs, first = _legs(instance), (instance["start"], 0, 0, 0)
    cost, before = {first: 0}, {first: first}
    queue = [(0, first)]
    while queue:
        price, state = heapq.heappop(queue)
        if _is_final(instance, state):
            route = [state]
            while route[-1] != first:
                route.append(before[route[-1]])
            return [step[0] for step in reversed(route)]
        for extra, after in _moves(instance, legs, state):
            if price == cost[state] and price + extra < cost.get(after, price + extra + 1):
                cost[after], before[after] = price + extra, state
                heapq.heappush(queue, (price + extra, after))
    return []


def _least_cost(instance: dict[str, Any]) -> int | None:
    """Return the least cost over all routes, leg by leg: round n holds the cheapest routes of exactly n legs."""
    legs = _legs(instance)
    layer: dict[_State, int] = {(instance["start"], 0, 0, 0): 0}
    cheapest = dict(layer)
    while layer:
        following: dict[_State, int] = {}
        for state, price in layer.items():
            for extra, after in _moves(instance, legs, state):
                if price + extra < cheapest.get(after, price + extra + 1):
                    cheapest[after] = following[after] = price + extra
        layer = following
    return min((price for state, price in cheapest.items() if _is_final(instance, state)), default=None)


def _price(instance: dict[str, Any], route: list[int]) -> int | None:
    """Return what a route costs, None where it is no route from start to goal that keeps the rules."""
    legs, fares, fees = _legs(instance), [], 0
    for number, (here, to) in enumerate(pairwise(route), start=1):
        if to not in legs[here]:
            return None
        fare, night = legs[here][to]
        fares.append(2 * fare if night and number % 2 == 0 else fare)
        fees += instance["fees"][to]
    wrong_ends = not fares or route[0] != instance["start"] or route[-1] != instance["goal"]
    if wrong_ends or instance["parity"] not in (-1, len(fares) % 2) or any(t not in route for t in instance["via"]):
        return None
    return sum(fares) + fees - (max(fares) if instance["voucher"] else 0)


def _name(town: int) -> str:
    return chr(ord("A") + town % 26) + (str(town // 26) if town >= 26 else "")


def observe(instance: dict[str, Any]) -> str:
    """State the map, the rules of the trip and the answer format."""
    roads = []
    for road in instance["roads"]:
        a, b = (_name(end) for end in road["ends"])
        arrow = "->" if road["oneway"] else "-"
        roads.append(f"{a} {arrow} {b}: {road['fare']}{' (night)' if road['night'] else ''}")
    fees = ", ".join(f"{_name(town)} {fee}" for town, fee in enumerate(instance["fees"]) if fee)
    via = " and ".join(_name(town) for town in instance["via"])
    rules = [
        "The cost of a route is the sum of the fares of its legs; one leg is one road travelled once. A route may use"
        " towns and roads more than once, and each use is paid.",
        "A road written with - can be travelled both ways, one written with -> only from its first town to its second."
        if any(road["oneway"] for road in instance["roads"])
        else "",
        "The fare of a road marked (night) is doubled when it is travelled as leg number 2, 4, 6, ... of the route."
        if any(road["night"] for road in instance["roads"])
        else "",
        f"Each time the route enters one of these towns, a fee is added (none for the town it starts from): {fees}."
        if fees
        else "",
        "A voucher pays the dearest leg of the route: the largest single fare paid is taken off the cost once; "
        "fees and other legs of the same fare are still paid."
        if instance["voucher"]
        else "",
        f"The route must have an {('even', 'odd')[instance['parity']]} number of legs."
        if instance["parity"] >= 0
        else "",
        f"The route must come through {via}, in any order." if via and len(instance["via"]) > 1 else "",
        f"The route must come through {via}." if via and len(instance["via"]) == 1 else "",
    ]
    return (
        f"These roads join {instance['towns']} towns, with their fares:\n{chr(10).join(roads)}\n\nRules:\n"
        + "\n".join(f"- {rule}" for rule in rules if rule)
        + f"\n\nFind a route from {_name(instance['start'])} to {_name(instance['goal'])} of the least possible cost. "
        "If several routes have it, any of them is accepted. Answer with the towns in the order visited, with start "
        "and goal, separated by spaces (the format, not a hint: Z9 Y9 X9)."
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check the route leg by leg and compare its cost with the least possible."""
    numbers = {_name(town): town for town in range(instance["towns"])}
    tokens = [token.upper() for token in _tokens(answer)]
    if len(tokens) > 2000 or not all(token in numbers for token in tokens):
        return False
    price = _price(instance, [numbers[token] for token in tokens])
    return price is not None and price == _least_cost(instance)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the route that Dijkstra's algorithm found."""
    return " ".join(_name(town) for town in instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Stop early, start late, run backwards, or take the route that is cheapest without the special rules."""
    route: list[int] = instance["solution"]
    plain = {**instance, "fees": [0] * instance["towns"], "voucher": False, "parity": -1, "via": []}
    hurried = _dijkstra({**plain, "roads": [{**road, "night": False} for road in instance["roads"]]})
    fewest = _dijkstra({**plain, "roads": [{**road, "night": False, "fare": 1} for road in instance["roads"]]})
    wrong = [route[:-1], route[1:], route[::-1]]
    least = _price(instance, route)
    for near in (hurried, fewest):
        wrong += [near] if near not in wrong and _price(instance, near) != least else []
    return [" ".join(_name(town) for town in near) for near in wrong]
