"""The stages after the rules, each of which may be left out: judges, blind solver, calibration."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from resyn.calibrate.calibrate import calibrate_environment
from resyn.calibrate.plan import CalibrationPlan
from resyn.core.environment import Environment
from resyn.core.records import Usage
from resyn.core.store import Step, StepKind
from resyn.gate.answers import near_misses
from resyn.gate.rule import all_rules
from resyn.judge.exhibit import Exhibit, draw_exhibit
from resyn.judge.judges import JUDGED_LEVELS, JudgePlan, admits, judge_exhibit
from resyn.judge.trial import Jails, TrialPlan, try_environment
from resyn.llm.metering import MeteredModel, usage_json
from resyn.llm.model import Model
from resyn.pipeline.bench import Bench
from resyn.sandbox.jail import Jail

Review = Callable[[Environment, dict[str, Any], Bench], Step]
"""A stage: it takes an environment and the report of the rules, and returns its step."""


@dataclass(frozen=True, slots=True)
class Reviews:
    """Who gives second opinions: a stage without a model is left out.

    With `require_solver` an environment that no solver could be written for is stopped; else that is put on record.
    """

    judges: Model | None = None
    solver: Model | None = None
    calibration: tuple[Model, ...] = ()
    judge_plan: JudgePlan = field(default_factory=JudgePlan)
    trial_plan: TrialPlan = field(default_factory=TrialPlan)
    calibration_plan: CalibrationPlan = field(default_factory=CalibrationPlan)
    require_solver: bool = False

    def next_stage(self, done: StepKind) -> Review | None:
        """Return the stage that follows on one that admitted the environment, None where all are done."""
        stages: list[tuple[StepKind, bool, Review]] = [
            ("judged", self.judges is not None, self.judge),
            ("solved", self.solver is not None, self.solve),
            ("calibrated", bool(self.calibration), self.calibrate),
        ]
        kinds = [kind for kind, _, _ in stages]
        begin = kinds.index(done) + 1 if done in kinds else 0
        return next((stage for _, wanted, stage in stages[begin:] if wanted), None)

    def all_stages(self, environment: Environment, report: dict[str, Any], bench: Bench) -> tuple[Step, ...]:
        """Take an environment through the stages in turn, as far as they let it go on."""
        steps: list[Step] = []
        stage = self.next_stage("checked")
        while stage is not None:
            steps.append(stage(environment, report, bench))
            stage = self.next_stage(steps[-1].kind) if steps[-1].payload["admitted"] else None
        return tuple(steps)

    def judge(self, environment: Environment, report: dict[str, Any], bench: Bench) -> Step:
        """Ask both judges; `report` is that of the rules."""
        model = MeteredModel(_present(self.judges))
        exhibit = judged_exhibit(environment, report, bench.jail)
        verdicts = judge_exhibit(exhibit, model, plan=self.judge_plan)
        listed = [verdict.to_json() for verdict in verdicts]
        return Step("judged", {"verdicts": listed, "admitted": admits(verdicts), "usage": model.to_json()})

    def solve(self, environment: Environment, report: dict[str, Any], bench: Bench) -> Step:
        """Have the blind solver try it."""
        model = MeteredModel(_present(self.solver))
        jails = Jails(bench.jail, bench.solver_jail)
        found = try_environment(environment, model, jails, perturb=perturb, plan=self.trial_plan)
        admitted = found.admits(required=self.require_solver)
        payload = {"report": found.to_json(), "admitted": admitted, "source": found.source, "usage": model.to_json()}
        return Step("solved", payload)

    def calibrate(self, environment: Environment, report: dict[str, Any], bench: Bench) -> Step:
        """Measure the solvers' pass rates by level."""
        models = [MeteredModel(model) for model in self.calibration]
        found = calibrate_environment(environment, models, bench.jail, plan=self.calibration_plan)
        calls = sum(model.calls for model in models)
        usage = usage_json(calls, sum((model.usage for model in models), start=Usage()))
        return Step("calibrated", {"calibration": found.to_json(), "admitted": found.admitted, "usage": usage})


def judged_exhibit(environment: Environment, report: dict[str, Any], jail: Jail) -> Exhibit:
    """Return what the judges are shown of an environment that the rules reported on."""
    return draw_exhibit(environment, jail, levels=JUDGED_LEVELS, evidence=describe_evidence(report))


def describe_evidence(report: dict[str, Any]) -> str:
    """Say in words what the rules looked for, and what they found."""
    drawn = f"{report['draws']} instances were drawn and run."
    found = [f"Found: {finding['rule']}: {finding['message'][:300]}" for finding in report["findings"][:6]]
    names = [rule.name for rule in all_rules() if rule.name in report["rules"]]
    stopped = {finding["rule"] for finding in report["findings"]}
    clean = [name for name in names if name not in stopped]
    return "\n".join([drawn, *found, f"Looked for and not found: {', '.join(clean)}."])


def perturb(solution: str) -> list[str]:
    """Return near misses of a solution."""
    return [miss.text for miss in near_misses(solution)]


def _present(model: Model | None) -> Model:
    if model is None:
        raise ValueError("this stage has no model")
    return model
