"""What is right, said again: all first moves after which every way of the fox still ends in time.

Candidates: every set of the hunters' first moves.
"""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1,)
EXHAUSTIVE = True
_known: dict[str, set[str]] = {}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    moves = sorted(_first_moves(instance))
    for size in range(1, len(moves) + 1):
        yield from (" ".join(chosen) for chosen in combinations(moves, size))


def holds(instance: dict, answer: str) -> bool:
    key = str(instance)
    if key not in _known:
        _known[key] = {
            move
            for move, after in _first_moves(instance).items()
            if _safe_until(instance, after, tuple(instance["fox"]), instance["moves"] - 1)
        }
    moves = answer.split()
    return len(set(moves)) == len(moves) and set(moves) == _known[key]


def _first_moves(instance: dict) -> dict[str, dict]:
    hunters = {name: tuple(place) for name, place in instance["hunters"].items()}
    fox = tuple(instance["fox"])
    found = {}
    for name, end in _steps(instance, hunters, fox):
        if end != fox:
            found[f"{name}>{chr(65 + end[1])}{end[0] + 1}"] = {**hunters, name: end}
    return found


def _steps(instance: dict, hunters: dict, fox: tuple) -> list[tuple[str, tuple]]:
    """Return all moves of hunters, captures included: by looking at every square of the board."""
    squares = [(r, c) for r in range(instance["size"]) for c in range(instance["size"])]
    full = [tuple(block) for block in instance["blocks"]] + list(hunters.values())
    return [
        (name, end)
        for name, here in hunters.items()
        for end in squares
        if end not in full and _can(name, here, end, [*full, fox])
    ]


def _can(name: str, here: tuple, end: tuple, full: list[tuple]) -> bool:
    down, right = end[0] - here[0], end[1] - here[1]
    if name == "N":
        return abs(down * right) == 2
    if name == "K":
        return max(abs(down), abs(right)) == 1
    if (down * right != 0) if name == "R" else abs(down) != abs(right):
        return False
    far = max(abs(down), abs(right))
    return not any((here[0] + down * step // far, here[1] + right * step // far) in full for step in range(1, far))


def _safe_until(instance: dict, hunters: dict, fox: tuple, left: int) -> bool:
    """Tell whether, with the fox to move, it is caught within so many moves of the hunters."""
    around = [(fox[0] + a, fox[1] + b) for a in (-1, 0, 1) for b in (-1, 0, 1) if (a, b) != (0, 0)]
    board = range(instance["size"])
    free = [p for p in around if p[0] in board and p[1] in board and list(p) not in instance["blocks"]]
    if not instance["bites"]:
        free = [place for place in free if place not in hunters.values()]
    for place in free or [fox]:
        rest = {name: square for name, square in hunters.items() if square != place}
        moves = _steps(instance, rest, place)
        if any(end == place for _, end in moves):
            continue
        if left == 1 or not any(_safe_until(instance, {**rest, n: e}, place, left - 1) for n, e in moves):
            return False
    return True
