"""An entry as the templates take it: every field ready to be written, nothing left to compute."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resyn.core.jsontext import dump
from resyn.report.charts import rate_chart
from resyn.report.entry import Entry, Question, Version
from resyn.report.text import visible

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """What the templates read of one version; `quiet` tells that there is nothing to show."""

    findings: tuple[dict[str, Any], ...]
    verdicts: tuple[dict[str, Any], ...]
    solver_lines: list[str]
    solver_findings: list[dict[str, Any]]
    passed: bool

    @property
    def quiet(self) -> bool:
        """Whether the version has nothing to show."""
        return not (self.findings or self.verdicts or self.solver_lines or self.passed)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the templates read of an entry."""

    key: str
    name: str
    status: str
    end: str
    topic: str
    summary: str
    category: str
    skills: tuple[str, ...]
    answer: str
    source: str
    reasons: tuple[str, ...]
    why: str
    versions: list[ShownVersion]
    calibration: dict[str, Any] | None
    chart: "Markup | None"
    certificate: dict[str, Any] | None
    certificate_rows: list[tuple[str, str]]
    questions: tuple[Question, ...]


def show_entry(entry: Entry) -> Shown:
    """Return what a page shows of an entry."""
    return Shown(
        key=entry.key,
        name=visible(entry.name, 120),
        status=entry.status,
        end=entry.end,
        topic=f"{entry.keyword} #{entry.number + 1}" if entry.keyword and entry.keyword != entry.name else "",
        summary=entry.summary,
        category=visible(entry.category, 120),
        skills=tuple(visible(skill, 60) for skill in entry.skills),
        answer=visible(entry.answer, 40),
        source=entry.source,
        reasons=tuple(visible(reason, 120) for reason in entry.reasons),
        why=entry.why,
        versions=[_show_version(version) for version in entry.versions],
        calibration=_with_losses(entry.calibration),
        chart=rate_chart(entry.calibration) if entry.calibration else None,
        certificate=entry.certificate,
        certificate_rows=[
            (name.replace("_", " "), _plain(value))
            for name, value in (entry.certificate or {}).items()
            if name not in ("verdicts", "solver", "calibration")  # shown on their own
        ],
        questions=entry.questions,
    )


def _show_version(version: Version) -> ShownVersion:
    solver = version.solver or {}
    return ShownVersion(
        findings=version.findings,
        verdicts=version.verdicts,
        solver_lines=list(_solver_lines(solver)),
        solver_findings=list(solver.get("findings", ())),
        passed=version.checked and not version.findings,
    )


def dollars(cost: float | None) -> str:
    """Return a cost as it is shown; a dash where no price is known."""
    return "-" if cost is None else f"${cost:,.2f}"


def _solver_lines(report: Mapping[str, Any]) -> Iterator[str]:
    if status := report.get("status"):
        yield f"{status}" + (f": {report['reason']}" if report.get("reason") else "")
    for attempt in report.get("attempts", ()):
        told = [f"{name} {value}" for name, value in attempt.items() if isinstance(value, int | float) and value != 0]
        yield f"{attempt.get('status', '')}: {attempt.get('reason') or ', '.join(told)}"


def _with_losses(calibration: dict[str, Any] | None) -> dict[str, Any] | None:
    """Add to each curve, as `lost`, what was asked and is no honest attempt; "" where there is nothing."""
    if calibration is None:
        return None
    return calibration | {"curves": [curve | {"lost": _losses(curve)} for curve in calibration["curves"]]}


def _losses(curve: Mapping[str, Any]) -> str:
    names = {
        "faults": "faults of verify",
        "unanswered": "without an answer",
        "truncated": "cut off",
        "refused": "refused",
    }
    counts = {said: sum(rate.get(name, 0) for rate in curve["levels"]) for name, said in names.items()}
    return ", ".join(f"{count} {said}" for said, count in counts.items() if count)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else dump(value)
