"""What is right, said again: a word's place is the number of words that come before it."""

from collections.abc import Iterator
from itertools import permutations

LEVELS = (1, 2)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every order of the numbers, and orders that lack one or name one twice."""
    numbers = [str(number) for number in range(1, len(instance["words"]) + 1)]
    yield from map(" ".join, permutations(numbers))
    yield from (" ".join([*solution.split()[:-1], number]) for number in numbers[:2])
    yield " ".join(solution.split()[1:])


def holds(instance: dict, answer: str) -> bool:
    words = instance["words"]
    before = {
        place: sum(_less(instance, other, place) for other in range(len(words)) if other != place)
        for place in range(len(words))
    }
    return answer == " ".join(str(place + 1) for place in sorted(before, key=lambda place: before[place]))


def _less(instance: dict, one: int, two: int) -> bool:
    first, second = instance["words"][one], instance["words"][two]
    late = [instance["last"] is not None and instance["last"] in word for word in (first, second)]
    if late[0] != late[1]:
        return late[1]
    a, b = _spell(first, instance), _spell(second, instance)
    for x, y in zip(a, b, strict=False):
        if x != y:
            return x < y
    if len(a) == len(b):
        return one < two
    return len(a) < len(b) if instance["shorter"] else len(a) > len(b)


def _spell(word: str, instance: dict) -> str:
    """Write a word with one sign for each place of the alphabet, in the order of comparison."""
    signs = {letter: chr(65 + place) for place, group in enumerate(instance["alphabet"]) for letter in group}
    spelled = ""
    while word:
        taken = next(letter for letter in sorted(signs, key=len, reverse=True) if word.startswith(letter))
        spelled, word = spelled + signs[taken], word[len(taken) :]
    return spelled[::-1] if instance["backwards"] else spelled
