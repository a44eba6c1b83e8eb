"""Some answer earns more than 1, so that the reference answer is not the best one.

Group-relative methods compare rewards with one another: a bonus that only odd answers earn is what is learned.
"""

from collections.abc import Iterator

from resyn.audit.defect import Defect
from resyn.audit.task import Task, shown

NEEDS_GOLD = False
STAGE = 3

_TOLERANCE = 1e-6


def check(task: Task) -> Iterator[Defect]:
    """Report the largest reward above 1 among the answers that are nonsense, guesses or references."""
    task.score([(item, item.gold) for item in task.golden if item.gold is not None])
    above = [(key, mark.reward) for key, mark in task.marks.items() if mark.reward and mark.reward > 1 + _TOLERANCE]
    if above:
        (place, answer), reward = max(above, key=lambda case: case[1])
        yield task.defect(
            __name__,
            f"{len(above)} answers earn more than 1, up to {reward:g}",
            rate=reward,
            witness=task.place_evidence(place, f"{shown(answer)} earns {reward:g}", answer),
        )
