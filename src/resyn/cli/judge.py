"""`resyn judge`: ask two judges and a blind solver about environments."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import click

from resyn.cli.authoring import Models, kept_calls
from resyn.cli.check import describe_witness
from resyn.cli.console import listening, note, print_json, print_text
from resyn.cli.estimate import Part, print_estimate
from resyn.cli.options import allow_unsafe_option, existing, jails, json_option, model_options
from resyn.core.environment import Environment, find_environments
from resyn.core.progress import Progress
from resyn.core.verdicts import Verdict
from resyn.judge.exhibit import draw_exhibit
from resyn.judge.judges import JUDGED_LEVELS, JUDGES, JudgePlan, admits, judge_exhibit
from resyn.judge.solver import SolverStyle
from resyn.judge.trial import Jails, SolverReport, TrialPlan, try_environment
from resyn.llm.model import Model
from resyn.pipeline.reviews import perturb

STAGE = "judging"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of one environment; `solver` is None where none was asked for."""

    environment: str
    verdicts: tuple[Verdict, ...]
    solver: SolverReport | None

    def admitted(self, *, required: bool) -> bool:
        """Tell whether nobody is against it."""
        return admits(self.verdicts) and (self.solver is None or self.solver.admits(required=required))

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object, with the file of a solver that agrees."""
        solver = self.solver.to_json() | {"source": self.solver.source} if self.solver else None
        verdicts = [verdict.to_json() for verdict in self.verdicts]
        return {"environment": self.environment, "verdicts": verdicts, "solver": solver}


@click.command("judge")
@click.argument("paths", nargs=-1, required=True)
@click.option("--votes", type=click.IntRange(min=1), default=1, show_default=True, help="Of each judge.")
@click.option("--solver/--no-solver", default=True, show_default=True, help="Whether to have a blind solver written.")
@click.option("--require-solver", is_flag=True, help="Exit with 1 also where no solver could be written.")
@click.option("--concurrency", type=click.IntRange(min=1), default=2, show_default=True, help="Environments at once.")
@click.option("--dry-run", is_flag=True, help="Ask no model; print how much would be asked of it.")
@model_options
@allow_unsafe_option
@json_option
def command(
    paths: tuple[str, ...],
    votes: int,
    solver: bool,
    require_solver: bool,
    concurrency: int,
    dry_run: bool,
    model: str,
    endpoint: str | None,
    key_variable: str | None,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Ask two judges and a blind solver about environments; the rules are not run (see `resyn check`).

    Exits with 1 where a judge rejects, gives no verdict, or a solver disagrees.
    """
    environments = list(find_environments(existing(paths)))
    if dry_run:
        many = len(environments)
        parts = [
            Part("judges", model, endpoint, many * len(JUDGES) * votes, JudgePlan().max_tokens),
            Part("solver", model, endpoint, many * solver * TrialPlan().attempts, SolverStyle().max_tokens),
        ]
        print_estimate({"environments": many}, parts, as_json=as_json)
        return 0
    with (
        listening() as progress,
        jails(allow_unsafe=allow_unsafe) as (jail,),
        jails(allow_unsafe=allow_unsafe) as (solver_jail,),
    ):
        apart = Jails(jail, solver_jail)
        opened = Models(kept_calls("judge"), progress, concurrency, endpoint, key_variable).open(model)
        progress.begin(STAGE, len(environments))

        def one(environment: Environment) -> Judgement:
            found = judge_environment(environment, opened, apart, votes=votes, solver=solver)
            _tell(found, progress, required=require_solver)
            return found

        with ThreadPoolExecutor(concurrency) as pool:
            judgements = list(pool.map(one, environments))
    if as_json:
        print_json([judgement.to_json() for judgement in judgements])
    else:
        for judgement in judgements:
            _print(judgement)
    good = sum(judgement.admitted(required=require_solver) for judgement in judgements)
    note(f"{good} of {len(judgements)} environments have nobody against them")
    return 0 if good == len(judgements) else 1


def judge_environment(environment: Environment, model: Model, apart: Jails, *, votes: int, solver: bool) -> Judgement:
    """Ask the judges and, where wanted, the blind solver."""
    exhibit = draw_exhibit(environment, apart.environments, levels=JUDGED_LEVELS)
    verdicts = judge_exhibit(exhibit, model, plan=JudgePlan(votes=votes))
    report = try_environment(environment, model, apart, perturb=perturb) if solver else None
    return Judgement(environment.name, verdicts, report)


def _tell(judgement: Judgement, progress: Progress, *, required: bool) -> None:
    progress.advance(STAGE)
    progress.say(f"{judgement.environment}: {'good' if judgement.admitted(required=required) else 'refused'}")


def _print(judgement: Judgement) -> None:
    print_text(judgement.environment)
    for verdict in judgement.verdicts:
        said = "accepts" if verdict.accept else "no verdict" if verdict.fault else "rejects"
        print_text(f"  {verdict.judge}: {said}")
        if verdict.fault:
            print_text(f"    {verdict.fault}")
        for criterion in verdict.objections:
            print_text(f"    not {criterion.name}: {' '.join(criterion.why.split())}")
            print_text(f"      {' '.join(criterion.quote.split())}")
    if judgement.solver is not None:
        print_text(f"  blind solver: {judgement.solver.status}")
        for attempt in judgement.solver.attempts:
            if attempt.status == "unproven":
                print_text(f"    {attempt.reason}")
        for finding in judgement.solver.findings:
            print_text(f"    {finding.message}")
            if finding.witness:
                print_text(f"      {describe_witness(finding.witness)}")
