"""What is right, said again: seats with a person and a thing each, changed one step at a time."""

from collections.abc import Iterator
from itertools import permutations

LEVELS = (1, 2)
EXHAUSTIVE = True  # every order of the things


def candidates(instance: dict, solution: str) -> Iterator[str]:
    yield from (" ".join(order) for order in permutations(instance["things"]))


def holds(instance: dict, answer: str) -> bool:
    table = [[person, thing] for person, thing in zip(instance["people"], instance["things"], strict=True)]
    deputies: dict[str, str] = {}
    former: dict[str, str] = {}
    for kind, *names in instance["steps"]:
        if kind == "deputy":
            deputies = {names[0]: names[1]}
        elif kind == "seats":
            i, j = seat(table, 0, names[0]), seat(table, 0, names[1])
            table[i], table[j] = table[j], table[i]
        else:
            now = dict(map(tuple, table))
            if kind == "undo":
                for place in table:
                    place[1] = former.get(place[0], place[1])
            else:
                hand_on(kind, names, table, deputies)
            former = now
    final = dict(map(tuple, table))
    return answer.split(" ") == [final[person] for person in instance["people"]]


def hand_on(kind: str, names: list[str], table: list[list[str]], deputies: dict[str, str]) -> None:
    if kind == "all":
        rotate(table, list(range(len(table))))
    elif kind == "holders":
        rotate(table, [seat(table, 1, thing) for thing in names])
    elif kind == "right":
        rotate(table, [seat(table, 1, names[0]), (seat(table, 1, names[0]) + 1) % len(table)])
    else:
        if kind == "check":
            names = names[2:4] if [names[0], names[1]] in table else names[4:]
        taking_part = [deputies.get(name, name) for name in names]
        if len(set(taking_part)) == len(names):
            rotate(table, [seat(table, 0, name) for name in taking_part])


def seat(table: list[list[str]], which: int, name: str) -> int:
    return next(at for at, place in enumerate(table) if place[which] == name)


def rotate(table: list[list[str]], seats: list[int]) -> None:
    """Hand the thing of each seat to the next of the list, and that of the last to the first."""
    things = [table[at][1] for at in seats]
    for at, thing in zip(seats, [things[-1], *things[:-1]], strict=True):
        table[at][1] = thing
