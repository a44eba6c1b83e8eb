"""What is right, said again: letters of the plain words and of the coded words pair off one to one."""

from collections.abc import Iterator
from itertools import islice, permutations, product

LEVELS = (1, 5)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every choice of different words (the first, where they are many), and changed solutions."""
    words, right = instance["words"], solution.split()
    for at in range(len(right)):
        yield from (" ".join([*right[:at], word, *right[at + 1 :]]) for word in words)
        yield " ".join(right[:at] + right[at + 1 :])
        for other in range(at):
            swapped = list(right)
            swapped[at], swapped[other] = swapped[other], swapped[at]
            yield " ".join(swapped)
    yield from (" ".join(chosen) for chosen in islice(permutations(words, len(right)), 1500))


def holds(instance: dict, answer: str) -> bool:
    chosen, coded = answer.split(" "), instance["coded"]
    if (
        len(chosen) != len(coded)
        or len({*chosen}) < len(chosen)
        or any(word not in instance["words"] for word in chosen)
    ):
        return False
    if any(len(one) != len(two) for one, two in zip(chosen, coded, strict=True)):
        return False
    books = instance["books"]
    return all(_explained(chosen[book::books], coded[book::books], instance) for book in range(books))


def _explained(chosen: list[str], coded: list[str], instance: dict) -> bool:
    ways = [sorted({word, word[::-1]}) if instance["either_way"] else [word] for word in coded]
    for shown in product(*ways):
        pairs = {(a, b) for one, two in zip(chosen, shown, strict=True) for a, b in zip(one, two, strict=True)}
        plain, signs = {a for a, _ in pairs}, {b for _, b in pairs}
        if len(pairs) == len(plain) == len(signs) and not (instance["moves"] and any(a == b for a, b in pairs)):
            return True
    return False
