"""What is right, said again: the string is written out, letter by letter, and read at the places."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 6)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every answer of the right length where there is room, and all with one letter changed, added or lost."""
    letters = instance["letters"]
    if len(letters) ** len(solution) < 15_000:
        yield from map("".join, product(letters, repeat=len(solution)))
    for at in range(len(solution)):
        yield solution[:at] + solution[at + 1 :]
        yield from (solution[:at] + letter + solution[at + 1 :] for letter in letters)
    yield from (solution + letter for letter in letters)


def holds(instance: dict, answer: str) -> bool:
    tables, string = instance["tables"], list(instance["start"])
    for number in range(instance["rounds"]):
        grown: list[str] = []
        for letter in string:
            grown.extend(tables[number % len(tables)][letter])
        turned = instance["turn"] and (number + 1) % instance["turn"] == 0
        string = list(reversed(grown)) if turned else grown
    return list(answer) == [string[place - 1] for place in instance["places"]]
