"""What is right, said again: every encoding step is undone, the last one first."""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 3, 6)
EXHAUSTIVE = False
_ABC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one letter exchanged, with two exchanged or moved, and one lost or added."""
    places = range(len(solution))
    yield solution
    for at in places:
        yield from (solution[:at] + letter + solution[at + 1 :] for letter in _ABC)
        yield solution[:at] + solution[at + 1 :]
        yield solution[:at] + "E" + solution[at:]
        yield solution[at:] + solution[:at]
    for a, b in combinations(places, 2):
        letters = list(solution)
        letters[a], letters[b] = letters[b], letters[a]
        yield "".join(letters)
        yield from ("".join([*letters[:a], letter, *letters[a + 1 :]]) for letter in "AMX")


def holds(instance: dict, answer: str) -> bool:
    text = instance["encoded"]
    for kind, *values in reversed(instance["steps"]):
        text = _unmoved(text, kind, values) if kind in _AMOUNTS else _unmixed(text, kind, values)
    return answer == text


_AMOUNTS = {
    "shift": lambda place, values: values[0],
    "growing": lambda place, values: values[0] * (place + 1),
    "key": lambda place, values: _ABC.index(values[0][place % len(values[0])]),
    "every": lambda place, values: values[1] if (place + 1) % values[0] == 0 else 0,
    "mirror": None,
    "chain": None,
}


def _unmoved(text: str, kind: str, values: list) -> str:
    plain = ""
    for place, letter in enumerate(text):
        number = _ABC.index(letter)
        if kind == "mirror":
            plain += _ABC[-1 - number]
        elif kind == "chain":
            plain += _ABC[(number - _ABC.index(plain[-1])) % 26] if plain else letter
        else:
            plain += _ABC[(number - _AMOUNTS[kind](place, values)) % 26]
    return plain


def _unmixed(text: str, kind: str, values: list) -> str:
    """Write down from which place each letter was taken, and put it back there."""
    size = len(text)
    width = 2 if kind == "swap" else values[0] if values else 1
    taken = {
        "turn": lambda: [size - 1 - place for place in range(size)],
        "rotate": lambda: [(place + width) % size for place in range(size)],
        "deal": lambda: sorted(range(size), key=lambda place: (place % 2, place)),
        "columns": lambda: sorted(range(size), key=lambda place: (place % width, place // width)),
    }.get(kind, lambda: sorted(range(size), key=lambda place: (place // width, -place)))()
    plain = [""] * size
    for letter, place in zip(text, taken, strict=True):
        plain[place] = letter
    return "".join(plain)
