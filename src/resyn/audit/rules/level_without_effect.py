"""The highest level looks like the lowest one.

Measures of question and reference (lengths, lines, words, numbers, how often each sign and small number occurs) are
compared between the ends of the scale, 48 items each; at least one must lie on one side of the other in seven of ten
pairs. Equal levels show such a difference by chance in about one of twenty cases, and then pass.
"""

import re
from collections import Counter
from collections.abc import Iterator

from resyn.audit.corpus import Item, is_of_the_jail
from resyn.audit.defect import Defect
from resyn.audit.task import DeniedError, Task, as_glance
from resyn.gate.rules.level_has_no_effect import exceeding, measure, transpose

NEEDS_GOLD = False
NEEDS_SCORER = False
STAGE = 1

PER_LEVEL = 48
SCOUTS = 3
CLEAR = 0.2
"""How far from 1/2 the share of pairs must lie."""


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
        if wanting := [item.fault for item in failed if is_of_the_jail(item.fault)]:
            raise DeniedError(f"level {level}: {wanting[0]}")
        if failed:
            yield task.defect(
                __name__,
                f"drawing at level {level} fails in {len(failed)} of {len(items)} cases: {failed[0].fault[:120]}",
                rate=len(failed) / len(items),
                witness=task.evidence(failed[0], failed[0].fault[:200]),
            )
            return
        ends.append(items)
    low, high = (transpose([_measured(item) for item in items]) for items in ends)
    if not _differ(low, high):
        yield task.defect(
            __name__,
            f"items of level {task.levels[-1]} look like those of level {task.levels[0]}: no measure differs",
            witness=task.evidence(ends[1][0], f"no measure differs from level {task.levels[0]}"),
        )


def _measured(item: Item) -> dict[str, float]:
    """Return an item's measures, by name."""
    marks = re.findall(r"\b[0-9]{1,2}\b|[^\w\s]", f"{item.question} {item.gold or ''}")
    return measure(as_glance(item)) | {f"sign {sign}": float(count) for sign, count in Counter(marks).items()}


def _differ(low: dict[str, list[float]], high: dict[str, list[float]]) -> bool:
    sizes = [len(next(iter(rows.values()))) for rows in (low, high)]
    names = dict.fromkeys([*low, *high])
    return any(
        abs(exceeding(low.get(name, [0.0] * sizes[0]), high.get(name, [0.0] * sizes[1])) - 0.5) >= CLEAR
        for name in names
    )
