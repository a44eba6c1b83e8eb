"""The questions repeat: there are few different ones.

The number of equal pairs among the questions of one seed says how many equally likely questions there are; fewer than
200 are reported, where 200 would give as many pairs in fewer than 1 of 100 cases.
"""

from collections.abc import Iterator

from resyn.audit.defect import Defect
from resyn.audit.task import Task, as_glance
from resyn.gate.rules.repeats_itself import WANTED, few_questions

NEEDS_GOLD = False
NEEDS_SCORER = False
STAGE = 1


def check(task: Task) -> Iterator[Defect]:
    """Report a task of few questions, with the commonest."""
    few = few_questions([as_glance(item) for item in task.stream])
    if few is not None:
        item = next(item for item in task.stream if item.question == few.glance.question)
        yield task.defect(
            __name__,
            f"about {few.questions:.0f} different questions ({WANTED} are wanted); one came {few.times} times in "
            f"{few.draws} draws",
            rate=few.questions,
            witness=task.evidence(item, f"this question came {few.times} times"),
        )
