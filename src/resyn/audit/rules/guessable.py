"""A guess that does not reason earns too much on average.

About 150 policies are tried: constants, the question's surface (first, last, largest number, last word, lists as they
stand or sorted, the question itself), the commonest answers of other items. The best twelve whose mean reward exceeds
0.15 are tried again on fresh items, and reported where the lower bound of the mean (normal, 1% one-sided) exceeds a
quarter. A task of four equally likely answers passes; of 192 fresh items, 0.33 is caught with even chances. Sorting or
reversing a list is no guess here: it may be just what a task of somebody else's asks for.
"""

import math
from collections.abc import Iterator, Sequence
from statistics import mean, stdev

from resyn.audit.corpus import Item
from resyn.audit.defect import Defect
from resyn.audit.task import Task, as_draw, shown
from resyn.gate.policies import guesses

NEEDS_GOLD = False
STAGE = 2

ALLOWED = 0.25
SUSPECT = 0.15
MOST_SUSPECTS = 12
_QUANTILE = 2.33


def check(task: Task) -> Iterator[Defect]:
    """Report the best guess, and the best constant where that is another one."""
    first = {name: mean(rewards) for name, (rewards, _) in earned(task, task.affordable(task.items)).items()}
    suspects = sorted((name for name in first if first[name] > SUSPECT), key=lambda name: -first[name])
    if not suspects:
        return
    fresh = task.affordable(task.fresh)
    again = earned(task, fresh, only=suspects[:MOST_SUSPECTS])
    proven = sorted(
        (name for name, (rewards, _) in again.items() if lower_bound(rewards) > ALLOWED),
        key=lambda name: -mean(again[name][0]),
    )
    constants = [name for name in proven if name.startswith("always ")]
    for name in dict.fromkeys(proven[:1] + constants[:1]):
        rewards, answers = again[name]
        best = max(range(len(rewards)), key=lambda place: rewards[place])
        yield task.defect(
            __name__,
            f'the guess "{name}" earns {mean(rewards):.2f} on average over {len(rewards)} fresh items '
            f"(at most {ALLOWED:g} is allowed)",
            rate=mean(rewards),
            witness=task.evidence(
                fresh[best], f"the guess {shown(answers[best])} earns {rewards[best]:g}", answers[best]
            ),
        )


def earned(
    task: Task, items: Sequence[Item], *, only: Sequence[str] | None = None
) -> dict[str, tuple[list[float], list[str]]]:
    """Return, by policy, its reward on each item (0 where the scorer failed or it has no guess), and its guesses."""
    draws = [as_draw(item) for item in items]
    made = [
        {name: text for name, text in guesses(draw, draws).items() if (only is None or name in only) and _blind(name)}
        for draw in draws
    ]
    cases = [(place, name, text) for place, named in enumerate(made) for name, text in named.items()]
    marks = task.score([(items[place], text) for place, _, text in cases])
    found: dict[str, tuple[list[float], list[str]]] = {}
    for (place, name, text), mark in zip(cases, marks, strict=True):
        rewards, answers = found.setdefault(name, ([0.0] * len(items), [""] * len(items)))
        rewards[place], answers[place] = mark.reward or 0.0, text
    return found


def _blind(name: str) -> bool:
    """Leave out what may be the task itself, and ranks among others' answers, which tell the one that is missing."""
    return not name.endswith((" sorted", " sorted downwards", " reversed", ", number 2", ", number 3"))


def lower_bound(rewards: Sequence[float]) -> float:
    """Return the bound below which the mean lies with a probability of 1%, by the normal approximation."""
    if len(rewards) < 2:
        return 0.0
    return mean(rewards) - _QUANTILE * stdev(rewards) / math.sqrt(len(rewards))
