"""Folders of our own contract, audited by the gate's rules, in the same reports as a foreign corpus."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from resyn.audit.defect import Defect, Evidence, TaskReport
from resyn.audit.store import TaskStore
from resyn.core.environment import Environment
from resyn.core.progress import Progress
from resyn.core.records import Finding
from resyn.gate.check import GateReport, check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.rule import all_rules
from resyn.gate.setting import QUICK, Setting

STAGE: Final = "auditing"


def audit_environments(
    environments: Sequence[Environment],
    surroundings: Surroundings,
    progress: Progress,
    *,
    setting: Setting = QUICK,
    workers: int = 2,
    out: Path | None = None,
) -> list[TaskReport]:
    """Return a report per environment, in order; what `out` holds of an environment of the same text is not redone.

    Raises StoreError where `out` belongs to another audit.
    """
    store = TaskStore(out, header(setting)) if out else None
    progress.begin(STAGE, len(environments))

    def one(environment: Environment) -> TaskReport:
        state = environment.source_hash[:16]
        report = store.read(environment.name, state=state) if store else None
        if report is None:
            report = as_report(check_environment(environment, surroundings, setting=setting))
            if store:
                store.write(report, state=state)
        progress.advance(STAGE)
        progress.say(f"{report.task}: {report.state} ({report.seconds:.1f} s)")
        return report

    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        return list(pool.map(one, environments))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # an interrupt does not wait for slow environments


def header(setting: Setting) -> dict[str, Any]:
    """Return what must be equal for reports of environments to belong together."""
    return {
        "corpus": "environments",
        "setting": setting.name,
        "seed": setting.seed,
        "seconds": setting.seconds,
        "rules": {rule.name: rule.version for rule in all_rules()},
    }


def as_report(report: GateReport) -> TaskReport:
    """Return what the gate said of an environment as an audit says it."""
    return TaskReport(
        report.environment,
        tuple(_defect(report.environment, finding) for finding in report.findings),
        tuple(report.rules),
        dict.fromkeys(report.not_applicable, "nothing to compare with"),
        figures={"draws": report.draws},
        seconds=report.seconds,
    )


def _defect(name: str, finding: Finding) -> Defect:
    line = f"line {finding.line}: " if finding.line else ""
    seen = finding.witness
    if seen is None:
        return Defect(finding.rule, line + finding.message)
    witness = Evidence(
        seen.happened,
        name,
        seen.seed or "",
        level=seen.level,
        answer=seen.answer,
        question=(seen.question or "")[:1000],
    )
    return Defect(finding.rule, line + finding.message, witness=witness)
