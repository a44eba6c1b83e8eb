"""What is right, said again: light as words (right, left, up, down) carried from square to square by a table."""

import re
from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 2, 3)
EXHAUSTIVE = False  # sets of up to four places of the rim (on larger boards three), and neighbours of the solution
CANONICAL = re.compile(r"[LRTB][1-9][0-9]*( [LRTB][1-9][0-9]*)*")
STEPS = {"right": (0, 1), "left": (0, -1), "up": (-1, 0), "down": (1, 0)}
SLASH = {"right": "up", "left": "down", "up": "right", "down": "left"}
BACKSLASH = {"right": "down", "left": "up", "up": "left", "down": "right"}
INWARDS = {"L": "right", "R": "left", "T": "down", "B": "up"}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    side = len(instance["rows"])
    rim = [f"{edge}{number}" for edge in "LRTB" for number in range(1, side + 1)]
    exits = solution.split()
    found = [exits, *(exits[:at] + exits[at + 1 :] for at in range(len(exits)))]
    for place in rim:
        found += [[*exits, place], *([*exits[:at], place, *exits[at + 1 :]] for at in range(len(exits)))]
    sizes = (1, 2, 3, 4) if side < 6 else (1, 2, 3)
    found += [list(places) for size in sizes for places in combinations(rim, size)]
    yield from list(dict.fromkeys(" ".join(places) for places in found if places))[:20_000]


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    said = answer.split()
    return len(said) == len(set(said)) and set(said) == exits_of(instance)


def exits_of(instance: dict) -> set[str]:
    rows = [list(row) for row in instance["rows"]]
    found: set[str] = set()
    for laser in instance["lasers"]:
        edge, number = laser[0], int(laser[1:]) - 1
        place = {"L": (number, -1), "R": (number, len(rows)), "T": (-1, number), "B": (len(rows), number)}[edge]
        follow(rows, place, INWARDS[edge], set(), found, turning=instance["turning"])
    return found


def follow(rows: list, place: tuple[int, int], way: str, seen: set, found: set[str], *, turning: bool) -> None:
    while True:
        r, c = place[0] + STEPS[way][0], place[1] + STEPS[way][1]
        place = (r, c)
        if not (0 <= r < len(rows) and 0 <= c < len(rows)):
            found.add({"right": f"R{r + 1}", "left": f"L{r + 1}", "up": f"T{c + 1}", "down": f"B{c + 1}"}[way])
            return
        if (place, way) in seen and not turning:
            return
        seen.add((place, way))
        sign = rows[r][c]
        if sign == "O" or (sign == "|" and way in ("right", "left")) or (sign == "-" and way in ("up", "down")):
            return
        if sign == "%":
            follow(rows, place, SLASH[way], seen, found, turning=turning)
        elif sign in "/\\":
            way = (SLASH if sign == "/" else BACKSLASH)[way]
            if turning:
                rows[r][c] = "/\\".replace(sign, "")
        elif sign == "1":
            (place,) = [
                (a, b) for a, row in enumerate(rows) for b, other in enumerate(row) if other == "1" and (a, b) != place
            ]
