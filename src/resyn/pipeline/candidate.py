"""One candidate's way: planned, written, checked, judged, solved, calibrated, passed; or sent back, or rejected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from resyn.core.environment import Environment
from resyn.core.records import Finding, Usage
from resyn.core.store import CandidateRow, Step, Store
from resyn.core.verdicts import Verdict
from resyn.gate.check import GateReport
from resyn.judge.comparison import SOLVER_RULE
from resyn.llm.metering import usage_json
from resyn.pipeline.bench import Bench
from resyn.pipeline.reviews import Reviews
from resyn.propose.author import Author, Draft

NO_FILE = "no_file"
"""Name under which the funnel counts replies that hold no Python file; the rules never see those."""

REFUSED = "refused_call"
"""Name under which the funnel counts versions that the model refused to write, such as for a prompt too long."""

CALIBRATION = "calibration"
"""Name under which the funnel counts environments whose pass rates do not fall as they should."""

ENDS = frozenset({"passed", "accepted", "rejected"})
"""Steps after which a candidate goes no further by itself."""


@dataclass(frozen=True, slots=True)
class Stations:
    """The stages that a candidate passes, ready to work; without a bench it is only written."""

    author: Author
    bench: Bench | None = None
    rounds: int = 0
    reviews: Reviews = field(default_factory=Reviews)


def advance(row: CandidateRow, stations: Stations, earlier: Sequence[str]) -> Step | None:
    """Take the one step that is next for a candidate; None where its way is at an end.

    `earlier` names what was proposed before for the same keyword. Everything is decided by the candidate's own steps,
    so that a killed run goes on exactly where it was.
    """
    if not row.steps:
        plan = stations.author.plan(row.keyword, row.number, earlier)
        usage = usage_json(int(plan.usage != Usage()), plan.usage)
        refusal = {"refusal": plan.refusal} if plan.refusal else {}
        return Step("planned", {"plan": plan.text, "title": plan.title, "usage": usage} | refusal)
    last = row.steps[-1]
    if last.kind == "planned":
        draft = stations.author.write(row.keyword, row.number, last.payload["plan"])
        return _written(draft, mended=0)
    if stations.bench is None or last.kind in ENDS:
        return None
    written, *since = last_version(row)
    if last.kind == "written":
        return _checked(written, stations.bench)
    if not is_admitted(last):
        return _refuse(row, stations)
    stage = stations.reviews.next_stage(last.kind)
    if stage is None:
        return Step("passed", {})
    environment = Environment(written.payload["name"], written.payload["source"])
    return stage(environment, since[0].payload["report"], stations.bench)


def last_version(row: CandidateRow) -> tuple[Step, ...]:
    """Return the step in which the candidate's last version was written, and all steps after it."""
    begins = max(place for place, step in enumerate(row.steps) if step.kind == "written")
    return row.steps[begins:]


def is_admitted(step: Step) -> bool:
    """Tell whether a stage lets the candidate go on."""
    return bool(step.payload["report"]["passed"] if step.kind == "checked" else step.payload["admitted"])


def stopped_by(step: Step) -> list[str]:
    """Return the names under which a stage's refusal is counted: rules, judges, solver, or calibration."""
    payload = step.payload
    if step.kind == "checked":
        return list(dict.fromkeys(finding["rule"] for finding in payload["report"]["findings"]))
    if step.kind == "judged":
        return list(dict.fromkeys(verdict["judge"] for verdict in payload["verdicts"] if not verdict["accept"]))
    return [SOLVER_RULE if step.kind == "solved" else CALIBRATION]


def _written(draft: Draft, *, mended: int) -> Step:
    payload: dict[str, Any] = {"name": draft.name, "source": draft.source, "reason": draft.reason, "reply": draft.reply}
    refused = {"refused": True} if draft.refused else {}
    return Step(
        "written", payload | {"mended": mended, "usage": usage_json(int(not draft.refused), draft.usage)} | refused
    )


def _checked(written: Step, bench: Bench) -> Step:
    payload = written.payload
    if payload["source"]:
        report = bench.check(Environment(payload["name"], payload["source"]))
    else:
        findings = (Finding(REFUSED if payload.get("refused") else NO_FILE, payload["reason"]),)
        report = GateReport(payload["name"], bench.setting.name, findings)
    return Step("checked", {"report": report.to_json(), "mended": payload["mended"]})


def _refuse(row: CandidateRow, stations: Stations) -> Step:
    """Send the last version back with all that was found and said against it, or reject it.

    Where its author has nothing to go by it is rejected at once: pass rates that do not fall (as in the paper), a judge
    whose reply was no verdict, a solver that is required and could not be written, a version that the author's model
    refused to write.
    """
    written, *since = last_version(row)
    mended = written.payload["mended"]
    findings = [finding for step in since for finding in _findings(step.payload)]
    verdicts = [Verdict.from_json(verdict) for step in since for verdict in step.payload.get("verdicts", ())]
    told = bool(findings) or any(verdict.objections for verdict in verdicts)
    if mended >= stations.rounds or not told or written.payload.get("refused"):
        return Step("rejected", {"rules": stopped_by(row.steps[-1])})
    draft = stations.author.mend(row.keyword, row.number, written.payload, findings=findings, verdicts=verdicts)
    return _written(draft, mended=mended + 1)


def _findings(payload: dict[str, Any]) -> list[Finding]:
    return [Finding.from_json(finding) for finding in payload.get("report", {}).get("findings", ())]


def walk(
    row: CandidateRow,
    stations: Stations,
    earlier: Sequence[str],
    *,
    store: Store,
    stopped: Callable[[], bool] = lambda: False,
    told: Callable[[CandidateRow], object] = lambda _: None,
) -> CandidateRow:
    """Take a candidate to the end of its way, or until `stopped`; each step is committed before the next begins.

    `told` is called after each step with the candidate as it is then.
    """
    while not stopped() and (step := advance(row, stations, earlier)) is not None:
        store.add_step(row.id, step)
        row = CandidateRow(row.id, row.keyword, row.number, (*row.steps, step))
        told(row)
    return row
