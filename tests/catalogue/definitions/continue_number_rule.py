"""What is right, said again: some rule of the stated family runs through the terms shown and on through the answer."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product

LEVELS = (1, 2, 4, 6)
EXHAUSTIVE = False
FORM = r"-?[0-9]+( -?[0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """The solution with every number shifted by a few, shortened, and turned round."""
    numbers = [int(token) for token in solution.split()]
    reach = {2: 8, 3: 2}.get(len(numbers), 1)
    for shifts in product(range(-reach, reach + 1), repeat=len(numbers)):
        yield " ".join(str(number + shift) for number, shift in zip(numbers, shifts, strict=True))
    yield " ".join(map(str, numbers[::-1]))
    yield " ".join(map(str, numbers[1:]))


def holds(instance: dict, answer: str) -> bool:
    """Look for a rule that gives the longer sequence."""
    more = [int(token) for token in answer.split()]
    return len(more) == instance["asked"] and more in _continued(
        json.dumps([instance[k] for k in ("forms", "terms", "asked")])
    )


@lru_cache(maxsize=8)
def _continued(text: str) -> list[list[int]]:
    forms, terms, asked = json.loads(text)
    found = []
    for form in forms:
        for rule in _family(form):
            sequence = terms[:2] if form == "two" else terms[:1]
            while sequence == terms[: len(sequence)] and len(sequence) < len(terms):
                sequence = [*sequence, rule(sequence)]
            if sequence == terms:
                for _ in range(asked):
                    sequence = [*sequence, rule(sequence)]
                found.append(sequence[len(terms) :])
    return found


def _family(form: str) -> Iterator[Callable[[list[int]], int]]:
    """Yield the rules of a form as functions of the sequence so far."""
    nine = range(-9, 10)
    if form == "line":
        yield from (lambda s, a=a, b=b: b + a * s[-1] for a in (-2, -1, 1, 2, 3) for b in nine)
    elif form == "place":
        yield from (lambda s, a=a, b=b: s[-1] + b + a * len(s) for a in range(-4, 5) for b in nine)
    elif form == "two":
        three = range(-2, 4)
        yield from (
            lambda s, a=a, b=b, c=c: c + b * s[-2] + a * s[-1] for a in three for b in three for c in range(-3, 4)
        )
    elif form == "parity":
        yield from (
            lambda s, a=a, b=b, c=c: s[-1] // 2 + b if s[-1] % 2 == 0 else a * s[-1] + c
            for a in (1, 3)
            for b in range(10)
            for c in range(-9, 1)
        )
    elif form == "turns":
        twelve = range(-12, 13)
        yield from (
            lambda s, m=m, a=a, b=b: s[-1] + b if len(s) % 2 == 0 else m * s[-1] + a
            for m in (2, 3)
            for a in twelve
            for b in twelve
        )
    elif form == "digits":
        yield from (
            lambda s, a=a, b=b: s[-1] + b + a * sum(int(d) for d in str(s[-1]).strip("-"))
            for a in (-2, -1, 1, 2, 3)
            for b in nine
        )
    elif form == "wrap":
        yield from (
            lambda s, a=a, b=b, m=m: divmod(a * s[-1] + b, m)[1]
            for a in range(2, 8)
            for b in range(16)
            for m in range(41, 80)
        )
    else:
        yield from (
            lambda s, a=a, b=b, t=t: s[-1] - t if s[-1] >= t else a * s[-1] + b
            for a in (2, 3)
            for b in range(-12, 13)
            for t in range(20, 60, 5)
        )
