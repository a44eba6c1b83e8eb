"""What is right, said again: every measure is counted over pairs and stretches of places, one by one."""

from collections.abc import Iterator
from itertools import combinations, product

LEVELS = (1, 4)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one or two letters changed, its parts turned or moved, and some far strings."""
    letters, places = instance["letters"], range(len(solution))
    yield solution
    single = [solution[:at] + letter + solution[at + 1 :] for at in places for letter in letters]
    yield from single
    yield from (word[:at] + letter + word[at + 1 :] for word in single for at in places for letter in letters)
    for a, b in combinations(range(len(solution) + 1), 2):
        yield solution[:a] + solution[a:b][::-1] + solution[b:]
        yield solution[a:b] + solution[:a] + solution[b:]
        yield solution[:a] + solution[b:]
    tail = instance["length"] - 5
    yield from ("".join(head) + solution[-tail:] for head in product(letters[:3], repeat=5))


def holds(instance: dict, answer: str) -> bool:
    if len(answer) != instance["length"] or any(letter not in instance["letters"] for letter in answer):
        return False
    return all(_count(answer, kind, letters) == n for n, kind, *letters in instance["rules"])


def _count(word: str, kind: str, letters: list[str]) -> int:
    size = len(word)
    first = [at for at in range(size) if letters and word[at] == letters[0]]
    second = [at for at in range(size) if letters and word[at] == letters[-1]]
    stretches = [(a, b) for a in range(size) for b in range(a + 1, size + 1) if len({*word[a:b]}) == 1]
    balance, highest = 0, 0
    for at in range(size):
        balance += (at in first) - (at in second)
        highest = max(highest, balance)
    return {
        "count": lambda: len(first),
        "pair": lambda: len([at for at in first if at + 1 in second]),
        "places": lambda: sum(at + 1 for at in first),
        "blocks": lambda: 1 + len([at for at in range(1, size) if word[at] != word[at - 1]]),
        "before": lambda: len([1 for a in first for b in second if a < b]),
        "longest": lambda: max(b - a for a, b in stretches),
        "mirror": lambda: len([at for at in range(size) if word[at] == word[-1 - at]]),
        "lead": lambda: highest,
        "kinds": lambda: len({word[at : at + 2] for at in range(size - 1)}),
        "triples": lambda: len([at for at in range(size - 2) if word[at : at + 3] == word[at : at + 3][::-1]]),
        "spread": lambda: max(first) - min(first),
    }[kind]()
