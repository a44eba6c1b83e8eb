"""Solvers that see the question alone agree on an answer that the scorer refuses.

Solvers are given with `--solver`, one file or several for a task. A solver is believed where it agrees with the scorer
clearly more often than its answers to other items would (Cohen's kappa of a half or more), so that neither nonsense nor
a constant has an opinion. An item is disputed where more than half of those that are believed give one and the same
answer, and the scorer refuses it. Then they or the reference are wrong: the first such item is shown, and has to be
read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resyn.audit.corpus import Item, Mark
from resyn.audit.defect import Defect
from resyn.audit.rules.guessable import LOOKS
from resyn.audit.task import Task, shown
from resyn.core.reference import normal_form

NEEDS_GOLD = False
STAGE = 3

BELIEVED = 0.5
"""Agreement beyond chance from which a solver is believed: moderate, by Landis and Koch (Biometrics 33, 1977)."""
LEAST_ANSWERED = 8


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one solver says of the items: an answer or None, and the scorer's mark of each answer."""

    solver: str
    answers: tuple[str | None, ...]
    marks: tuple[Mark | None, ...]
    kappa: float

    @property
    def answered(self) -> int:
        """How many items it has an answer to."""
        return sum(answer is not None for answer in self.answers)

    @property
    def agreed(self) -> int:
        """How many of its answers earn full marks."""
        return sum(mark is not None and mark.full for mark in self.marks)

    @property
    def believed(self) -> bool:
        """Tell whether it understood the task, as far as its agreement with the scorer shows."""
        return self.answered >= LEAST_ANSWERED and self.kappa >= BELIEVED


def inapplicable(task: Task) -> str:
    """Say why no solver has an opinion, "" where one may have."""
    solvers = task.surroundings.solvers
    return "" if solvers and solvers.of(task.name) else "no solver"


def check(task: Task) -> Iterator[Defect]:
    """Report the items that are disputed, with the first; put on record how far each solver agrees."""
    items = _distinct([*task.stream, *task.fresh(LOOKS[0], look=1)])
    opinions = _opinions(task, items)
    task.figures["solvers"] = {
        one.solver: {"answered": one.answered, "agreed": one.agreed, "believed": one.believed} for one in opinions
    }
    believed = [one for one in opinions if one.believed]
    disputed = [
        (item, answer, mark)
        for place, item in enumerate(items)
        for answer, mark in _majority(believed, place)
        if mark.reward is not None and not mark.full and not _same(answer, item.gold)
    ]
    if disputed:
        item, answer, mark = min(disputed, key=lambda case: len(case[0].question))
        who = "a solver that reads" if len(believed) == 1 else f"most of {len(believed)} solvers that read"
        reference = f"; the reference is {shown(item.gold)}" if item.gold is not None else ""
        yield task.defect(
            __name__,
            f"{who} the question alone and agrees with the scorer elsewhere disputes {len(disputed)} of {len(items)} "
            "items: it or the reference is wrong",
            rate=len(disputed) / len(items),
            witness=task.evidence(item, f"the answer {shown(answer)} earns {mark.reward:g}{reference}", answer),
        )


def _opinions(task: Task, items: Sequence[Item]) -> list[Opinion]:
    solvers = task.surroundings.solvers
    if solvers is None:
        return []
    questions = [item.question for item in items]
    return [
        _opinion(task, items, one.path.as_posix(), one.answers(questions, solvers.jail))
        for one in solvers.of(task.name)
    ]


def _opinion(task: Task, items: Sequence[Item], name: str, answers: Sequence[str | None]) -> Opinion:
    said = [(place, answer) for place, answer in enumerate(answers) if answer is not None]
    marks = dict(
        zip([place for place, _ in said], task.score([(items[place], text) for place, text in said]), strict=True)
    )
    others = [items[said[number - 1][0]] for number in range(len(said))]
    elsewhere = task.score([(other, text) for other, (_, text) in zip(others, said, strict=True)])
    agreed = sum(mark.full for mark in marks.values()) / max(1, len(said))
    chance = sum(mark.full for mark in elsewhere) / max(1, len(said))
    kappa = (agreed - chance) / (1 - chance) if chance < 1 else 0.0
    return Opinion(name, tuple(answers), tuple(marks.get(place) for place in range(len(items))), kappa)


def _majority(believed: Sequence[Opinion], place: int) -> Iterator[tuple[str, Mark]]:
    """Yield the answer that more than half of the solvers give to an item, and its mark."""
    said: dict[str, list[tuple[str, Mark]]] = {}
    for one in believed:
        answer, mark = one.answers[place], one.marks[place]
        if answer is not None and mark is not None:
            said.setdefault(normal_form(answer), []).append((answer, mark))
    for given in said.values():
        if 2 * len(given) > len(believed):
            yield given[0]


def _same(answer: str, reference: str | None) -> bool:
    """Tell whether answer and reference differ in their layout alone: then nobody disputes what is right."""
    if reference is None:
        return False
    try:
        return float(answer) == float(reference)
    except ValueError:
        return normal_form(answer) == normal_form(reference)


def _distinct(items: Sequence[Item]) -> list[Item]:
    return list({item.question: item for item in reversed(items)}.values())[::-1]
