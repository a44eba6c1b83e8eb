"""What is right, said again: influence is the closure of the log order and the messages received."""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

LEVELS = (1, 3, 6)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every choice of events."""
    for size in range(1, len(instance["labels"]) + 1):
        for chosen in combinations(sorted(instance["labels"]), size):
            yield " ".join(chosen)


def holds(instance: dict, answer: str) -> bool:
    """Judge each event by the closure."""
    return "".join(sorted(answer.split())) == _right(json.dumps(instance))


@lru_cache(maxsize=8)
def _right(text: str) -> str:
    instance = json.loads(text)
    owners, count = instance["owners"], len(instance["owners"])
    table = [[False] * count for _ in range(count)]
    for one in range(count):
        for two in range(one + 1, count):
            table[one][two] = owners[one] == owners[two] or any(one < wall <= two for wall in instance["walls"])
    for early, late, fate in instance["sent"]:
        table[early][late] = table[early][late] or fate == "read"
    for middle in range(count):
        for one in range(count):
            for two in range(count):
                table[one][two] |= table[one][middle] and table[middle][two]
    return "".join(sorted(label for at, label in enumerate(instance["labels"]) if _asked(instance["ask"], table, at)))


def _asked(ask: list, table: list[list[bool]], event: int) -> bool:
    kind, chosen = ask
    if kind == "after":
        return table[chosen[0]][event]
    if kind == "only":
        return table[chosen[0]][event] and not table[chosen[1]][event] and event != chosen[1]
    return not any(table[event][at] or table[at][event] or event == at for at in chosen)
