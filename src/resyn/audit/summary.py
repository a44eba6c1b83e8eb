"""What an audit comes to: figures per rule and for the corpus as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from resyn.audit.defect import Defect, TaskReport


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """In how many of the tasks to which it applied a rule found something, and where most clearly."""

    rule: str
    tasks: int
    asked: int
    worst: str


@dataclass(frozen=True, slots=True)
class Summary:
    """How many tasks were audited, how many have defects, and the figures of each rule, most frequent first.

    `not_audited` says why of tasks on which no rule, or not every rule that applies, could be run.
    """

    tasks: int
    with_defects: int
    not_audited: dict[str, str]
    rules: tuple[RuleFigures, ...]
    answers: int
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {
            "tasks": self.tasks,
            "with_defects": self.with_defects,
            "not_audited": self.not_audited,
            "rules": [
                {"rule": one.rule, "tasks": one.tasks, "asked": one.asked, "worst": one.worst} for one in self.rules
            ],
            "answers": self.answers,
            "task_seconds": round(self.seconds, 1),
        }


def summarise(reports: Sequence[TaskReport]) -> Summary:
    """Add up reports; a rule was asked of a task where it ran to its end."""
    found: dict[str, dict[str, Defect]] = {}
    for report in reports:
        for defect in report.defects:
            found.setdefault(defect.rule, {}).setdefault(report.task, defect)
    asked = {rule: sum(rule in report.rules for report in reports) for rule in found}
    figures = [
        RuleFigures(
            rule, len(tasks), max(asked[rule], len(tasks)), max(tasks, key=lambda task: tasks[task].rate or 0.0)
        )
        for rule, tasks in found.items()
    ]
    return Summary(
        len(reports),
        sum(bool(report.defects) for report in reports),
        {report.task: report.not_audited for report in reports if report.not_audited},
        tuple(sorted(figures, key=lambda one: (-one.tasks, one.rule))),
        sum(int(report.figures.get("answers", 0)) for report in reports),
        sum(report.seconds for report in reports),
    )
