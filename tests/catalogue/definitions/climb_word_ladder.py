"""What is right, said again: all that one change of a word can give is written out, for each sequence of kinds."""

from collections.abc import Iterator
from itertools import islice, pairwise, permutations

LEVELS = (1, 2, 3)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield walks without repeated words (all of up to four steps), and the solution with one word exchanged."""
    start, goal, words = instance["start"], instance["goal"], instance["words"]
    walk = solution.split()
    yield solution
    for at in range(len(walk)):
        yield " ".join(walk[:at] + walk[at + 1 :])
        yield from (" ".join([*walk[:at], word, *walk[at + 1 :]]) for word in words)
        yield from (" ".join([*walk[:at], word, *walk[at:]]) for word in words)
    between = [word for word in words if word not in (start, goal)]
    for size in range(instance["steps"]):
        yield from (" ".join([start, *inner, goal]) for inner in islice(permutations(between, size), 6000))


def holds(instance: dict, answer: str) -> bool:
    walk = answer.split(" ")
    if not (walk[0] == instance["start"] and walk[-1] == instance["goal"] and 0 < len(walk) - 1 <= instance["steps"]):
        return False
    if any(word not in instance["words"] for word in walk) or (instance["via"] and instance["via"] not in walk):
        return False
    histories = {""}
    for one, two in pairwise(walk):
        kinds = [kind for kind in instance["kinds"] if two != one and two in _made(one, kind)]
        histories = {kind for kind in kinds for last in histories if not instance["no_repeat"] or kind != last}
    return bool(histories)


def _made(word: str, kind: str) -> set[str]:
    letters, places = "abcdefghijklmnopqrstuvwxyz", range(len(word))
    if kind == "change":
        return {word[:at] + letter + word[at + 1 :] for at in places for letter in letters}
    if kind == "add":
        return {word[:at] + letter + word[at:] for at in range(len(word) + 1) for letter in letters}
    if kind == "drop":
        return {word[:at] + word[at + 1 :] for at in places}
    if kind == "swap":
        return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]}
    return {word[::-1]} if kind == "turn" else {word[1:] + word[0]}
