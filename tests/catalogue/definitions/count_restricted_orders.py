"""What is right, said again: the number of different permutations of the tiles that keep each rule place by place."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import permutations

LEVELS = (1, 2)
EXHAUSTIVE = True  # whole numbers from 0 to 6! and 300 around the solution


def candidates(instance: dict, solution: str) -> Iterator[str]:
    yield from map(str, sorted({*range(721), *range(max(0, int(solution) - 300), int(solution) + 301)}))


def holds(instance: dict, answer: str) -> bool:
    return answer == str(number_of_rows(json.dumps(instance)))


@cache
def number_of_rows(text: str) -> int:
    instance = json.loads(text)
    rows = set(permutations(instance["tiles"]))
    return sum(all(keeps(rule, row) for rule in instance["rules"]) for row in rows)


def keeps(rule: list, row: tuple[str, ...]) -> bool:
    neighbours = [row[at : at + 2] for at in range(len(row) - 1)]

    def places(letter: str) -> list[int]:
        return [at for at, tile in enumerate(row, start=1) if tile == letter]

    match rule:
        case ["all_before", a, b]:
            return all(x < y for x in places(a) for y in places(b))
        case ["first_before", a, b]:
            return any(all(x < y for y in places(b)) for x in places(a))
        case ["not_next", a, b]:
            return not any({a, b} == set(pair) for pair in neighbours)
        case ["not_at", a, place]:
            return place not in places(a)
        case ["pair", a, b]:
            return (a, b) in neighbours
        case ["no_double"]:
            return all(a != b for a, b in neighbours)
        case ["odd", a]:
            return all(place % 2 for place in places(a))
        case ["half", a, half, count]:
            return len([place for place in places(a) if place <= half]) == count
    return ord(row[0]) < ord(row[-1])
