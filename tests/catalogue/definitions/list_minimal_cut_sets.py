"""What is right, said again: the sets named are all those that fail, but not with one part repaired."""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

LEVELS = (1, 4)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Choices of up to three sets of at most three parts (at most 6,000), and the solution with one set changed."""
    letters = "abcdefghijk"[: instance["parts"]]
    every = ["".join(chosen) for size in range(1, len(letters) + 1) for chosen in combinations(letters, size)]
    sets = solution.split()
    yield solution
    for at in range(len(sets)):
        for other in ["", *every]:
            text = " ".join(part for part in [*sets[:at], other, *sets[at + 1 :]] if part)
            if text:
                yield text
    for other in every:
        yield f"{solution} {other}"
    short = [each for each in every if len(each) <= 3]
    few = [" ".join(chosen) for size in (1, 2, 3) for chosen in combinations(short, size)]
    yield from few[:6000]


def holds(instance: dict, answer: str) -> bool:
    """Compare with the sets that fail as a whole, but with no part working again."""
    named = ["".join(sorted(part)) for part in answer.split()]
    return len(set(named)) == len(named) and set(named) == _right(json.dumps(instance))


@lru_cache(maxsize=8)
def _right(text: str) -> set[str]:
    instance = json.loads(text)
    letters = "abcdefghijk"[: instance["parts"]]
    found = set()
    for size in range(len(letters) + 1):
        for chosen in combinations(range(len(letters)), size):
            together = any(one in chosen and two in chosen for one, two in instance["apart"])
            less = [set(chosen) - {part} for part in chosen]
            if not together and _down(instance, set(chosen)) and not any(_down(instance, each) for each in less):
                found.add("".join(letters[part] for part in chosen))
    return found


def _down(instance: dict, failed: set[int], at: int | None = None) -> bool:
    parts, gates = instance["parts"], instance["gates"]
    at = parts + len(gates) - 1 if at is None else at
    if at < parts:
        return at in failed
    form, inputs = gates[at - parts]
    states = [_down(instance, failed, one) for one in inputs]
    if form == "and":
        return False not in states
    if form == "or":
        return True in states
    if form == "vote":
        return states.count(True) > 1
    return states[0] and (states[1] or states[2])
