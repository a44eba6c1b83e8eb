"""What is right, said again: the log applied value by value, then rank by rank the best member that is left."""

import copy
from collections.abc import Iterator
from itertools import permutations

LEVELS = (1, 2)
EXHAUSTIVE = True  # every sequence of so many members
TEAM, NAME = 1, 0


def candidates(instance: dict, solution: str) -> Iterator[str]:
    names = [row[NAME] for row in instance["rows"]]
    yield from (" ".join(choice) for choice in permutations(names, instance["take"]))


def holds(instance: dict, answer: str) -> bool:
    rows = copy.deepcopy(instance["rows"])
    for change in instance["log"]:
        apply(change, rows)
    left = [row for row in rows if all(true(condition, row, rows) for condition in instance["where"])]
    ranked = []
    while left:
        best = left[0]
        for row in left[1:]:
            if better(row, best, instance["order"]):
                best = row
        ranked.append(best[NAME])
        left.remove(best)
    return answer.split(" ") == ranked[instance["skip"] :][: instance["take"]]


def apply(change: list, rows: list[list]) -> None:
    by_name = {row[NAME]: row for row in rows}
    match change:
        case ["set", name, column, value]:
            by_name[name][column] = value
        case ["raise", team, column, more]:
            for row in rows:
                row[column] = row[column] + more if row[TEAM] == team else row[column]
        case ["team", name, team]:
            by_name[name][TEAM] = team
        case ["swap", one, other, column]:
            by_name[one][column], by_name[other][column] = by_name[other][column], by_name[one][column]
        case _:
            raise ValueError(change)


def true(condition: list, row: list, rows: list[list]) -> bool:
    match condition:
        case ["is", team]:
            return row[TEAM] == team
        case ["not", team]:
            return row[TEAM] != team
        case ["more", column, value]:
            return row[column] > value
        case ["less", column, value]:
            return value > row[column]
        case ["mean", column]:
            return sum(row[column] - other[column] for other in rows) > 0
        case ["either", one, other]:
            return true(one, row, rows) or true(other, row, rows)
        case ["crowd", least]:
            return len([other for other in rows if other[TEAM] == row[TEAM]]) >= least
    raise ValueError(condition)


def better(one: list, other: list, order: list[list]) -> bool:
    for column, way in order:
        if one[column] != other[column]:
            return one[column] == {"largest": max, "smallest": min}[way](one[column], other[column])
    return one[NAME] < other[NAME]
