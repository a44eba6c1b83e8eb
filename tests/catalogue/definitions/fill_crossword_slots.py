"""What is right, said again: the words, written on squared paper one after another, never overwrite another letter."""

from collections.abc import Iterator
from itertools import islice, permutations

LEVELS = (1, 3, 5, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """The solution with one or two words changed, and orders of so many words (at most 15,000)."""
    words = solution.split()
    yield solution
    for at in range(len(words)):
        for other in instance["words"]:
            changed = [*words[:at], other, *words[at + 1 :]]
            yield " ".join(changed)
            for place in range(at):
                swapped = list(changed)
                swapped[place], swapped[at] = swapped[at], swapped[place]
                yield " ".join(swapped)
    yield from islice((" ".join(chosen) for chosen in permutations(instance["words"], len(words))), 15_000)


def holds(instance: dict, answer: str) -> bool:
    """Write the words into a drawn grid and read them again."""
    words = answer.split()
    slots = instance["slots"]
    if len(words) != len(slots) or any(words.count(word) > 1 or word not in instance["words"] for word in words):
        return False
    paper: dict[str, str] = {}
    for word, (row, column, way, length), turned in zip(words, slots, instance["back"], strict=True):
        if len(word) != length:
            return False
        for step in range(length):
            square = f"{row + step * (way == 'down')}/{column + step * (way == 'across')}"
            letter = word[length - 1 - step] if turned else word[step]
            if square in paper and paper[square] != letter:
                return False
            paper[square] = letter
    if any(not words[one] < words[two] for one, two in instance["order"]):
        return False
    marked = [paper[f"{row}/{column}"] for row, column in instance["marked"]]
    return all(marked.count(letter) == 1 for letter in marked)
