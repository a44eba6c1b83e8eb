"""The same question is drawn with different references, and the scorer refuses the one where the other is stored.

Then a question has several right answers of which one is accepted, or depends on what it does not show. Questions are
compared but for white space; premises in another order or other names may change what is asked, and are not.
"""

from collections.abc import Iterator

from resyn.audit.corpus import Item
from resyn.audit.defect import Defect
from resyn.audit.rules.guessable import LOOKS
from resyn.audit.task import Task, shown

NEEDS_GOLD = True
STAGE = 3


def check(task: Task) -> Iterator[Defect]:
    """Report the pairs of items with one question of which neither accepts the other's reference."""
    asked: dict[str, list[Item]] = {}
    for item in [*task.stream, *task.fresh(LOOKS[0], look=1)]:
        if item.gold is not None:
            asked.setdefault(" ".join(item.question.split()), []).append(item)
    pairs = [(items[0], other) for items in asked.values() for other in items[1:] if other.gold != items[0].gold]
    cases = [case for item, other in pairs for case in ((item, other.gold or ""), (other, item.gold or ""))]
    marks = task.score(cases)
    refused = [
        (pair, mark)
        for pair, mark, back in zip(pairs, marks[::2], marks[1::2], strict=True)
        if all(one.reward is not None and not one.full for one in (mark, back))
    ]
    if refused:
        (item, other), mark = refused[0]
        yield task.defect(
            __name__,
            f"the scorer refuses the reference of an item with the same question ({len(refused)} of {len(pairs)} pairs "
            "with different references)",
            rate=len(refused) / len(pairs),
            witness=task.evidence(
                item,
                f"{shown(other.gold or '')} earns {mark.reward:g}, and is the reference of seed {other.place.seed}, "
                f"index {other.place.index}, with the same question",
                other.gold,
            ),
        )
