"""What is right, said again: boxes are lists of balls, and the statements are told of them in words."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations, combinations_with_replacement

LEVELS = (1,)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every set of pairs that is not empty."""
    pairs = [f"{a}-{b}" for a, b in combinations(range(1, len(instance["statements"]) + 1), 2)]
    for size in range(1, len(pairs) + 1):
        yield from map(" ".join, combinations(pairs, size))


def holds(instance: dict, answer: str) -> bool:
    pairs = combinations(range(len(instance["statements"])), 2)
    said = tuple(map(tuple, instance["statements"]))
    wrong = [
        f"{a + 1}-{b + 1}"
        for a, b in pairs
        if not _agree(said[a], said[b], tuple(instance["colours"]), instance["total"])
    ]
    return sorted(answer.split(" ")) == sorted(wrong)


@cache
def _agree(one: tuple, two: tuple, colours: tuple, total: int) -> bool:
    return any(_true(one, box) and _true(two, box) for box in combinations_with_replacement(colours, total))


def _true(statement: tuple, box: tuple) -> bool:
    form, one, two, number = statement
    a, b = box.count(one), box.count(two)
    match form:
        case "exactly" | "least" | "most":
            return a == number or (form == "least" and a > number) or (form == "most" and a < number)
        case "more" | "either":
            return b < a or (form == "either" and a == b == len(box) - a - b)
        case "majority":
            return a > len(box) - a
        case "twice":
            return a - b >= b
        case "even" | "odd":
            return (form == "odd") == bool(a & 1)
        case "apart":
            return a - b == number or b - a == number
        case "fewest":
            third = len(box) - a - b
            return a < b and a < third
        case "if":
            return not a > b or b >= number
        case _:
            return b > len(box) - b or a >= number
