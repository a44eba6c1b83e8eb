"""What is right, said again: a word that is a picked-out part of each string, with all rules kept and worth enough.

Candidates: every word of up to six letters, and the solution with one letter added anywhere.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = False
POINTS = {"a": 2, "b": 3, "c": 1, "d": 4, "e": 2}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    letters = sorted(set("".join(instance["strings"])))
    for length in range(1, 7):
        yield from ("".join(word) for word in product(letters, repeat=length))
    for at in range(len(solution) + 1):
        yield from (solution[:at] + letter + solution[at:] for letter in letters)


def holds(instance: dict, answer: str) -> bool:
    first, *others = instance["strings"]
    worth = sum(POINTS.get(letter, 0) for letter in answer) if instance["valued"] else len(answer)
    if worth < instance["least"] or answer.count(instance["twice"]) < 2 * bool(instance["twice"]):
        return False
    if instance["apart"] and any(letter * 2 in answer for letter in answer):
        return False
    if instance["ends"] and not (answer.startswith(instance["ends"][0]) and answer.endswith(instance["ends"][1])):
        return False
    gap = len(first) if instance["gap"] is None else instance["gap"]
    return all(_picked(answer, text) for text in others) and any(
        _read(answer[1:], first[at + 1 :], gap) for at, letter in enumerate(first) if letter == answer[0]
    )


def _picked(word: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in word)


def _read(word: str, text: str, gap: int) -> bool:
    if not word:
        return True
    nexts = [at for at, letter in enumerate(text[: gap + 1]) if letter == word[0]]
    return any(_read(word[1:], text[at + 1 :], gap) for at in nexts)
