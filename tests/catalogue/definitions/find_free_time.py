"""What is right, said again: minute by minute, a suspect can be at the scene with the key for long enough."""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise

LEVELS = (1, 3, 5, 7)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every choice of suspects."""
    for size in range(1, len(instance["names"]) + 1):
        for chosen in combinations(instance["names"], size):
            yield " ".join(chosen)


def holds(instance: dict, answer: str) -> bool:
    """Compare with those who can, each found by going through the minutes."""
    return sorted(answer.split()) == _able(json.dumps(instance))


@lru_cache(maxsize=8)
def _able(text: str) -> list[str]:
    instance = json.loads(text)
    return sorted(name for who, name in enumerate(instance["names"]) if _had_time(instance, who))


def _had_time(instance: dict, who: int) -> bool:
    """Spread over (minute, place, key, minutes stayed in a row) from sighting to sighting."""
    seen, speed = instance["seen"][who], instance["speeds"][who]
    steps: dict[int, list[tuple[int, int]]] = {place: [] for place in range(len(instance["places"]))}
    for one, two, minutes in instance["roads"]:
        steps[one].append((two, minutes * speed))
        steps[two].append((one, minutes * speed))
    keys = {instance["depot"] < 0}
    for (place, _, since), (goal, until, _) in pairwise(seen):
        states = {(since, place, key, 0, False) for key in keys}
        todo = list(states)
        while todo:
            now, at, key, stayed, done = todo.pop()
            following = [(now + minutes, to, 0) for to, minutes in steps[at]]
            inside = any(start <= now < end for start, end in instance["windows"])
            following.append((now + 1, at, stayed + 1 if at == instance["scene"] and key and inside else 0))
            for then, to, row in following:
                row = min(row, instance["stay"])
                fresh = (then, to, key or to == instance["depot"], row, done or row == instance["stay"])
                if then <= until and fresh not in states:
                    states.add(fresh)
                    todo.append(fresh)
        ends = {(key, done) for now, at, key, _, done in states if (now, at) == (until, goal)}
        if (True, True) in ends:
            return True
        keys = {key for key, _ in ends}
    return False
