"""The blind trial: whether verify decides what a solver understood from the questions alone.

Three ends. *agrees*: the answers of some solver are accepted and its check says what verify says. *disagrees*: a solver
that stands by its answers is refused, or its check differs; the instance is the witness. An environment that fails to
draw the questions ends here too. *unproven*: no solver could be written, it crashed, or it contradicts itself, which
says nothing about the environment.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from resyn.core.environment import Environment
from resyn.core.records import Finding
from resyn.judge.comparison import LEAST_ANSWERED, SOLVER_RULE, Attempt, Case, Status, conclude, pool_of
from resyn.judge.exhibit import Sample, draw_exhibit
from resyn.judge.solver import Solver, SolverStyle, check_answers, compute_answers, explain_failure, write_solver
from resyn.llm.model import Model
from resyn.sandbox.calls import VerifyJob
from resyn.sandbox.jail import Jail

Perturb = Callable[[str], Sequence[str]]
"""Makes near misses of a solution."""


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """How solvers are asked and tried, up to `attempts` of them.

    `shown` questions of each level are shown to the model, `instances` others of each level are tried. The levels are
    low: there a program that searches is fast enough, and what is asked is the same.
    """

    levels: tuple[int, ...] = (1, 2)
    shown: int = 2
    instances: int = 8
    attempts: int = 2
    style: SolverStyle = field(default_factory=SolverStyle)


@dataclass(frozen=True, slots=True)
class SolverReport:
    """What came of the trial; `source` is the file of the solver that agrees, "" where none does."""

    status: Status
    attempts: tuple[Attempt, ...]
    findings: tuple[Finding, ...] = ()
    source: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any], source: str = "") -> Self:
        """Read what `to_json` wrote."""
        findings = tuple(Finding.from_json(finding) for finding in data["findings"])
        return cls(data["status"], tuple(Attempt(**attempt) for attempt in data["attempts"]), findings, source)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object, without the source."""
        return {
            "status": self.status,
            "attempts": [asdict(attempt) for attempt in self.attempts],
            "findings": [finding.to_json() for finding in self.findings],
        }

    def admits(self, *, required: bool) -> bool:
        """Tell whether the environment may go on; where a solver is `required`, unproven stops it as well."""
        return self.status == "agrees" or (self.status == "unproven" and not required)


@dataclass(frozen=True, slots=True)
class Jails:
    """Where a trial runs its code: environments in one jail, solvers in another, so that neither can read the other."""

    environments: Jail
    solvers: Jail


def try_environment(
    environment: Environment, model: Model, jails: Jails, *, perturb: Perturb, plan: TrialPlan | None = None
) -> SolverReport:
    """Have solvers written until one agrees; one that disagrees is a finding only where no other agrees."""
    plan = plan or TrialPlan()
    shown = draw_exhibit(environment, jails.environments, levels=plan.levels, per_level=plan.shown)
    tried = draw_exhibit(
        environment, jails.environments, levels=plan.levels, per_level=plan.instances, start=plan.shown
    )
    if fault := shown.fault or tried.fault:
        finding = Finding(SOLVER_RULE, f"the questions for a blind solver could not be drawn: {fault}")
        return SolverReport("disagrees", (Attempt("unproven", fault),), (finding,))
    attempts: list[Attempt] = []
    findings: tuple[Finding, ...] = ()
    for number in range(plan.attempts):
        questions = [sample.question for sample in shown.samples]
        solver = write_solver(questions, model, attempt=number, style=plan.style)
        attempt, found = try_solver(solver, environment, tried.samples, jails, perturb=perturb)
        attempts.append(attempt)
        if attempt.status == "agrees":
            return SolverReport("agrees", tuple(attempts), (), solver.source)
        findings = findings or found
    return SolverReport("disagrees" if findings else "unproven", tuple(attempts), findings)


def try_solver(
    solver: Solver, environment: Environment, samples: Sequence[Sample], jails: Jails, *, perturb: Perturb
) -> tuple[Attempt, tuple[Finding, ...]]:
    """Run one solver on instances that it has not seen, and compare with verify."""
    if solver.reason:
        return Attempt("unproven", solver.reason), ()
    questions = [sample.question for sample in samples]
    answers = compute_answers(solver.source, questions, jails.solvers)
    answered = sum(answer is not None for answer in answers)
    if answered < LEAST_ANSWERED * len(samples):
        reason = f"solve failed: {explain_failure(solver.source, questions[answers.index(None)], jails.solvers)}"
        return Attempt("unproven", reason, len(samples), answered), ()
    pools = [pool_of(sample, answer, perturb(sample.solution)) for sample, answer in zip(samples, answers, strict=True)]
    jobs = [VerifyJob(environment.source, sample.instance, pool) for sample, pool in zip(samples, pools, strict=True)]
    verified = [result.outcomes for result in jails.environments.verify(jobs)]
    pairs = [(sample.question, answer) for sample, pool in zip(samples, pools, strict=True) for answer in pool]
    opinions = iter(check_answers(solver.source, pairs, jails.solvers))
    cases = [
        Case(sample, answer, outcome, next(opinions), own=answer == own)
        for sample, own, pool, outcomes in zip(samples, answers, pools, verified, strict=True)
        for answer, outcome in zip(pool, outcomes, strict=True)
    ]
    return conclude(cases, tried=len(samples), answered=answered)
