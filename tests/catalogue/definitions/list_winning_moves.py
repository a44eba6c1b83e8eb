"""What is right, said again: the first moves after which the other player loses, whatever he does.

Candidates: the solution with one move more or less, and every set of up to two possible moves.
"""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 2)
EXHAUSTIVE = False
BEYOND = (3,)  # the games at level 5 are too large for it
_known: dict[str, list[str]] = {}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    every = [
        f"{chr(65 + number)}{take}"
        for number, heap in enumerate(instance["heaps"])
        for take in range(1, heap["stones"] + 1)
    ]
    right = solution.split()
    yield solution
    yield from (" ".join([*right, move]) for move in every)
    for size in range(len(right)):
        yield from (" ".join(chosen) for chosen in combinations(right, size) if chosen)
    for size in (1, 2):
        yield from (" ".join(chosen) for chosen in combinations(every, size))


def holds(instance: dict, answer: str) -> bool:
    key = str(instance["heaps"])
    if key not in _known:
        rules = [heap["rule"] for heap in instance["heaps"]]
        start = tuple(heap["stones"] for heap in instance["heaps"])
        lost: dict[tuple[int, ...], bool] = {}
        _known[key] = sorted(
            f"{chr(65 + number)}{start[number] - after[number]}"
            for number, after in _moves(start, rules)
            if _loses(after, rules, lost)
        )
    return sorted(answer.split()) == _known[key]


def _moves(stones: tuple[int, ...], rules: list) -> list[tuple[int, tuple[int, ...]]]:
    return [
        (number, (*stones[:number], left, *stones[number + 1 :]))
        for number, held in enumerate(stones)
        for left in range(held)
        if _may(rules[number], held, held - left)
    ]


def _loses(stones: tuple[int, ...], rules: list, lost: dict) -> bool:
    """Tell whether the player to move loses; every move of every heap is followed."""
    if stones not in lost:
        lost[stones] = not any(_loses(after, rules, lost) for _, after in _moves(stones, rules))
    return lost[stones]


def _may(rule: list, held: int, take: int) -> bool:
    kind = rule[0]
    if kind == "set":
        return take in rule[1]
    if kind == "upto":
        return take in range(1, rule[1] + 1)
    if kind == "half":
        return take <= held / 2
    if kind == "leave":
        return (held - take) % rule[1] > 0
    if kind == "divisor":
        return take != held and held // take * take == held
    numbers = {
        "odd": range(1, 200, 2),
        "power": (1, 2, 4, 8, 16, 32, 64, 128),
        "square": [root * root for root in range(1, 15)],
        "prime": [n for n in range(2, 200) if not any(n % d == 0 for d in range(2, n))],
    }
    return take in numbers[kind]
