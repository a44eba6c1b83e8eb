"""What is right, said again: a degree is reached by some choice of others and by no smaller one."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product

LEVELS = (1, 2)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every degree that so many factors allow, for every factor."""
    count = len(instance["names"])
    for degrees in product(["-", *map(str, range(count))], repeat=count):
        yield " ".join(degrees)


def holds(instance: dict, answer: str) -> bool:
    """Check every claimed degree by itself."""
    gates = tuple((form, number, tuple(inputs)) for form, number, inputs in instance["gates"])
    claimed = answer.split()
    state = tuple(bool(value) for value in instance["state"])
    if len(claimed) != len(state):
        return False
    return all(claim == _degree(gates, state, factor) for factor, claim in enumerate(claimed))


@lru_cache(maxsize=4096)
def _degree(gates: tuple, state: tuple[bool, ...], factor: int) -> str:
    rest = [other for other in range(len(state)) if other != factor]
    for size in range(len(state)):
        for others in combinations(rest, size):
            world = [not value if at in others else value for at, value in enumerate(state)]
            if _rings(gates, world) is not _rings(gates, list(state)):
                continue
            world[factor] = not world[factor]
            if _rings(gates, world) is not _rings(gates, list(state)):
                return str(size)
    return "-"


def _rings(gates: tuple, world: list[bool]) -> bool:
    def on(at: int) -> bool:
        if at < len(world):
            return world[at]
        form, number, inputs = gates[at - len(world)]
        lit = sum(map(on, inputs))
        return number <= lit if form == "least" else lit <= number if form == "most" else lit == number

    return on(len(world) + len(gates) - 1)
