"""Read a run's candidates from its store into entries of a page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from resyn.core.records import Usage
from resyn.core.store import CandidateRow, Step, Store
from resyn.report.entry import Entry, Question, Status, Version, described

REVIEWS: Final = {
    "code_judge": "judges",
    "question_judge": "judges",
    "blind_solver": "blind solver",
    "calibration": "calibration",
    "duplicate": "admission",
}
"""The stage behind each name that may stand in a rejection without being one of the gate's findings."""

CALLERS: Final = {
    "planned": "planning",
    "written": "writing",
    "judged": "judges",
    "solved": "blind solver",
    "calibrated": "calibration",
}
"""The stages that ask models, by the kind of the step that tells what they used."""


def read_run(store: Store) -> list[Entry]:
    """Return an entry for every candidate, in the order in which they were begun."""
    return [_entry(row) for row in store.candidates()]


def with_questions(entry: Entry, questions: Sequence[Question]) -> Entry:
    """Return an entry that shows these questions."""
    return replace(entry, questions=tuple(questions))


def _entry(row: CandidateRow) -> Entry:
    steps = _last_by_kind(row.steps)
    written = steps.get("written", {})
    accepted = steps.get("accepted", {})
    last = row.steps[-1].kind if row.steps else ""
    status: Status = "accepted" if last == "accepted" else "rejected" if last == "rejected" else "under way"
    source = accepted.get("source") or written.get("source", "")
    rejected = steps.get("rejected", {})
    reasons = tuple(rejected.get("rules", ()))
    return Entry(
        key=f"c{row.id}",
        name=accepted.get("name") or written.get("name") or "",
        status=status,
        end=_stopped_by(reasons, steps) if status == "rejected" else last,
        keyword=row.keyword,
        number=row.number,
        source=source,
        reasons=reasons,
        why=str(rejected.get("reason") or (written.get("reason", "") if not source else "")),
        versions=_versions(row.steps),
        calibration=steps.get("calibrated", {}).get("calibration"),
        certificate=accepted.get("certificate"),
        spent=_spent(row.steps),
        **(described(source) if source else {}),
    )


def _last_by_kind(steps: Sequence[Step]) -> dict[str, dict[str, Any]]:
    """Return the payloads of what happened to the last version, by kind: an earlier one's verdicts are not its own."""
    begin = max((place for place, step in enumerate(steps) if step.kind == "written"), default=0)
    return {step.kind: step.payload for step in steps[begin:]}


def _versions(steps: Sequence[Step]) -> tuple[Version, ...]:
    versions: list[Version] = []
    for step in steps:
        payload = step.payload
        if step.kind == "written":
            versions.append(Version(payload["name"]))
        elif not versions:
            continue
        elif step.kind == "checked":
            versions[-1] = replace(versions[-1], findings=tuple(payload["report"]["findings"]), checked=True)
        elif step.kind == "judged":
            versions[-1] = replace(versions[-1], verdicts=tuple(payload["verdicts"]))
        elif step.kind == "solved":
            versions[-1] = replace(versions[-1], solver=payload["report"])
    return tuple(versions)


def _spent(steps: Sequence[Step]) -> dict[str, tuple[int, Usage]]:
    """Return what a candidate's model calls used, by stage, as far as its steps say so."""
    spent: dict[str, tuple[int, Usage]] = {}
    for step in steps:
        told = step.payload.get("usage")
        if told is not None and step.kind in CALLERS:
            calls, usage = spent.get(CALLERS[step.kind], (0, Usage()))
            more = Usage(told["input_tokens"], told["output_tokens"], told["seconds"], told["cost"])
            spent[CALLERS[step.kind]] = (calls + told["calls"], usage + more)
    return spent


def _stopped_by(reasons: Sequence[str], steps: dict[str, dict[str, Any]]) -> str:
    """Return the stage that stopped a candidate: no file written, the rules, or one that comes after them."""
    if {"no_file", "refused_call"} & set(reasons):
        return "writing"
    found = {finding["rule"] for finding in steps.get("checked", {}).get("report", {}).get("findings", ())}
    later = [REVIEWS[reason] for reason in reasons if reason in REVIEWS and reason not in found]
    return later[0] if later else "rules"
