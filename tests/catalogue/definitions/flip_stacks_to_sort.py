"""What is right, said again: allowed moves, few enough, that carry every plate to its place (plate by plate).

Candidates: every sequence of allowed moves up to the stated number.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    for length in range(1, instance["most"] + 1):
        yield from (" ".join(moves) for moves in product(instance["moves"], repeat=length))


def holds(instance: dict, answer: str) -> bool:
    moves = answer.split()
    if len(moves) > instance["most"] or any(move not in instance["moves"] for move in moves):
        return False
    if instance["repeat"] and any(moves.count(move) > instance["repeat"] for move in moves):
        return False
    for at, plate in enumerate(instance["start"], start=1):
        place, sign = at, 1
        for move in moves:
            place, sign = _carried(place, sign, move, len(instance["start"]))
        if instance["target"][place - 1] != plate * (sign if instance["marked"] else 1):
            return False
    return True


def _carried(place: int, sign: int, move: str, size: int) -> tuple[int, int]:
    if move in "TB":
        return ((place - 2) % size if move == "T" else place % size) + 1, sign
    first, last = move.split("-")
    inside = int(first) <= place <= int(last)
    return (int(first) + int(last) - place, -sign) if inside else (place, sign)
