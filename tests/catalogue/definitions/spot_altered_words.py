"""What is right, said again: make every change of every entry, a change as an operation on a list of letters."""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1,)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every set of pairs that is not empty."""
    pairs = [
        f"{number + 1}{chr(65 + at)}"
        for number in range(len(instance["damaged"]))
        for at in range(len(instance["entries"]))
    ]
    for size in range(1, len(pairs) + 1):
        yield from map(" ".join, combinations(pairs, size))
    yield f"{solution} 1Z"


def holds(instance: dict, answer: str) -> bool:
    fitting = {
        f"{number}{chr(64 + at)}"
        for number, word in enumerate(instance["damaged"], 1)
        for at, entry in enumerate(instance["entries"], 1)
        if any(word in _results(entry, kind) for kind in instance["kinds"])
    }
    named = answer.split(" ")
    return set(named) == fitting and len(named) == len(fitting)


def _results(entry: str, kind: str) -> list[str]:
    found = []
    for place in range(len(entry)):
        letters = list(entry)
        if kind == "lose":
            letters.pop(place)
        elif kind == "echo":
            letters.insert(place, letters[place])
        elif kind == "next":
            letters[place] = "abcdefghijklmnopqrstuvwxyza"[ord(letters[place]) - 96]
        elif kind == "roll":
            letters.append(letters.pop(0))
        elif kind == "carry" and place > 0:
            letters[place] = letters[place - 1]
        elif kind == "swap" and place > 0 and letters[place] != letters[place - 1]:
            letters[place - 1], letters[place] = letters[place], letters[place - 1]
        elif kind == "flip" and place > 1:
            letters[place], letters[place - 2] = letters[place - 2], letters[place]
        else:
            continue
        found.append("".join(letters))
    return found
