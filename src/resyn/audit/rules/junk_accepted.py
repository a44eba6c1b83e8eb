"""Nonsense earns marks: emoji, "nan", brackets, prose, an import.

Full marks for any nonsense are reported, and partial ones where they come to a tenth on average.
"""

from collections.abc import Iterator
from statistics import mean

from resyn.audit.corpus import Item, Mark
from resyn.audit.defect import Defect
from resyn.audit.task import Task, shown
from resyn.gate.batteries import NONSENSE

NEEDS_GOLD = False
STAGE = 1

PARTIAL = 0.1


def check(task: Task) -> Iterator[Defect]:
    """Report nonsense that earns full marks, else nonsense that earns a tenth or more on average."""
    cases = [
        (name, item, text)
        for item in task.items
        for name, text in NONSENSE.items()
        if text.strip() != (item.gold or "\0").strip()
    ]
    marks = task.score([(item, text) for _, item, text in cases])
    by_name: dict[str, list[tuple[Item, str, Mark]]] = {}
    for (name, item, text), mark in zip(cases, marks, strict=True):
        by_name.setdefault(name, []).append((item, text, mark))
    full = {name: share for name, found in by_name.items() if (share := mean(mark.full for _, _, mark in found))}
    if full:
        yield _defect(task, by_name, max(full, key=lambda name: full[name]), full, "full marks")
        return
    partial = {
        name: share
        for name, found in by_name.items()
        if (share := mean(mark.reward or 0.0 for _, _, mark in found)) >= PARTIAL
    }
    if partial:
        yield _defect(task, by_name, max(partial, key=lambda name: partial[name]), partial, "marks")


def _defect(
    task: Task, by_name: dict[str, list[tuple[Item, str, Mark]]], worst: str, rates: dict[str, float], what: str
) -> Defect:
    item, text, mark = max(by_name[worst], key=lambda case: case[2].reward or 0.0)
    kinds = ", ".join(sorted(rates, key=lambda name: -rates[name])[:4]) + (", ..." if len(rates) > 4 else "")
    return task.defect(
        __name__,
        f"{len(rates)} kinds of nonsense earn {what} ({kinds}); {worst} in the mean {rates[worst]:.2f}",
        rate=rates[worst],
        witness=task.evidence(item, f"{shown(text)} earns {mark.reward:g}", text),
    )
