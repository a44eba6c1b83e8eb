"""What is right, said again: each quantity asked for, traced back through its causes, has the value named."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 4, 7)
EXHAUSTIVE = False
FORM = r"-?[0-9]+( -?[0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """The solution with every number shifted by up to 60 (two numbers) or 8 (more), and some of its orders."""
    numbers = [int(token) for token in solution.split()]
    reach = 60 if len(numbers) == 2 else 8
    for shifts in product(range(-reach, reach + 1), repeat=len(numbers)):
        yield " ".join(str(number + shift) for number, shift in zip(numbers, shifts, strict=True))
    yield " ".join(solution.split()[::-1])
    yield solution.rsplit(" ", 1)[0]


def holds(instance: dict, answer: str) -> bool:
    """Ask for one value after another, each by its own causes."""
    numbers = [int(token) for token in answer.split()]
    asked = instance["asked"]
    return len(numbers) == len(asked) and all(_value(instance, at) == n for at, n in zip(asked, numbers, strict=True))


def _value(instance: dict, at: int) -> int:
    """Return the value of a quantity under the interventions."""
    roots = len(instance["given"])
    if at < roots:
        value = instance["given"][at]
    else:
        equation = instance["equations"][at - roots]
        value = _formula(equation, *(_value(instance, parent) for parent in equation[1]))
        if instance["observed"]:
            seen = instance["observed"]
            value += seen[at] - _formula(equation, *(seen[parent] for parent in equation[1]))
    for act in instance["acts"]:
        if act[1] != at:
            continue
        if act[0] == "shift":
            value += act[2]
        elif act[0] == "set" or _value(instance, act[3]) > act[4]:
            value = act[2]
    return value


def _formula(equation: list, x: int, y: int) -> int:
    form, _, (a, b, c) = equation
    if form == "sum":
        return c + b * y + a * x
    if form in ("max", "min"):
        return c + sorted((x, y))[form == "max"]
    if form == "if":
        return a * x if y <= c else c + x
    if form == "mod":
        total = x + y
        while total < 0:
            total += 7
        while total > 6:
            total -= 7
        return total + c
    return c + (x - y if x > y else y - x)
