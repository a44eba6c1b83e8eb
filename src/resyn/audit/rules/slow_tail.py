"""Drawing an item takes long now and then, or fails.

The longest draw counts, not the mean: a worker that waits for it holds up all others.
"""

from collections.abc import Iterator

from resyn.audit.corpus import is_of_the_jail
from resyn.audit.defect import Defect
from resyn.audit.task import Task

NEEDS_GOLD = False
NEEDS_SCORER = False
STAGE = 1

SLOW_SECONDS = 2.0
"""CPU seconds of one draw."""


def check(task: Task) -> Iterator[Defect]:
    """Report draws that fail, then the longest draw where it is slow twice."""
    failed = [item for item in task.scouts if item.fault and not is_of_the_jail(item.fault)]
    if failed:
        yield task.defect(
            __name__,
            f"{len(failed)} of {len(task.scouts)} draws fail: {failed[0].fault[:120]}",
            rate=len(failed) / len(task.scouts),
            witness=task.evidence(failed[0], failed[0].fault[:200]),
        )
    longest = max(task.stream, key=lambda item: item.seconds, default=None)
    if longest is not None and longest.seconds > SLOW_SECONDS:
        (again,) = task.draw([longest.place.index])
        seconds = min(longest.seconds, again.seconds)
        if seconds > SLOW_SECONDS:
            yield task.defect(
                __name__,
                f"drawing an item takes up to {seconds:.1f} seconds",
                rate=seconds,
                witness=task.evidence(longest, f"this draw took {seconds:.1f} CPU seconds"),
            )
