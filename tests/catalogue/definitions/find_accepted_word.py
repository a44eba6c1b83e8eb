"""What is right, said again: following all arrows backwards from the accepting states shows which automata accept."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every word of the permitted lengths (8 letters at most here), and those one letter longer up to 8."""
    for size in range(1, min(instance["longest"] + 2, 9)):
        yield from map("".join, product(instance["letters"], repeat=size))


def holds(instance: dict, answer: str) -> bool:
    letters = {letter: column for column, letter in enumerate(instance["letters"])}
    if not 0 < len(answer) <= instance["longest"] or not all(letter in letters for letter in answer):
        return False
    return [_accepts(*machine, answer, letters) for machine in _machines(instance)] == instance["wants"]


def _machines(instance: dict) -> Iterator[tuple[list, list[int]]]:
    return zip(instance["tables"], instance["finals"], strict=True)


def _accepts(table: list, finals: list[int], word: str, letters: dict[str, int]) -> bool:
    good = [state in finals for state in range(len(table))]
    for letter in reversed(word):
        good = [any(good[end] for end in row[letters[letter]]) for row in table]
    return good[0]
