"""The scorer does not give full marks to the corpus's own reference answer.

A right answer that earns nothing teaches that reasoning does not pay; the cause is often an extractor that is not
called, or a rounded reference.
"""

from collections.abc import Iterator

from resyn.audit.corpus import is_of_the_jail
from resyn.audit.defect import Defect
from resyn.audit.task import Task, shown

NEEDS_GOLD = True
STAGE = 1


def check(task: Task) -> Iterator[Defect]:
    """Report the reference answers that earn less than 1; where the jail refused the scorer nothing is known."""
    marks = task.score([(item, item.gold or "") for item in task.golden])
    refused = [
        (item, mark)
        for item, mark in zip(task.golden, marks, strict=True)
        if not mark.full and not is_of_the_jail(mark.fault)
    ]
    if refused:
        item, mark = refused[0]
        earned = f"earns {mark.reward:g}" if mark.reward is not None else f"makes the scorer fail ({mark.fault})"
        yield task.defect(
            __name__,
            f"the reference answer does not earn full marks in {len(refused)} of {len(marks)} items",
            rate=1 - len(refused) / len(marks),
            witness=task.evidence(item, f"the reference {shown(item.gold or '')} {earned}", item.gold),
        )
