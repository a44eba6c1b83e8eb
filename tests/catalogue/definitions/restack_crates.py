"""What is right, said again: moves that the crane can make, after which each named crate has its place.

Candidates: every sequence of moves between two stacks up to the stated number.
"""

import re
from collections.abc import Iterator
from itertools import permutations, product

LEVELS = (1,)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    moves = [f"{a}-{b}" for a, b in permutations(range(1, len(instance["start"]) + 1), 2)]
    for length in range(1, instance["most"] + 1):
        yield from (" ".join(chosen) for chosen in product(moves, repeat=length))


def holds(instance: dict, answer: str) -> bool:
    moves = answer.split()
    if len(moves) > instance["most"] or not re.fullmatch(r"[1-9]-[1-9](x2)?( [1-9]-[1-9](x2)?)*", answer):
        return False
    place = {c: (at, h) for at, stack in enumerate(instance["start"], 1) for h, c in enumerate(stack, 1)}
    for move in moves:
        source, sink = int(move[0]), int(move[2])
        number = 2 if move[3:] == "x2" else 1
        tops = [max([0, *(h for at, h in place.values() if at == end)]) for end in (source, sink)]
        allowed = number == 1 or instance["pairs"]
        if not allowed or tops[0] < number or source == sink or [source, sink] in instance["closed"]:
            return False
        if sink > len(instance["start"]) or (instance["height"] or 99) < tops[1] + number:
            return False
        moved = sorted((h, c) for c, (at, h) in place.items() if at == source and h > tops[0] - number)
        under = [c for c, spot in place.items() if spot == (sink, tops[1])]
        if _bad(instance, under, [c for _, c in moved]):
            return False
        place.update({c: (sink, tops[1] + step) for step, (_, c) in enumerate(moved, 1)})
    return all(place[crate] == (at, height) for crate, at, height in instance["goal"])


def _bad(instance: dict, under: list[str], moved: list[str]) -> bool:
    """Tell whether the crates may not be put on the one below them (the fragile one is never below another)."""
    if instance["fragile"] and instance["fragile"] in [*under, *moved[:-1]]:
        return True
    weights = instance["weights"]
    return bool(weights and under) and weights[moved[0]] > weights[under[0]]
