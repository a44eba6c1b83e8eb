"""What became of a run's candidates, counted from its store."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from resyn.core.records import Usage
from resyn.core.store import CandidateRow, Store


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many candidates came how far, and which rules stopped the others.

    `first_stopped` counts, for every candidate, each rule that its first version broke; `finally_stopped` counts those
    of the last version of rejected ones. A candidate that breaks three rules counts under each.
    """

    candidates: int
    accepted: int
    rejected: int
    under_way: int
    mended: int
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
            "first_stopped_by": self.first_stopped,
            "finally_stopped_by": self.finally_stopped,
            "model_calls": self.calls,
            "input_tokens": usage.input_tokens,
            "output_tokens": usage.output_tokens,
            "model_seconds": round(usage.seconds, 1),
            "cost": usage.cost,
        }


def measure_funnel(store: Store) -> Funnel:
    """Count what a store holds."""
    rows = store.candidates()
    ends = Counter(row.steps[-1].kind if row.steps else "begun" for row in rows)
    accepted = [row for row in rows if row.steps and row.steps[-1].kind == "accepted"]
    rejected = [row for row in rows if row.steps and row.steps[-1].kind == "rejected"]
    calls, usage = store.ledger()
    return Funnel(
        candidates=len(rows),
        accepted=len(accepted),
        rejected=len(rejected),
        under_way=len(rows) - ends["accepted"] - ends["rejected"],
        mended=sum(_times_written(row) > 1 for row in accepted),
        first_stopped=_count(_first_rules(row) for row in rows),
        finally_stopped=_count(row.steps[-1].payload["rules"] for row in rejected),
        calls=calls,
        usage=usage,
    )


def _times_written(row: CandidateRow) -> int:
    return sum(step.kind == "written" for step in row.steps)


def _first_rules(row: CandidateRow) -> list[str]:
    for step in row.steps:
        if step.kind == "checked":
            return list(dict.fromkeys(finding["rule"] for finding in step.payload["report"]["findings"]))
    return []


def _count(rules: Iterable[list[str]]) -> dict[str, int]:
    return dict(Counter(rule for found in rules for rule in found).most_common())
