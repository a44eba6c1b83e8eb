"""What is right, said again: the walk traced in the plane, a field's neighbours lying at six angles around it."""

import math
import random
from collections.abc import Iterator
from itertools import product

LEVELS = (1, 3, 7)
EXHAUSTIVE = False  # one- and two-edit neighbours of the solution, all walks up to four steps, 3,000 random ones
ANGLES = {"E": 0, "NE": 60, "NW": 120, "W": 180, "SW": 240, "SE": 300}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    walk = solution.split()
    rng = random.Random(solution)
    found = [list(ways) for length in (1, 2, 3, 4) for ways in product(ANGLES, repeat=length)]
    once = edits(walk)
    found += [walk, *once]
    for near in rng.sample(once, min(len(once), 60)):
        found += edits(near)
    found += [rng.choices(list(ANGLES), k=rng.randint(3, len(walk))) for _ in range(3_000)]
    yield from list(dict.fromkeys(" ".join(near) for near in found if near))[:20_000]


def edits(walk: list[str]) -> list[list[str]]:
    return [
        near
        for at in range(len(walk) + 1)
        for near in (
            walk[:at] + walk[at + 1 :],
            *([*walk[:at], way, *walk[at + 1 :]] for way in ANGLES),
            *([*walk[:at], way, *walk[at:]] for way in ANGLES),
        )
    ]


def holds(instance: dict, answer: str) -> bool:
    walk = answer.split(" ")
    if len(walk) > instance["steps"] or not all(way in ANGLES for way in walk):
        return False
    map_of = {
        (2 * column + row % 2, row): sign
        for row, line in enumerate(instance["rows"])
        for column, sign in enumerate(line)
    }
    place = next(field for field, sign in map_of.items() if sign == "S")
    left = {field for field, sign in map_of.items() if sign == "F"}
    for number, way in enumerate(walk):
        if number and not may_follow(ANGLES[walk[number - 1]], ANGLES[way], map_of[place], instance["turn"]):
            return False
        while True:
            angle = math.radians(ANGLES[way])
            across, down = round(2 * math.cos(angle)), -round(math.sin(angle))
            place = (place[0] + across, place[1] + down)
            if map_of.get(place, "#") == "#" or (map_of[place] == "^" and ANGLES[way] > 120):
                return False
            left.discard(place)
            if map_of[place] != "~":
                break
    return map_of[place] == "G" and not left


def may_follow(before: int, now: int, ground: str, turn: int) -> bool:
    bend = min((before - now) % 360, (now - before) % 360)
    if ground == "m":
        return bend == 0
    return bend <= {1: 60, 2: 120, 3: 180}[turn]
