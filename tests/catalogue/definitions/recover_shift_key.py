"""What is right, said again: read the key off the known words, and decode the other words letter by letter."""

from collections.abc import Iterator

LEVELS = (1, 3, 6, 8)
EXHAUSTIVE = False
_ABC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one letter exchanged, or two, one lost or added, and its words in other orders."""
    yield solution
    for at in range(len(solution)):
        yield solution[:at] + solution[at + 1 :]
        yield solution[:at] + "A" + solution[at:]
        yield from (solution[:at] + letter + solution[at + 1 :] for letter in _ABC)
        yield from (solution[: at - 1] + "XY" + solution[at + 1 :] for _ in range(at > 0))
    words = solution.split()
    yield " ".join(reversed(words))
    yield " ".join(word[::-1] for word in words)


def holds(instance: dict, answer: str) -> bool:
    known = dict(instance["known"])
    key: dict[int, int] = {}
    for number, word in known.items():
        text = word[::-1] if instance["turn"] and number % 2 else word
        for at, letter in enumerate(text):
            distance = _ABC.index(instance["coded"][number][at]) - _ABC.index(letter) - _extra(instance, number, at)
            key[_place(instance, number, at)] = (instance["sign"] * distance) % 26
    words = []
    for number, coded in enumerate(instance["coded"]):
        moved = [
            _ABC.index(letter) - instance["sign"] * key[_place(instance, number, at)] - _extra(instance, number, at)
            for at, letter in enumerate(coded)
        ]
        text = "".join(_ABC[value % 26] for value in moved)
        words.append(text[::-1] if instance["turn"] and number % 2 else text)
    return answer == " ".join(word for number, word in enumerate(words) if number not in known)


def _place(instance: dict, number: int, at: int) -> int:
    before = 0 if instance["restart"] else sum(map(len, instance["coded"][:number]))
    return (before + at) % instance["size"]


def _extra(instance: dict, number: int, at: int) -> int:
    """Return what a letter is moved besides; words and letters are counted from 0 here."""
    chain = at + 1 if instance["chain"] and number in range(0, 99, 2) and at > 0 else 0
    return instance["grow"] * number + chain
