"""What is right, said again: operators of the family that make every worked equation true make the values named."""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

LEVELS = (1, 2, 5)
EXHAUSTIVE = False
FORM = r"-?[0-9]+( -?[0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """The solution with every number shifted by a few, shortened, and turned round."""
    numbers = [int(token) for token in solution.split()]
    reach = {2: 6, 3: 2}.get(len(numbers), 1)
    for shifts in product(range(-reach, reach + 1), repeat=len(numbers)):
        yield " ".join(str(number + shift) for number, shift in zip(numbers, shifts, strict=True))
    yield " ".join(map(str, numbers[::-1]))
    yield " ".join(map(str, numbers[1:]))


def holds(instance: dict, answer: str) -> bool:
    """Look the values up among those that fitting operators make."""
    given = [instance[key] for key in ("signs", "forms", "equations", "asked")]
    return [int(token) for token in answer.split()] in _made(json.dumps(given))


@lru_cache(maxsize=8)
def _made(text: str) -> list[list[int]]:
    signs, forms, equations, asked = json.loads(text)
    fitting = []
    for at in range(len(signs)):
        rules = []
        for form in forms:
            for p, q, r in product(range(-3, 4), range(-3, 4), range(-5, 6)):
                rule = (form, p, q, r)
                if p * q and all(_do(rule, a, b) == value for which, a, b, value in equations if which == at):
                    rules.append(rule)
        fitting.append(rules)
    return [[_work_out(tree, chosen) for tree in asked] for chosen in product(*fitting)]


def _do(rule: tuple, a: int, b: int) -> int:
    form, p, q, r = rule
    if form == "line":
        return r + b * q + a * p
    if form == "times":
        return a * (b + p) + q * b
    if form == "order":
        return r + (p * a + q * b if a > b else p * b + q * a)
    if form == "square":
        return r + a**2 + b * p
    return r + b * q + (p * (a - b) if a > b else p * (b - a))


def _work_out(tree: int | list, chosen: tuple) -> int:
    if not isinstance(tree, list):
        return tree
    sign, left, right = tree
    return _do(chosen[sign], _work_out(left, chosen), _work_out(right, chosen))
