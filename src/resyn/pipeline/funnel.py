"""What became of a run's candidates, counted from its store."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from resyn.core.records import Usage
from resyn.core.store import CandidateRow, StepKind, Store
from resyn.pipeline.candidate import is_admitted, stopped_by

_STAGES: Final[tuple[StepKind, ...]] = ("checked", "judged", "solved", "calibrated")


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many candidates came to a stage, and how many of these it let go on, in any of their versions.

    `unsure` counts those that it let go on, or stopped, without knowing: no solver could be written, or the reply of a
    judge was no verdict.
    """

    reached: int = 0
    admitted: int = 0
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many candidates came how far, and what stopped the others.

    `first_stopped` counts, for every candidate, each rule, judge or other stage that stopped its first version;
    `finally_stopped` counts those of the last version of rejected ones. A candidate that breaks three rules counts
    under each.
    """

    candidates: int
    accepted: int
    rejected: int
    under_way: int
    mended: int
    stages: dict[str, StageCount]
    first_stopped: dict[str, int]
    finally_stopped: dict[str, int]
    calls: int
    usage: Usage

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        usage = self.usage
        return {
            "candidates": self.candidates,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "under_way": self.under_way,
            "accepted_after_mending": self.mended,
            "stages": {
                name: {"reached": count.reached, "admitted": count.admitted, "unsure": count.unsure}
                for name, count in self.stages.items()
            },
            "first_stopped_by": self.first_stopped,
            "finally_stopped_by": self.finally_stopped,
            "model_calls": self.calls,
            "input_tokens": usage.input_tokens,
            "output_tokens": usage.output_tokens,
            "model_seconds": round(usage.seconds, 1),
            "cost": usage.cost,
        }


def measure_funnel(store: Store) -> Funnel:
    """Count what a store holds, one candidate at a time."""
    ends: Counter[str] = Counter()
    first: Counter[str] = Counter()
    final: Counter[str] = Counter()
    marks: Counter[tuple[str, str]] = Counter()
    mended = 0
    for row in store.candidates():
        end = row.steps[-1].kind if row.steps else "begun"
        ends[end] += 1
        first.update(_first_stop(row))
        marks.update(_marks(row))
        if end == "rejected":
            final.update(row.steps[-1].payload["rules"])
        mended += end == "accepted" and sum(step.kind == "written" for step in row.steps) > 1
    calls, usage = store.ledger()
    return Funnel(
        candidates=ends.total(),
        accepted=ends["accepted"],
        rejected=ends["rejected"],
        under_way=ends.total() - ends["accepted"] - ends["rejected"],
        mended=mended,
        stages={
            kind: StageCount(marks[kind, "reached"], marks[kind, "admitted"], marks[kind, "unsure"])
            for kind in _STAGES
            if marks[kind, "reached"]
        },
        first_stopped=dict(first.most_common()),
        finally_stopped=dict(final.most_common()),
        calls=calls,
        usage=usage,
    )


def _first_stop(row: CandidateRow) -> list[str]:
    """Return what stopped the first version, [] where nothing did."""
    for step in row.steps[2:]:
        if step.kind == "written":
            break
        if step.kind in _STAGES and not is_admitted(step):
            return stopped_by(step)
    return []


def _marks(row: CandidateRow) -> set[tuple[str, str]]:
    marks: set[tuple[str, str]] = set()
    for step in row.steps:
        if step.kind not in _STAGES:
            continue
        marks.add((step.kind, "reached"))
        if is_admitted(step):
            marks.add((step.kind, "admitted"))
        faults = any("fault" in verdict for verdict in step.payload.get("verdicts", ()))
        if faults or (step.kind == "solved" and step.payload["report"]["status"] == "unproven"):
            marks.add((step.kind, "unsure"))
    return marks
