"""What is right, said again: every fragment is the start of what remains when letters are taken from the front."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1,)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every string of the letters up to the permitted length, and the solution with a letter more."""
    for size in range(1, instance["longest"] + 1):
        yield from map("".join, product(instance["letters"], repeat=size))
    yield from (solution + letter for letter in instance["letters"])


def holds(instance: dict, answer: str) -> bool:
    if not answer or len(answer) > instance["longest"] or any(sign not in instance["letters"] for sign in answer):
        return False
    stretches = set()
    for start in range(len(answer)):
        turned = answer[start:] + (answer[:start] if instance["ring"] else "")
        stretches |= {turned[:size] for size in range(1, len(turned) + 1)}
    wanted = [{piece, piece[::-1]} if instance["either_way"] else {piece} for piece in instance["pieces"]]
    return all(ways & stretches for ways in wanted) and not stretches & set(instance["bans"])
