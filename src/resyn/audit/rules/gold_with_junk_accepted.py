"""The reference answer with a foreign word, a second guess or prose beside it earns full marks.

Then guesses can be listed until one fits, and the answer's form is never learned.
"""

from collections.abc import Iterator

from resyn.audit.defect import Defect
from resyn.audit.task import Task, shown
from resyn.gate.answers import ALIEN, with_junk

NEEDS_GOLD = True
STAGE = 1


def check(task: Task) -> Iterator[Defect]:
    """Report the kinds of junk with which the reference still earns full marks."""
    golden = task.golden
    cases = [
        (item, name, text)
        for place, item in enumerate(golden)
        for name, text in with_junk(item.gold or "", golden[(place + 1) % len(golden)].gold or ALIEN).items()
    ]
    marks = task.score([(item, text) for item, _, text in cases])
    passed = [case for case, mark in zip(cases, marks, strict=True) if mark.full]
    if passed:
        item, name, text = passed[0]
        kinds = list(dict.fromkeys(kind for _, kind, _ in passed))
        yield task.defect(
            __name__,
            f"the reference answer earns full marks with {', '.join(kinds[:4])}"
            f"{', ...' if len(kinds) > 4 else ''} ({len(passed)} of {len(cases)} answers)",
            rate=len(passed) / len(cases),
            witness=task.evidence(item, f"with {name}, {shown(text)} earns 1", text),
        )
