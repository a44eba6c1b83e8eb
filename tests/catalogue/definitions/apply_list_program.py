"""What is right, said again: a chain of the stated operations makes the examples and, of the new list, the answer."""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations, product

LEVELS = (1, 3, 5, 7)
EXHAUSTIVE = False
FORM = r"-?[0-9]+( -?[0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """The solution with one or two items changed, left out or doubled, its orders, and results of single operations."""
    items = solution.split()
    yield solution
    for at in range(len(items)):
        yield " ".join(items[:at] + items[at + 1 :]) or "0"
        yield " ".join([*items[: at + 1], *items[at:]])
        for value in range(-12, 13):
            changed = [*items[:at], str(value), *items[at + 1 :]]
            yield " ".join(changed)
            for place in range(at):
                yield " ".join([*changed[:place], str(value + 1), *changed[place + 1 :]])
    for order in list(permutations(items))[:120]:
        yield " ".join(order)
    for name in instance["names"]:
        yield " ".join(map(str, _operate(name, instance["query"]))) or "0"


def holds(instance: dict, answer: str) -> bool:
    """Look the answer up among what fitting chains make."""
    given = [instance[key] for key in ("shape", "names", "examples", "query")]
    return [int(token) for token in answer.split()] in _made(json.dumps(given))


@lru_cache(maxsize=8)
def _made(text: str) -> list[list[int]]:
    shape, names, examples, query = json.loads(text)
    made = []
    for chain in product(names, repeat=2 if shape == "two" else 3):
        if all(_follow(shape, chain, before) == after for before, after in examples):
            made.append(_follow(shape, chain, query))
    return made


def _follow(shape: str, chain: tuple, items: list[int]) -> list[int]:
    if shape == "fork":
        chain = (chain[items[0] % 2], chain[2])
    for name in chain:
        items = _operate(name, items)
    return items


def _operate(name: str, items: list[int]) -> list[int]:  # noqa: C901
    """Do one operation item by item."""
    result: list[int] = []
    for at, item in enumerate(items):
        if name == "REVERSE":
            result.insert(0, item)
        elif name == "SORT":
            place = sum(other <= item for other in result)
            result.insert(place, item)
        elif name in ("TAIL", "ROTATE"):
            result += [item] if at else []
        elif name == "DOUBLE":
            result.append(item + item)
        elif name == "INCREASE":
            result.append(item + 3)
        elif name == "EVENS":
            result += [item] if item // 2 * 2 == item else []
        elif name == "TOTALS":
            result.append(sum(items[: at + 1]))
        elif name == "LARGE":
            result += [item] if item >= 8 else []
        elif name == "STEPS":
            result += [item - items[at - 1]] if at else []
        elif name == "ODDPLACES":
            result += [item] if (at + 1) % 2 else []
        elif name == "ONCE":
            result += [item] if item not in result else []
        elif name == "MIRROR":
            result.append(-item + 9)
        elif name == "TOP":
            first = items.index(max(items))
            result = [item, *result] if at == first else [*result, item]
    if name == "ROTATE" and items:
        result.append(items[0])
    return result
