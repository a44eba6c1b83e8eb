"""What is right, said again: moves after the last of which, and not before, the runner stands free on the exit.

Candidates: every sequence of moves up to the stated number.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1,)
EXHAUSTIVE = True
FORM = r"[UDLRW]( [UDLRW])*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    for length in range(1, instance["most"] + 1):
        yield from (" ".join(moves) for moves in product("UDLR", repeat=length))


def holds(instance: dict, answer: str) -> bool:
    moves = answer.split()
    if len(moves) > instance["most"]:
        return False
    inside = {(r, c) for r in range(instance["height"]) for c in range(instance["width"])}
    free = inside - {tuple(wall) for wall in instance["walls"]}
    row, column = instance["runner"]
    guards = {name: tuple(place) for name, place in instance["guards"].items()}
    has_key = instance["key"] is None
    for number, move in enumerate(moves, start=1):
        row += (move == "D") - (move == "U")
        column += (move == "R") - (move == "L")
        if (row, column) not in free or (row, column) in guards.values() or (move == "W" and not instance["wait"]):
            return False
        has_key = has_key or [row, column] == instance["key"]
        if has_key and [row, column] == instance["exit"]:
            return number == len(moves)
        if _caught(instance, guards, (row, column), free):
            return False
    return False


def _caught(instance: dict, guards: dict, runner: tuple, free: set) -> bool:
    """Move the guards; tell whether one of them comes onto the runner."""
    for name in sorted(guards):
        for _ in range(instance["steps"][name]):
            here = guards[name]
            aim = runner
            if name == "C":
                aim = (2 * runner[0] - guards["A"][0], 2 * runner[1] - guards["A"][1])
            across = (here[0], here[1] + _sign(aim[1] - here[1]))
            along = (here[0] + _sign(aim[0] - here[0]), here[1])
            order = (along, across) if name == "B" else (across, along)
            better = [place for place in order if place != here and place in free]
            guards[name] = better[0] if better else here
            if guards[name] == runner:
                return True
    return False


def _sign(number: int) -> int:
    return 0 if number == 0 else number // abs(number)
