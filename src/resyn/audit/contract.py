"""Folders of our own contract, audited by the gate's rules, in the same reports as a foreign corpus."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from resyn.audit.defect import Defect, Evidence, TaskReport
from resyn.core.environment import Environment
from resyn.core.progress import Progress
from resyn.core.records import Finding
from resyn.gate.check import GateReport, check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.setting import QUICK, Setting

STAGE: Final = "auditing"


def audit_environments(
    environments: Sequence[Environment],
    surroundings: Surroundings,
    progress: Progress,
    *,
    setting: Setting = QUICK,
    workers: int = 2,
) -> list[TaskReport]:
    """Return a report per environment, in order."""
    progress.begin(STAGE, len(environments))

    def one(environment: Environment) -> TaskReport:
        report = as_report(check_environment(environment, surroundings, setting=setting))
        progress.advance(STAGE)
        found = ", ".join(dict.fromkeys(defect.rule for defect in report.defects))
        progress.say(f"{report.task}: {found or 'nothing found'} ({report.seconds:.1f} s)")
        return report

    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(one, environments))


def as_report(report: GateReport) -> TaskReport:
    """Return what the gate said of an environment as an audit says it."""
    return TaskReport(
        report.environment,
        tuple(_defect(report.environment, finding) for finding in report.findings),
        tuple(report.rules),
        dict.fromkeys(report.not_applicable, "nothing to compare with"),
        {"draws": report.draws},
        report.seconds,
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
