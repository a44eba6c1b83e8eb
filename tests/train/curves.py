"""Synthetic records of runs, in which a rate, a length or an answer changes as it is told to."""

import random
from collections.abc import Callable
from typing import Any

GROUP = 8


def records(
    steps: int,
    rate: Callable[[str, int, int], float],
    *,
    names: tuple[str, ...] = ("a", "b", "c", "d"),
    answer: Callable[[str, int, int], str | None] = lambda name, step, place: None,
    solution: Callable[[str, int], str] = lambda name, step: f"s{step}",
    length: Callable[[int], float] = lambda step: 300.0,
    faults: Callable[[str, int], int] = lambda name, step: 0,
    seed: int = 0,
) -> list[dict[str, Any]]:
    """Return records in which every step asks one question of each environment, levels 1 to 5 in turn.

    `rate(name, level, step)` is the chance that a reply is correct, `answer(name, step, place)` what reply it is.
    """
    rng = random.Random(seed)
    found = []
    for step in range(1, steps + 1):
        environments: dict[str, Any] = {}
        for offset, name in enumerate(names):
            level = (step + offset) % 5 + 1
            failed = faults(name, step)
            judged = GROUP - failed
            said = [answer(name, step, place) or f"x{rng.randrange(10**6)}" for place in range(GROUP)]
            environments[name] = [
                {
                    "level": level,
                    "replies": GROUP,
                    "judged": judged,
                    "correct": sum(rng.random() < rate(name, level, step) for _ in range(judged)),
                    "faults": failed,
                    "answers": {one: said.count(one) for one in said},
                    "solution": solution(name, step),
                }
            ]
        found.append({"step": step, "rollout": {"length": length(step), "environments": environments}})
    return found
