"""The highest level looks like the lowest one.

Some forty measures of question and reference (lengths, lines, numbers, words) are compared between the ends of the
scale; at least one of them must lie on one side of the other in three of four pairs.
"""

from collections.abc import Iterator

from resyn.audit.corpus import Item
from resyn.audit.defect import Defect
from resyn.audit.task import Task, as_glance
from resyn.gate.rules.level_has_no_effect import differences, measure, transpose

NEEDS_GOLD = False
STAGE = 1

PER_LEVEL = 24
SCOUTS = 3


def check(task: Task) -> Iterator[Defect]:
    """Report a scale whose ends look alike, or an end that cannot be drawn."""
    if len(task.levels) < 2:
        return
    ends: list[list[Item]] = []
    for level in (task.levels[0], task.levels[-1]):
        items = task.draw(range(SCOUTS), level=level)
        if not any(item.fault for item in items):
            items += task.draw(range(SCOUTS, task.fair(PER_LEVEL)), level=level)
        failed = [item for item in items if item.fault]
        if failed:
            yield task.defect(
                __name__,
                f"level {level} cannot be drawn in {len(failed)} of {len(items)} cases: {failed[0].fault[:120]}",
                rate=len(failed) / len(items),
                witness=task.evidence(failed[0], failed[0].fault[:200]),
            )
            return
        ends.append(items)
    low, high = (transpose([_measured(item) for item in items]) for items in ends)
    if not differences(low, high):
        yield task.defect(
            __name__,
            f"items of level {task.levels[-1]} look like those of level {task.levels[0]}: no measure differs",
            witness=task.evidence(ends[1][0], f"no measure differs from level {task.levels[0]}"),
        )


def _measured(item: Item) -> dict[str, float]:
    """Return an item's measures, but for those that say something twice."""
    twice = ("instance length", "count of instance['numbers'][]")
    return {name: value for name, value in measure(as_glance(item)).items() if name not in twice}
