"""What is right, said again: a setting is right when the sentence of every rule is true of the switches."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 5, 9)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every setting."""
    for bits in product("01", repeat=instance["switches"]):
        yield "".join(bits)


def holds(instance: dict, answer: str) -> bool:
    """Look for a rule that is broken."""
    if len(answer) != instance["switches"] or not set(answer) <= set("01"):
        return False
    on = [sign == "1" for sign in answer]
    return not any(_broken(rule, on) for rule in instance["rules"])


def _broken(rule: list, on: list[bool]) -> bool:
    form, chosen, signs, number = rule
    true = [on[switch] if sign == 1 else not on[switch] for switch, sign in zip(chosen, signs, strict=True)]
    if form == "or":
        return true == [False] * len(true)
    if form == "if":
        return true == [True, False]
    if form == "count":
        return true.count(True) != number
    if form == "odd":
        return true.count(True) not in (1, 3)
    if form == "most":
        return true.count(True) > number
    if form == "same":
        return true[0] is not true[1]
    if form == "ifboth":
        return true == [True, True, False]
    if form == "more":
        return true[0] + true[1] <= true[2] + true[3]
    if form == "only":
        return true[0] is not (true[1] or true[2])
    assert form == "pair"
    return (true[:2] == [True, True]) is (true[2:] == [True, True])
