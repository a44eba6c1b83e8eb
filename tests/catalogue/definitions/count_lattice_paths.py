"""What is right, said again: the number of ways found by walking all of them."""

import json
from collections.abc import Iterator
from functools import cache

LEVELS = (1, 2)
EXHAUSTIVE = True  # whole numbers up to 400 beyond the solution
MOVES = {"right": (0, 1), "down": (1, 0), "diagonal": (1, 1), "leap": (1, 2)}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    yield from map(str, range(max(0, int(solution) - 2000), int(solution) + 400))


def holds(instance: dict, answer: str) -> bool:
    return answer == str(number_of_ways(json.dumps(instance)))


@cache
def number_of_ways(text: str) -> int:
    instance = json.loads(text)
    rows = instance["rows"]
    free = {(r, c) for r, row in enumerate(rows) for c, sign in enumerate(row) if sign != "#"}
    end = (len(rows) - 1, len(rows[0]) - 1)
    found, waiting = 0, [((0, 0), ())]
    while waiting:
        (r, c), way = waiting.pop()
        if (r, c) == end:
            found += keeps(instance, way)
            continue
        for name in instance["steps"]:
            after = (r + MOVES[name][0], c + MOVES[name][1])
            if after in free:
                waiting.append((after, (*way, name)))
    return found


def keeps(instance: dict, way: tuple[str, ...]) -> bool:
    r = c = coins = 0
    for name in way:
        r, c = r + MOVES[name][0], c + MOVES[name][1]
        coins += instance["rows"][r][c] == "o"
    changes = [at for at in range(1, len(way)) if way[at] != way[at - 1]]
    runs = [b - a for a, b in zip([0, *changes], [*changes, len(way)], strict=True)]
    return (
        instance["coins"] in (None, coins)
        and (instance["run"] is None or max(runs) <= instance["run"])
        and instance["turns"] in (None, len(changes))
        and not any([way[at - 1], way[at]] == instance["banned"] for at in changes)
    )
