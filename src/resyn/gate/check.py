"""Run the rules over one environment and say what they found."""

import time
from dataclasses import dataclass, field
from typing import Any

from resyn.core.environment import Environment
from resyn.core.records import Finding
from resyn.gate.evidence import Evidence, OutOfTimeError, Surroundings
from resyn.gate.rule import Rule, Stage, all_rules
from resyn.gate.setting import QUICK, Setting


@dataclass(frozen=True, slots=True)
class GateReport:
    """What the rules said of one environment: which ran (name and version), what they found, how long it took."""

    environment: str
    setting: str
    findings: tuple[Finding, ...]
    rules: dict[str, int] = field(default_factory=dict)
    draws: int = 0
    seconds: float = 0.0
    isolation: str = ""

    @property
    def passed(self) -> bool:
        """Tell whether every rule ran and none found anything."""
        return not self.findings

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {
            "environment": self.environment,
            "passed": self.passed,
            "setting": self.setting,
            "findings": [finding.to_json() for finding in self.findings],
            "rules": self.rules,
            "draws": self.draws,
            "seconds": round(self.seconds, 3),
            "isolation": self.isolation,
        }


def check_environment(
    environment: Environment, surroundings: Surroundings, *, setting: Setting = QUICK, rules: tuple[Rule, ...] = ()
) -> GateReport:
    """Run rules (all by default) stage by stage; a stage runs only where the one before found nothing.

    Whatever cannot be known within the setting's seconds is a finding of `too_slow`: unknown means rejected.
    """
    started = time.monotonic()
    evidence = Evidence(environment, surroundings, setting)
    findings: list[Finding] = []
    ran: dict[str, int] = {}
    chosen = rules or all_rules()
    try:
        for stage in Stage:
            for rule in chosen:
                if rule.stage is stage:
                    findings.extend(rule.check(evidence))
                    ran[rule.name] = rule.version
            if findings:
                break
    except OutOfTimeError:
        findings.append(Finding("too_slow", f"the rules could not be run within {setting.seconds:g} seconds"))
    return GateReport(
        environment=environment.name,
        setting=setting.name,
        findings=tuple(findings),
        rules=ran,
        draws=len(evidence.__dict__.get("draws", ())),
        seconds=time.monotonic() - started,
        isolation=str(surroundings.jail.isolation) if ran and not _only_text(ran, chosen) else "",
    )


def _only_text(ran: dict[str, int], rules: tuple[Rule, ...]) -> bool:
    return all(rule.stage is Stage.TEXT for rule in rules if rule.name in ran)


