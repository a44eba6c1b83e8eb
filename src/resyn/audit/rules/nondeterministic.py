"""The same seed gives another item or reward: in another process, in another order, under another hash salt or Python.

A row of a dataset is drawn again from its seed elsewhere; sets come in another order under another salt of the string
hash, and generators of chance change between versions of Python.
"""

from collections.abc import Iterator, Sequence

from resyn.audit.corpus import Corpus, Item
from resyn.audit.defect import Defect
from resyn.audit.task import Task, shown

NEEDS_GOLD = False
NEEDS_SCORER = False
STAGE = 1

REPEATED = 6
_JUNK = "no answer"


def check(task: Task) -> Iterator[Defect]:
    """Report drawing again elsewhere in the same Python; where that is the same, other salts, then other versions."""
    items = task.items[:REPEATED]
    indices = [item.place.index for item in items]
    backwards = task.draw(indices[::-1])[::-1]
    found = [
        *_compare(task, items, backwards, "drawn in reversed order, in another process"),
        *_compare(task, items[:2], task.draw(indices[:2], fork_each=True), "drawn alone in a process"),
    ]
    others = [(corpus, "under another hash salt") for corpus in task.surroundings.salted]
    others += [(corpus, f"under Python {version}") for version, corpus in task.surroundings.versions]
    for corpus, where in others:
        if not found:  # what differs without a cause differs with one, and says nothing of it
            found = list(_elsewhere(task, items, corpus, where))
    yield from found[:1]


def _elsewhere(task: Task, items: Sequence[Item], corpus: Corpus, where: str) -> Iterator[Defect]:
    again = task.draw([item.place.index for item in items], corpus=corpus)
    found = list(_compare(task, items, again, f"drawn {where}"))
    yield from found
    if not found:
        cases = [(item, answer) for item in items for answer in dict.fromkeys((item.gold or "0", _JUNK))]
        pairs = zip(cases, task.score(cases), corpus.score(cases), strict=True)
        other = [(case, here.reward, there.reward) for case, here, there in pairs if here.reward != there.reward]
        if other:
            (item, answer), here, there = other[0]
            yield task.defect(
                __name__,
                f"{len(other)} of {len(cases)} rewards differ when scored {where}",
                rate=len(other) / len(cases),
                witness=task.evidence(item, f"{shown(answer)} earns {here} here and {there} {where}", answer),
            )


def _compare(task: Task, items: Sequence[Item], again: Sequence[Item], where: str) -> Iterator[Defect]:
    differing = [
        (item, other)
        for item, other in zip(items, again, strict=True)
        if (item.question, item.gold) != (other.question, other.gold) and "timeout" not in other.fault
    ]
    if differing:
        item, other = differing[0]
        if other.fault:
            change = f"failed: {other.fault}"
        elif item.question != other.question:
            change = f"another question: {_first_difference(item.question, other.question)}"
        else:
            change = f"another reference: {shown(item.gold or '')} became {shown(other.gold or '')}"
        yield task.defect(
            __name__,
            f"{len(differing)} of {len(items)} items differ when {where}",
            rate=len(differing) / len(items),
            witness=task.evidence(item, f"{where}, {change}"),
        )


def _first_difference(text: str, other: str) -> str:
    place = next((i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    return f"...{text[max(0, place - 20) : place + 30]!a} became ...{other[max(0, place - 20) : place + 30]!a}"
