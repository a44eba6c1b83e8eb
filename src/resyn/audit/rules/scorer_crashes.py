"""The scorer raises, hangs or dies on some answer.

Nonsense, texts that strain a parser, and the reference answer with a token spoilt are asked; faults that any other rule
met are reported here too. A fault is no reward: counted as zero it punishes right answers, dropped from the average it
teaches a model to make itself unscorable, and a hang holds up a whole training step.
"""

import re
from collections.abc import Iterator

from resyn.audit.corpus import Mark, Place, is_of_the_jail
from resyn.audit.defect import Defect
from resyn.audit.task import Task, shown
from resyn.gate.batteries import NONSENSE, STRAIN, odd_answers
from resyn.sandbox.calls import Status

NEEDS_GOLD = False
STAGE = 3

SLOW_SECONDS = 1.0
"""CPU seconds of scoring one answer that hold up a step."""
HELPING = 5
_HUNG = (Status.TIMEOUT, Status.KILLED, Status.MEMORY)


def check(task: Task) -> Iterator[Defect]:
    """Ask the hostile answers; report the faults so far by kind, three kinds at most, and answers that take long."""
    task.score([(item, text) for item in task.items[:2] for text in NONSENSE.values()])
    task.score([(item, text) for item in task.items[:3] for text in odd_answers(item.gold or "0 1 2")])
    _strain(task)
    names = {text: name for name, text in (NONSENSE | STRAIN).items()}
    kinds: dict[str, list[tuple[Place, str, Mark]]] = {}
    for place, answer, mark in task.faults:
        if not is_of_the_jail(mark.fault) and not mark.fault.startswith(Status.NOT_RUN):
            kinds.setdefault(_kind(mark.fault), []).append((place, answer, mark))
    for found in sorted(kinds.values(), key=len, reverse=True)[:3]:
        place, answer, mark = min(found, key=lambda case: len(case[1]))
        named = f"{names[answer]}: " if answer in names else ""
        yield task.defect(
            __name__,
            f"the scorer fails instead of refusing ({len(found)} answers): {mark.fault[:120]}",
            witness=task.place_evidence(place, f"{named}{shown(answer)} ends in {mark.fault[:120]}", answer),
        )
    slow = [
        (key, mark)
        for key, mark in task.marks.items()
        if mark.reward is not None and mark.seconds > SLOW_SECONDS + 2 * task.draw_seconds.get(key[0], 0.0)
    ]  # an adapter may have to draw the item again
    if slow:
        (place, answer), mark = max(slow, key=lambda case: case[1].seconds)
        yield task.defect(
            __name__,
            f"scoring takes {mark.seconds:.1f} seconds for {names.get(answer, shown(answer))}",
            witness=task.place_evidence(place, f"{shown(answer)} took {mark.seconds:.1f} CPU seconds", answer),
        )


def _strain(task: Task) -> None:
    """Ask what strains a parser in small helpings, until one of them hangs: each further one would take as long."""
    texts = list(STRAIN.values())
    for item in task.items[:2]:
        for start in range(0, len(texts), HELPING):
            marks = task.score([(item, text) for text in texts[start : start + HELPING]])
            if any(mark.reward is None and mark.fault.startswith(_HUNG) for mark in marks):
                return


def _kind(fault: str) -> str:
    """Return a fault's text without what differs from answer to answer."""
    return re.sub(r"['\"].*|[0-9]+", "_", fault, flags=re.S)[:60]
