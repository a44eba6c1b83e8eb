"""The reference answer loses marks for white space around it.

An answer comes out of a reply with a blank before it or a line break after it; half of one published corpus minds.
"""

from collections.abc import Iterator

from resyn.audit.defect import Defect
from resyn.audit.task import Task, shown
from resyn.gate.answers import PADDED

NEEDS_GOLD = True
STAGE = 1

_FORMS = {"a blank before it": " {}", "a line break after it": "{}\n", "both": PADDED}


def check(task: Task) -> Iterator[Defect]:
    """Report the forms that lose marks in items whose bare reference earns them."""
    bare = task.score([(item, item.gold or "") for item in task.golden])
    right = [item for item, mark in zip(task.golden, bare, strict=True) if mark.full]
    cases = [(item, name, form.format(item.gold)) for item in right for name, form in _FORMS.items()]
    marks = task.score([(item, text) for item, _, text in cases])
    refused = [(case, mark) for case, mark in zip(cases, marks, strict=True) if not mark.full]
    if refused:
        (item, name, text), mark = refused[0]
        kinds = ", ".join(dict.fromkeys(kind for (_, kind, _), _ in refused))
        earned = f"earns {mark.reward:g}" if mark.reward is not None else f"fails: {mark.fault}"
        yield task.defect(
            __name__,
            f"the reference answer loses marks with {kinds} ({len(refused)} of {len(cases)} answers)",
            rate=len(refused) / len(cases),
            witness=task.evidence(item, f"with {name}, {shown(text)} {earned}", text),
        )
