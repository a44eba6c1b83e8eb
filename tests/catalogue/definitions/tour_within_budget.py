"""What is right, said again: an order of all towns from A on whose fares, read off along the circle, fit the budget.

Candidates: every order of all towns, wherever it starts, and every order of all but one.
"""

from collections.abc import Iterator
from itertools import permutations

LEVELS = (1, 2)
EXHAUSTIVE = True
FORM = r"[A-Z]( [A-Z])*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    towns = sorted(solution.split())
    for length in (len(towns), len(towns) - 1):
        yield from (" ".join(order) for order in permutations(towns, length))


def holds(instance: dict, answer: str) -> bool:
    towns = [ord(letter) - 65 for letter in answer.split()]
    if towns[0] != 0 or sorted(towns) != list(range(len(instance["fares"]))):
        return False
    circle = towns * 3
    spent = 0
    for leg in range(len(towns)):
        a, b, c = (circle[leg + step] for step in range(3))
        spent += instance["fares"][a][b]
        if instance["third"] and leg in range(2, 99, 3):
            spent += instance["fares"][a][b]
        if [a, b, c] in instance["turns"]:
            return False
    late = [pair for pair in instance["before"] if towns.index(pair[0]) > towns.index(pair[1])]
    return not late and spent <= instance["budget"]
