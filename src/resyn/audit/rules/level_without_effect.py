"""The highest level looks like the lowest one.

Some forty measures of the questions (length, lines, numbers, words) are compared between the ends of the scale; at
least one of them must lie on one side of the other in three of four pairs.
"""

from collections.abc import Iterator

from resyn.audit.defect import Defect
from resyn.audit.task import Task, as_glance
from resyn.gate.rules.level_has_no_effect import differences, measure, transpose

NEEDS_GOLD = False
STAGE = 1

PER_LEVEL = 24


def check(task: Task) -> Iterator[Defect]:
    """Report a scale whose ends look alike, or whose highest level cannot be drawn."""
    if len(task.levels) < 2:
        return
    count = task.fair(PER_LEVEL)
    low, high = (task.draw(range(count), level=level) for level in (task.levels[0], task.levels[-1]))
    for level, items in ((task.levels[0], low), (task.levels[-1], high)):
        failed = [item for item in items if item.fault]
        if failed:
            yield task.defect(
                __name__,
                f"level {level} cannot be drawn in {len(failed)} of {count} cases: {failed[0].fault[:120]}",
                rate=len(failed) / count,
                witness=task.evidence(failed[0], failed[0].fault[:200]),
            )
            return
    measured = [transpose([measure(as_glance(item)) for item in items]) for items in (low, high)]
    for rows in measured:
        rows.pop("instance length", None)  # the entry may hold no more than the item's place
        rows.pop("count of instance['numbers'][]", None)  # the same as the numbers in the question
    if not differences(measured[0], measured[1]):
        yield task.defect(
            __name__,
            f"items of level {task.levels[-1]} look like those of level {task.levels[0]}: no measure differs",
            witness=task.evidence(high[0], f"no measure differs from level {task.levels[0]}"),
        )
