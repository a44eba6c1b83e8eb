"""What is right, said again: knights said only true sentences, knaves only false ones, jokers one of each."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2, 4, 7)
EXHAUSTIVE = True
FORM = r"[KNJ]( [KNJ])*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every cast."""
    for cast in product("KNJ" if instance["jokers"] else "KN", repeat=len(instance["names"])):
        yield " ".join(cast)


def holds(instance: dict, answer: str) -> bool:
    """Judge everything that was said, given the cast."""
    cast = answer.split()
    if len(cast) != len(instance["names"]) or any(cast[person] != role for person, role in instance["known"]):
        return False
    for role, sentences in zip(cast, instance["said"], strict=True):
        truths = sorted(_true(sentence, cast) for sentence in sentences)
        if role == "J" and truths != [False, True]:
            return False
        if role != "J" and any(truth is not (role == "K") for truth in truths):
            return False
    return True


def _true(sentence: list, cast: list[str]) -> bool:
    form, one, two = sentence
    if form == "is":
        return cast[one] == two
    if form == "same":
        return len({cast[one], cast[two]}) == 1
    if form == "count":
        return "".join(cast[person] for person in two).count("K") == one
    if form == "claim":
        return _true(two, cast) if cast[one] == "K" else not _true(two, cast)
    truths = (_true(one, cast), _true(two, cast))
    if form == "and":
        return truths == (True, True)
    if form == "or":
        return truths != (False, False)
    return truths in ((True, False), (False, True)) if form == "one" else truths != (True, False)
