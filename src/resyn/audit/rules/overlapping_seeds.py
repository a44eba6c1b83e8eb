"""Neighbouring seeds give the same items, shifted by one.

Where an item's generator is seeded with seed + index, training on seed 42 and testing on seed 43 share all but one
item, and a stream that goes on by raising the seed repeats itself.
"""

from collections.abc import Iterator

from resyn.audit.defect import Defect
from resyn.audit.task import Task

NEEDS_GOLD = False
NEEDS_SCORER = False
STAGE = 1

SHARE = 0.5


def check(task: Task) -> Iterator[Defect]:
    """Report that most items of one seed are items of the next, but for tasks that repeat themselves anyway."""
    here = [item for item in task.stream if item.place.seed == task.seed]
    there = [
        item for item in task.draw([item.place.index for item in task.items], seed=task.seed + 1) if not item.fault
    ]
    known = {item.question: item for item in here}
    shifted = {item.place.index: item.question for item in here}
    moved = [item for item in there if shifted.get(item.place.index + 1) == item.question]
    compared = [item for item in there if item.place.index + 1 in shifted]
    distinct = len(known) > 0.8 * len(here)
    if distinct and compared and len(moved) > SHARE * len(compared):
        item = moved[0]
        index = item.place.index
        yield task.defect(
            __name__,
            f"{len(moved)} of {len(compared)} items of seed {task.seed + 1} are those of seed {task.seed} one place on",
            rate=len(moved) / len(compared),
            witness=task.evidence(
                item, f"seed {task.seed + 1}, index {index} equals seed {task.seed}, index {index + 1}"
            ),
        )
