"""Questions for a page, drawn in the jail: every level of what is kept, the first level of what was rejected."""

from collections.abc import Sequence
from typing import Final

from resyn.core.contract import CALIBRATED_LEVELS, instance_seed
from resyn.core.progress import Progress
from resyn.report.entry import Entry, Question
from resyn.sandbox.calls import Call, Reply, Status
from resyn.sandbox.jail import Jail

SPLIT: Final = "shown"
STAGE: Final = "questions"
_AT_ONCE: Final = 32


def draw_shown(entries: Sequence[Entry], jail: Jail, progress: Progress) -> dict[str, tuple[Question, ...]]:
    """Return the questions of each entry that has a file, by the entry's key; one that fails says how."""
    asked = [entry for entry in entries if entry.source]
    progress.begin(STAGE, len(asked))
    found: dict[str, tuple[Question, ...]] = {}
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        found |= _draw(part, jail)
        progress.advance(STAGE, len(part))
    return found


def _draw(entries: Sequence[Entry], jail: Jail) -> dict[str, tuple[Question, ...]]:
    levels = [CALIBRATED_LEVELS if entry.status != "rejected" else CALIBRATED_LEVELS[:1] for entry in entries]
    generated = jail.call_many(
        [
            (
                entry.source,
                [
                    Call(
                        "generate",
                        level=level,
                        seed=instance_seed(entry.name, split=SPLIT, level=level, seed=0, index=0),
                    )
                    for level in chosen
                ],
            )
            for entry, chosen in zip(entries, levels, strict=True)
        ]
    )
    observed = jail.call_many(
        [
            (entry.source, [Call("observe", instance=reply.text) for reply in replies if reply.status is Status.OK])
            for entry, replies in zip(entries, generated, strict=True)
        ]
    )
    return {
        entry.key: tuple(_questions(chosen, replies, shown))
        for entry, chosen, replies, shown in zip(entries, levels, generated, observed, strict=True)
    }


def _questions(levels: Sequence[int], generated: Sequence[Reply], observed: Sequence[Reply]) -> list[Question]:
    shown = iter(observed)
    questions = []
    for level, instance in zip(levels, generated, strict=True):
        reply = next(shown) if instance.status is Status.OK else instance
        function = "observe" if instance.status is Status.OK else "generate"
        if reply.status is Status.OK and isinstance(reply.value, str):
            questions.append(Question(level, reply.value))
        else:
            said = reply.error or f"it returned {type(reply.value).__name__}"
            questions.append(Question(level, "", f"{function}: {reply.status}: {said}"))
    return questions
