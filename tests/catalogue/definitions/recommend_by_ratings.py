"""What is right, said again: exact means of all pairs and films, and a place for each by counting who comes before."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

LEVELS = (1, 2)
EXHAUSTIVE = True  # every order of so many raters, followed by every order of the films not rated


def candidates(instance: dict, solution: str) -> Iterator[str]:
    films = [film for film in solution.split() if film in instance["films"]]
    raters = [name for name, _ in instance["ratings"]]
    for near in permutations(raters, len(solution.split()) - len(films)):
        yield from (" ".join([*near, *order]) for order in permutations(films))


def holds(instance: dict, answer: str) -> bool:
    marks = {
        (name, film): rating
        for name, row in instance["ratings"]
        for film, rating in zip(instance["films"], row, strict=True)
        if rating > 0
    }
    target = instance["target"]
    distances = {}
    for name, _ in instance["ratings"]:
        both = [film for film in instance["films"] if (name, film) in marks and (target, film) in marks]
        if name not in (target, *instance["banned"]) and len(both) >= instance["overlap"]:
            gaps = [abs(marks[name, film] - marks[target, film]) for film in both]
            distances[name] = {
                "absolute": mean(gaps),
                "squares": mean([gap**2 for gap in gaps]),
                "largest": Fraction(max(gaps)),
            }[instance["distance"]]
    near = in_order(distances)[: instance["neighbours"]]
    values, without = {}, []
    for film in [film for film in instance["films"] if (target, film) not in marks]:
        copies = []
        for rank, name in enumerate(near):
            if (name, film) in marks:
                usual = mean([rating for (who, _), rating in marks.items() if who == name])
                value = marks[name, film] - (usual if instance["centred"] else 0)
                copies += [value] * (len(near) - rank if instance["weights"] else 1)
        if copies:
            values[film] = -mean(copies)
        else:
            without.append(film)
    return answer.split(" ") == near + in_order(values) + sorted(without)


def mean(numbers: list) -> Fraction:
    return sum(map(Fraction, numbers)) / len(numbers)


def in_order(values: dict[str, Fraction]) -> list[str]:
    """Return the names, the smallest value first and equal ones by name."""
    ranks = {name: sum((v, other) < (value, name) for other, v in values.items()) for name, value in values.items()}
    return [name for rank in range(len(ranks)) for name in ranks if ranks[name] == rank]
