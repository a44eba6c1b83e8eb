"""One candidate's way: planned, written, checked, sent back with its findings, passed or rejected; a step at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from resyn.core.environment import Environment
from resyn.core.records import Finding
from resyn.core.store import CandidateRow, Step, Store
from resyn.gate.check import GateReport, check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.setting import QUICK, Setting
from resyn.propose.author import Author, Draft

NO_FILE = "no_file"
"""Name under which the funnel counts replies that hold no Python file; the rules never see those."""


@dataclass(frozen=True, slots=True)
class Stations:
    """The stages that a candidate passes, ready to work; without surroundings of the rules it is only written."""

    author: Author
    surroundings: Surroundings | None = None
    setting: Setting = QUICK
    rounds: int = 0


def advance(row: CandidateRow, stations: Stations, earlier: Sequence[str]) -> Step | None:
    """Take the one step that is next for a candidate; None where its way is at an end.

    `earlier` names what was proposed before for the same keyword. Everything is decided by the candidate's own steps,
    so that a killed run goes on exactly where it was.
    """
    if not row.steps:
        plan = stations.author.plan(row.keyword, row.number, earlier)
        return Step("planned", {"plan": plan.text, "title": plan.title})
    last = row.steps[-1]
    if last.kind == "planned":
        draft = stations.author.write(row.keyword, row.number, last.payload["plan"])
        return _written(draft, mended=0)
    if stations.surroundings is None:
        return None
    if last.kind == "written":
        return _checked(last, stations.surroundings, stations.setting)
    if last.kind == "checked":
        return _decide(row, last, stations)
    return None


def _written(draft: Draft, *, mended: int) -> Step:
    return Step(
        "written",
        {"name": draft.name, "source": draft.source, "reason": draft.reason, "reply": draft.reply, "mended": mended},
    )


def _checked(written: Step, surroundings: Surroundings, setting: Setting) -> Step:
    payload = written.payload
    if not payload["source"]:
        findings = [Finding(NO_FILE, payload["reason"])]
        report = GateReport(payload["name"], setting.name, tuple(findings))
    else:
        environment = Environment(payload["name"], payload["source"])
        report = check_environment(environment, surroundings, setting=setting)
    return Step("checked", {"report": report.to_json(), "mended": payload["mended"]})


def _decide(row: CandidateRow, checked: Step, stations: Stations) -> Step:
    report, mended = checked.payload["report"], checked.payload["mended"]
    if report["passed"]:
        return Step("passed", {})
    if mended >= stations.rounds:
        return Step("rejected", {"rules": _rules(report)})
    written = row.steps[-2].payload
    findings = [Finding.from_json(finding) for finding in report["findings"]]
    draft = stations.author.mend(row.keyword, row.number, written, findings)
    return _written(draft, mended=mended + 1)


def _rules(report: dict[str, list[dict[str, str]]]) -> list[str]:
    return list(dict.fromkeys(finding["rule"] for finding in report["findings"]))


def walk(
    row: CandidateRow,
    stations: Stations,
    earlier: Sequence[str],
    *,
    store: Store,
    stopped: Callable[[], bool] = lambda: False,
) -> CandidateRow:
    """Take a candidate to the end of its way, or until `stopped`; each step is committed before the next begins."""
    while not stopped() and (step := advance(row, stations, earlier)) is not None:
        store.add_step(row.id, step)
        row = CandidateRow(row.id, row.keyword, row.number, (*row.steps, step))
    return row
