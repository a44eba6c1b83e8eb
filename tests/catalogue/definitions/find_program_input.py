"""What is right, said again: the program, carried out by recursion on an immutable state, prints the output."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True
FORM = r"[a-z]=[0-9]+( [a-z]=[0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every choice of values, one beyond the bound included, and answers that lack a name."""
    for values in product(range(32), repeat=len(instance["inputs"])):
        yield " ".join(f"{name}={value}" for name, value in zip(instance["inputs"], values, strict=True))
    yield from solution.split()


def holds(instance: dict, answer: str) -> bool:
    found = sorted(entry.split("=") for entry in answer.split())
    if [name for name, _ in found] != sorted(instance["inputs"]) or any(int(value) > 30 for _, value in found):
        return False
    state = {"a": 0} | {name: int(value) for name, value in found}
    return _after(instance["program"], state, ())[1] == tuple(instance["output"])


def _after(program: list, state: dict, printed: tuple) -> tuple[dict, tuple]:
    if not program:
        return state, printed
    (kind, one, *rest), *later = program
    if kind == "print":
        printed = (*printed, state[one])
    elif kind == "repeat":
        for _ in range(one):
            state, printed = _after(rest[0], state, printed)
    elif kind == "if":
        holding = bool(state[one[1]] & 1) if one[0] == "odd" else state[one[2]] > state[one[1]]
        state, printed = _after(rest[0 if holding else 1], state, printed)
    else:
        sign, two, three, factor, modulus = rest
        value = state[three]
        new = (
            (state[two] + factor) * value if sign == "*" else state[two] + (factor if sign == "+" else -factor) * value
        )
        state = {**state, one: (new % modulus + modulus) % modulus}
    return _after(later, state, printed)
