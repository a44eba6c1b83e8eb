"""The reference answer with one thing changed earns full marks more often than not.

A number changed by one, a sign or an operator changed, an item left out, doubled or swapped: tasks of many right
answers admit a few of these, never most.
"""

from collections.abc import Iterator

from resyn.audit.defect import Defect
from resyn.audit.task import Task, shown
from resyn.gate.answers import near_misses

NEEDS_GOLD = True
STAGE = 1

MOST = 0.5


def check(task: Task) -> Iterator[Defect]:
    """Report each kind of change that passes in more than half of the items, as one defect."""
    cases = [
        (item, miss.change, miss.text)
        for item in task.golden
        for miss in near_misses(item.gold or "")
        if miss.text.strip() != (item.gold or "").strip()
    ]
    marks = task.score([(item, text) for item, _, text in cases])
    passed: dict[str, list[bool]] = {}
    for (_, change, _), mark in zip(cases, marks, strict=True):
        passed.setdefault(change, []).append(mark.full)
    kinds = [change for change, full in passed.items() if len(full) > 2 and sum(full) > MOST * len(full)]
    whole = [mark.full for mark in marks]
    if kinds and sum(whole) > MOST * len(whole):
        item, change, text = next(
            case for case, mark in zip(cases, marks, strict=True) if mark.full and case[1] in kinds
        )
        yield task.defect(
            __name__,
            f"near misses of the reference answer earn full marks in {sum(whole)} of {len(whole)} cases "
            f"({', '.join(kinds[:4])})",
            rate=sum(whole) / len(whole),
            witness=task.evidence(item, f"with {change}, {shown(text)} earns 1", text),
        )
