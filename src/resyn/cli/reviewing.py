"""The stages after the rules, as a run's settings have them: models, plans, and how much all may ask at most."""

from collections.abc import Iterator
from contextlib import contextmanager

from resyn.calibrate.plan import CalibrationPlan
from resyn.cli.authoring import Models, author_style, is_elsewhere
from resyn.cli.console import note
from resyn.cli.estimate import Part, print_estimate
from resyn.cli.options import jails
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.setting import QUICK
from resyn.judge.judges import JUDGES, JudgePlan
from resyn.judge.solver import SolverStyle
from resyn.judge.trial import TrialPlan
from resyn.pipeline.bench import Bench, LocalBench
from resyn.pipeline.reviews import Reviews
from resyn.pipeline.settings import WRITE_ONLY, RunSettings


@contextmanager
def open_bench(library: Library, *, ray: str | None, allow_unsafe: bool) -> Iterator[Bench]:
    """Open the jails of this machine and, with an address, those of a Ray cluster."""
    with (
        jails(allow_unsafe=allow_unsafe, salts=QUICK.hash_salts) as opened,
        jails(allow_unsafe=allow_unsafe) as (solver_jail,),
    ):
        surroundings = Surroundings(jail=opened[0], salted=opened[1:], library=library)
        if ray is None:
            yield LocalBench(surroundings, QUICK, solver_jail=solver_jail)
            return
        from resyn.pipeline.cluster import RayBench  # loads ray, which is an extra

        with RayBench(surroundings, QUICK, address=ray, allow_unsafe=allow_unsafe) as bench:
            yield bench


def open_reviews(
    settings: RunSettings, models: Models, *, judge_endpoint: str | None = None, solver_endpoint: str | None = None
) -> Reviews:
    """Open the models of the stages that are on; one that is not named is the author's."""
    judges = settings.judge_model or settings.model
    solver = settings.solver_model or settings.model
    return Reviews(
        judges=models.open(judges, endpoint=judge_endpoint) if settings.judges else None,
        solver=models.open(solver, endpoint=solver_endpoint) if settings.solver else None,
        calibration=(models.open(solver, endpoint=solver_endpoint),) if settings.calibration else (),
        judge_plan=JudgePlan(votes=settings.votes, seed=settings.seed),
        trial_plan=TrialPlan(attempts=settings.attempts, style=SolverStyle(seed=settings.seed)),
        calibration_plan=calibration_plan(settings),
        require_solver=settings.require_solver,
    )


def calibration_plan(settings: RunSettings) -> CalibrationPlan:
    """Return how a run calibrates."""
    return CalibrationPlan(instances=settings.calibration_instances, seed=settings.seed)


def estimate(
    settings: RunSettings,
    *,
    as_json: bool = False,
    judge_endpoint: str | None = None,
    solver_endpoint: str | None = None,
) -> None:
    """Print what a run may ask of the models at most, and what that costs where prices are known."""
    candidates = len(settings.keywords) * settings.proposals
    versions = candidates * (1 + settings.rounds)
    calls = versions + candidates * settings.plan_first
    parts = [Part("author", settings.model, settings.endpoint, calls, author_style(settings).max_tokens)]
    if settings.gate != WRITE_ONLY:
        plan = calibration_plan(settings)
        judges = versions * settings.judges * len(JUDGES) * settings.votes
        solvers = versions * settings.solver * settings.attempts
        answers = versions * settings.calibration * plan.answers
        judging = _place(settings.judge_model, judge_endpoint, settings)
        solving = _place(settings.solver_model, solver_endpoint, settings)
        parts += [
            Part("judges", *judging, judges, JudgePlan().max_tokens),
            Part("solver", *solving, solvers, SolverStyle().max_tokens),
            Part("calibration", *solving, answers, plan.max_tokens),
        ]
    print_estimate({"candidates": candidates}, parts, as_json=as_json)
    if len(parts) > 1:
        note("judges, solver and calibration are asked only of what passes the rules; the ledger shows what was used")


def _place(model: str, endpoint: str | None, settings: RunSettings) -> tuple[str, str | None]:
    """Return the model of a part and where it is asked: a name with a provider before it at that provider."""
    if not model or model == settings.model:
        return settings.model, endpoint or settings.endpoint
    return model, endpoint or (None if is_elsewhere(model) else settings.endpoint)
