"""What is right, said again: the number of bit patterns of members that keep the rules, times their possible chairs."""

import json
from collections.abc import Iterator
from functools import cache

LEVELS = (1, 2)
EXHAUSTIVE = True  # whole numbers from 0 to 600


def candidates(instance: dict, solution: str) -> Iterator[str]:
    yield from map(str, range(601))


def holds(instance: dict, answer: str) -> bool:
    return answer == str(possibilities(json.dumps(instance)))


@cache
def possibilities(text: str) -> int:
    instance = json.loads(text)
    bit = {name: 1 << at for at, name in enumerate(instance["people"])}
    masks = {group: sum(bit[name] for name in names) for group, names in instance["groups"].items()}
    total = 0
    for members in range(1 << len(bit)):
        if members.bit_count() == instance["size"] and all(
            keeps(rule, members, bit, masks) for rule in instance["rules"]
        ):
            total += (members & masks[instance["chair"]]).bit_count() if instance["chair"] else 1
    return total


def keeps(rule: list, members: int, bit: dict[str, int], masks: dict[str, int]) -> bool:
    match rule:
        case ["least", group, count]:
            return (members & masks[group]).bit_count() >= count
        case ["most", group, count]:
            return (members & masks[group]).bit_count() <= count
        case ["apart", a, b]:
            return members & (bit[a] | bit[b]) != bit[a] | bit[b]
        case ["needs", a, b]:
            return not members & bit[a] or bool(members & bit[b])
        case ["more", one, other]:
            return (members & masks[one]).bit_count() > (members & masks[other]).bit_count()
        case ["both", one, other, count]:
            return (members & masks[one] & masks[other]).bit_count() == count
        case ["either", a, b]:
            return members & (bit[a] | bit[b]) != 0
    raise ValueError(rule)
