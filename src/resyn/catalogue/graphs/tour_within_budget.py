"""Find a round tour through all towns that costs no more than a budget and keeps rules on turns and order."""

import re
from itertools import permutations
from random import Random

META = {
    "category": "graphs",
    "skills": ["optimisation", "search", "arithmetic"],
    "keywords": ["travelling salesman", "hamiltonian cycle", "forbidden turns", "budget"],
    "answer": "sequence",
    "version": 1,
}

_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def generate(level: int, rng: Random) -> dict:
    """Draw fares and rules that a planted tour keeps; the budget is what the best tour found costs."""
    towns = min(6 + level // 3, 26)
    fares = [[0] * towns for _ in range(towns)]
    for a in range(towns):
        for b in range(a):
            fares[a][b] = rng.randint(5, 40)
            fares[b][a] = fares[a][b] if level < 3 else max(3, fares[a][b] + rng.randint(-12, 12))
    tour = [0, *rng.sample(range(1, towns), towns - 1)]
    steps = [[tour[place - 1], tour[place], tour[(place + 1) % towns]] for place in range(towns)]
    turns = [rng.sample(range(towns), 3) for _ in range(3 * level if level >= 2 else 0)]
    before = [[tour[i], tour[j]] for i, j in (sorted(rng.sample(range(1, towns), 2)) for _ in range((level - 2) // 2))]
    instance = {
        "fares": fares,
        "turns": sorted(turn for place, turn in enumerate(turns) if turn not in steps and turn not in turns[:place]),
        "before": sorted(pair for place, pair in enumerate(before) if level >= 4 and pair not in before[:place]),
        "third": level >= 6,
    }
    best = _search(instance, tour, rng)
    return {**instance, "budget": _cost(instance, best), "solution": best}


def _search(instance: dict, tour: list[int], rng: Random) -> list[int]:
    """Return the best tour: of all, where there are few, else of those that moving stretches about leads to."""
    towns = len(tour)
    if towns <= 7:
        tours = [[0, *rest] for rest in permutations(range(1, towns))]
        return min((tour for tour in tours if _keeps(instance, tour)), key=lambda tour: _cost(instance, tour))
    best, now = tour, tour
    for step in range(1500):
        a, b = sorted(rng.sample(range(1, towns + 1), 2))
        part, rest = now[a:b], now[:a] + now[b:]
        at = rng.randrange(1, len(rest) + 1)
        tried = rest[:at] + rng.choice((part, part[::-1])) + rest[at:]
        slack = 12 * (1 - step % 500 / 500)
        if _cost(instance, tried) <= _cost(instance, now) + slack * rng.random() and _keeps(instance, tried):
            now = tried
            best = min(best, now, key=lambda tour: _cost(instance, tour))
    return best


def _cost(instance: dict, tour: list[int]) -> int:
    """Return the fares of the legs, the way back included; where every third leg is dear, with those doubled."""
    total = 0
    for number, (here, to) in enumerate(zip(tour, [*tour[1:], tour[0]], strict=True), start=1):
        total += instance["fares"][here][to] * (2 if instance["third"] and number % 3 == 0 else 1)
    return total


def _keeps(instance: dict, tour: list[int]) -> bool:
    """Tell whether a tour makes no forbidden turn and keeps the order rules."""
    place = {town: number for number, town in enumerate(tour)}
    after = {town: tour[(number + 1) % len(tour)] for number, town in enumerate(tour)}
    return all(place[a] < place[b] for a, b in instance["before"]) and not any(
        after[a] == b and after[b] == c for a, b, c in instance["turns"]
    )


def observe(instance: dict) -> str:
    """Return the question."""
    fares, names = instance["fares"], _NAMES[: len(instance["fares"])]
    head = "from\\to " + " ".join(f"{name:>3}" for name in names)
    table = [
        f"{names[a]:>7} " + " ".join(f"{'-' if a == b else fares[a][b]:>3}" for b in range(len(fares)))
        for a in range(len(fares))
    ]
    rules = ["The cost of a tour is the sum of the fares of its legs, the way back to A included."]
    if instance["third"]:
        rules.append("The fare of each third leg (leg number 3, 6, 9, ... from the start at A) is doubled.")
    rules += [f"{_NAMES[a]} is visited before {_NAMES[b]}." for a, b in instance["before"]]
    if instance["turns"]:
        listed = ", ".join("".join(_NAMES[town] for town in turn) for turn in instance["turns"])
        rules.append(
            "These turns are forbidden, where XYZ means to come from X to Y and go on directly to Z (also where the "
            f"tour returns to A and sets out again): {listed}."
        )
    return "\n".join(
        [
            "A tour starts at A, visits every other town exactly once and returns to A. The fares between the towns:",
            head,
            *table,
            "Rules:",
            *("- " + rule for rule in rules),
            f"Find a tour that keeps the rules and costs at most {instance['budget']}. If there are several, give any "
            "one.",
            "Answer with the towns in the order of the tour, A first and without the return to A, separated by spaces, "
            "such as: A Z Y X",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Check that each town is visited once, then the rules and the cost."""
    tokens = [token.upper() for token in _tokens(answer)]
    if sorted(tokens) != list(_NAMES[: len(instance["fares"])]) or tokens[0] != "A":
        return False
    tour = [_NAMES.index(token) for token in tokens]
    return _keeps(instance, tour) and _cost(instance, tour) <= instance["budget"]


def solve(instance: dict) -> str:
    """Return the tour found when the fares were drawn."""
    return " ".join(_NAMES[town] for town in instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a town out, name the return, visit a town twice, go to the nearest town next, or change places."""
    tour = instance["solution"]
    greedy = [0]
    while len(greedy) < len(tour):
        greedy.append(min(set(tour) - set(greedy), key=lambda town: (instance["fares"][greedy[-1]][town], town)))
    wrong = [tour[:-1], [*tour, 0], [*tour[:-1], tour[1]], [*tour[1:], 0]]
    nears = [greedy, [*tour[:-2], tour[-1], tour[-2]], [0, tour[2], tour[1], *tour[3:]], [0, *tour[:0:-1]]]
    wrong += [near for near in nears if not (_keeps(instance, near) and _cost(instance, near) <= instance["budget"])]
    return [" ".join(_NAMES[town] for town in near) for near in wrong]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
