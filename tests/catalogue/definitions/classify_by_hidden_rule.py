"""What is right, said again: some rule of the family takes in the club and just the words named."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import combinations

LEVELS = (1, 2, 3, 6)
EXHAUSTIVE = True
FORM = r"[0-9]+( [0-9]+)*"
_LETTERS = "klmn"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every choice of words."""
    numbers = range(1, len(instance["asked"]) + 1)
    for size in range(1, len(numbers) + 1):
        for chosen in combinations(numbers, size):
            yield " ".join(map(str, chosen))


def holds(instance: dict, answer: str) -> bool:
    """Look the choice up among those that fitting rules make."""
    given = [instance[key] for key in ("level", "inside", "outside", "asked")]
    return frozenset(map(int, answer.split())) in _choices(json.dumps(given)) and len(set(answer.split())) == len(
        answer.split()
    )


@lru_cache(maxsize=8)
def _choices(text: str) -> set[frozenset[int]]:
    level, inside, outside, asked = json.loads(text)
    words = [*inside, *outside, *asked]
    properties = [tuple(test(word) for word in words) for test in _properties()]
    if level > 1:
        properties += [tuple(not value for value in each) for each in properties]
    rules = set(properties)
    for one, two in combinations(properties, 2) if level > 2 else ():
        joined = list(zip(one, two, strict=True))
        rules.add(tuple(all(pair) for pair in joined))
        rules.add(tuple(any(pair) for pair in joined))
        if level > 5:
            rules.add(tuple(sum(pair) == 1 for pair in joined))
    wanted = (True,) * len(inside) + (False,) * len(outside)
    return {
        frozenset(at for at, value in enumerate(rule[len(wanted) :], start=1) if value)
        for rule in rules
        if rule[: len(wanted)] == wanted
    }


def _properties() -> Iterator[Callable[[str], bool]]:
    for x in _LETTERS:
        yield lambda word, x=x: word.find(x) >= 0
        yield lambda word, x=x: word.startswith(x)
        yield lambda word, x=x: word.endswith(x)
        yield lambda word, x=x: len(word.replace(x, "")) <= len(word) - 2
        for y in _LETTERS:
            if y != x:
                yield lambda word, x=x, y=y: len(word.replace(x, "")) < len(word.replace(y, ""))
                yield lambda word, x=x, y=y: y in word.partition(x)[2]
    yield lambda word: len(word) in (2, 4, 6, 8, 10, 12, 14, 16)
    yield lambda word: word.startswith(word[-1])
    yield lambda word: any(letter * 2 in word for letter in _LETTERS)
