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
    """What the rules said of one environment.

    `rules` holds name and version of the rules that ran to their end, `not_applicable` the names of those that had
    nothing to compare with. `seconds` are wall seconds, `rule_seconds` the same by rule. `isolation` is the jail's, ""
    where no rule needed it.
    """

    environment: str
    setting: str
    findings: tuple[Finding, ...]
    rules: dict[str, int] = field(default_factory=dict)
    not_applicable: tuple[str, ...] = ()
    draws: int = 0
    seconds: float = 0.0
    rule_seconds: dict[str, float] = field(default_factory=dict)
    isolation: str = ""

    @property
    def passed(self) -> bool:
        """Tell whether the rules ran to the end and none found anything."""
        return not self.findings

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {
            "environment": self.environment,
            "passed": self.passed,
            "setting": self.setting,
            "findings": [finding.to_json() for finding in self.findings],
            "rules": self.rules,
            "not_applicable": list(self.not_applicable),
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
    seconds: dict[str, float] = {}
    not_applicable: list[str] = []
    for stage in Stage:
        for rule in (rule for rule in rules or all_rules() if rule.stage is stage):
            if not rule.applies(evidence):
                not_applicable.append(rule.name)
                continue
            begun = time.monotonic()
            try:
                findings.extend(rule.check(evidence))
            except OutOfTimeError:
                findings.append(_out_of_time(rule, setting))
                break
            ran[rule.name] = rule.version
            seconds[rule.name] = time.monotonic() - begun
        if findings:
            break
    return GateReport(
        environment=environment.name,
        setting=setting.name,
        findings=tuple(findings),
        rules=ran,
        not_applicable=tuple(not_applicable),
        draws=evidence.drawn,
        seconds=time.monotonic() - started,
        rule_seconds=seconds,
        isolation=str(surroundings.jail.isolation) if evidence.drawn else "",
    )


def _out_of_time(rule: Rule, setting: Setting) -> Finding:
    return Finding(
        "too_slow",
        f"the rules could not be run within {setting.seconds:g} seconds (stopped in {rule.name}); "
        "make generate, solve and verify faster",
    )
