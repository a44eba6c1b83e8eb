"""`resyn calibrate`: let solver models answer questions of every level, and say which environments are learnable."""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from resyn.calibrate.calibrate import calibrate_environments
from resyn.calibrate.curve import Calibration, Curve, LevelRate
from resyn.calibrate.ledger import find_calibrations, keep_calibration, open_ledger
from resyn.calibrate.plan import CalibrationPlan
from resyn.cli.console import cost_text, listening, note, print_json, print_table
from resyn.cli.estimate import Part, print_estimate
from resyn.cli.options import allow_unsafe_option, existing, jails, json_option
from resyn.core.environment import Environment, find_environments
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.files import write_whole
from resyn.core.index import catalogue_folder
from resyn.core.progress import Progress
from resyn.core.store import Store
from resyn.dataset.plan import parse_levels
from resyn.llm.choose import check_endpoint, open_model
from resyn.llm.model import Model
from resyn.llm.recording import RecordedModel

ANSWERS = "answers"
RESULT_NAME = "calibration.json"


@click.command("calibrate")
@click.argument("paths", nargs=-1)
@click.option("--catalogue", is_flag=True, help="Calibrate the shipped environments.")
@click.option("--model", "models", multiple=True, default=("local",), show_default=True, help="A solver; repeatable.")
@click.option("--endpoint", "endpoints", multiple=True, metavar="URL", help="Where it is served: one for all, or each.")
@click.option("--key-variable", metavar="NAME", help="Environment variable that holds the API key.")
@click.option("--levels", default="1-5", show_default=True, help="Such as 1-5 or 1,3,5.")
@click.option("--instances", type=click.IntRange(min=1), default=20, show_default=True, help="Questions per level.")
@click.option("--samples", type=click.IntRange(min=1), default=1, show_default=True, help="Answers per question.")
@click.option("--temperature", type=click.FloatRange(0, 2), default=1.0, show_default=True, help="Of the solvers.")
@click.option("--max-tokens", type=click.IntRange(min=1), default=2048, show_default=True, help="Of one answer.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed asks other questions.")
@click.option("--concurrency", type=click.IntRange(min=1), default=8, show_default=True, help="Model calls at once.")
@click.option("--out", metavar="DIR", default="runs/calibration", show_default=True, help="Folder of the results.")
@click.option("--dry-run", is_flag=True, help="Ask no model; print how much would be asked of it.")
@allow_unsafe_option
@json_option
def command(
    paths: tuple[str, ...],
    catalogue: bool,
    models: tuple[str, ...],
    endpoints: tuple[str, ...],
    key_variable: str | None,
    levels: str,
    instances: int,
    samples: int,
    temperature: float,
    max_tokens: int,
    seed: int,
    concurrency: int,
    out: str,
    dry_run: bool,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Let models answer questions of files or folders of environments, and judge how pass rates move with the level.

    An environment is learnable where its pass rate falls with the level and does not lie beyond the band from 0.1 to
    0.9 at all of them. The same command goes on with what was interrupted: no answer is paid twice. Exits with 1 where
    no environment is learnable.
    """
    plan = CalibrationPlan(
        levels=parse_levels(levels),
        instances=instances,
        samples=samples,
        temperature=temperature,
        max_tokens=max_tokens,
        seed=seed,
    )
    solvers = pair_solvers(models, endpoints)
    chosen = _choose(paths, catalogue=catalogue)
    if dry_run:
        calls = len(chosen) * plan.answers
        parts = [Part("calibration", solver, endpoint, calls, plan.max_tokens) for solver, endpoint in solvers]
        print_estimate({"environments": len(chosen)}, parts, as_json=as_json)
        return 0
    folder = Path(out)
    with ExitStack() as stack:
        store = stack.enter_context(open_ledger(folder))
        (jail,) = stack.enter_context(jails(allow_unsafe=allow_unsafe))
        progress = stack.enter_context(listening())
        opened = _open(solvers, key_variable, concurrency, store=store, progress=progress)
        names = [solver.name for solver in opened]
        known = {found.environment: found for found in find_calibrations(store, chosen, solvers=names, plan=plan)}
        left = {environment.name: environment for environment in chosen if environment.name not in known}
        progress.begin(ANSWERS, len(left) * len(opened) * plan.answers)
        for calibration in calibrate_environments(
            left.values(),
            opened,
            jail,
            plan=plan,
            concurrency=concurrency,
            answered=lambda: progress.advance(ANSWERS),
        ):
            keep_calibration(store, left[calibration.environment], calibration)
            known[calibration.environment] = calibration
            progress.say(f"{calibration.environment}: {calibration.verdict}")
            progress.show(
                ANSWERS,
                learnable=f"{sum(one.admitted for one in known.values())}",
                cost=cost_text(store.ledger()[1].cost),
            )
    calibrations = [known[name] for name in sorted(known)]
    result = [calibration.to_json() for calibration in calibrations]
    write_whole(folder / RESULT_NAME, json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    if as_json:
        print_json(result)
    else:
        print_calibrations(calibrations)
    kept = sum(calibration.admitted for calibration in calibrations)
    note(f"{kept} of {len(calibrations)} environments are learnable: {folder / RESULT_NAME}")
    note(f"next: resyn report {out}")
    return 0 if kept else 1


def pair_solvers(models: Sequence[str], endpoints: Sequence[str]) -> list[tuple[str, str | None]]:
    """Return each model with its endpoint: none, one for all, or one for each. Raises ConfigError."""
    if len(set(models)) < len(models):
        raise ConfigError(
            f"a model is given twice among {', '.join(models)}",
            hint="Answers are recorded under a model's name: serve another model under another name.",
        )
    for endpoint in endpoints:
        check_endpoint(endpoint)
    if len(endpoints) not in (0, 1, len(models)):
        raise ConfigError(
            f"{len(models)} models have {len(endpoints)} endpoints",
            hint="Give --endpoint once for all models, or once for each --model in the same order.",
        )
    places: list[str | None] = [*endpoints] or [None]
    return [(model, places[number % len(places)]) for number, model in enumerate(models)]


def print_calibrations(calibrations: Sequence[Calibration]) -> None:
    """Print a row for each environment and solver: pass rates in percent with their intervals, trend and verdict."""
    levels = sorted({rate.level for one in calibrations for curve in one.curves for rate in curve.levels})
    columns = ("environment", "solver", *(f"level {level}" for level in levels), "p", "lost", "verdict")
    rows = [
        (
            one.environment,
            curve.solver,
            *(_rate_text(curve, level) for level in levels),
            f"{curve.trend.falling:.2g}",
            _lost(curve.levels),
            str(curve.verdict),
        )
        for one in calibrations
        for curve in one.curves
    ]
    print_table(columns, rows)
    note(
        "level: pass rate and its 95% interval, in percent; p: of the fall;"
        " lost: faults / no answer / cut off / refused by the solver"
    )


def _rate_text(curve: Curve, level: int) -> str:
    rate = next(rate for rate in curve.levels if rate.level == level)
    if rate.rate is None:
        return "-"
    low, high = rate.interval
    return f"{100 * rate.rate:.0f} ({100 * low:.0f}-{100 * high:.0f})"


def _lost(rates: Sequence[LevelRate]) -> str:
    counts = (
        sum(rate.faults for rate in rates),
        sum(rate.unanswered for rate in rates),
        sum(rate.truncated for rate in rates),
        sum(rate.refused for rate in rates),
    )
    return " / ".join(map(str, counts))


def _choose(paths: tuple[str, ...], *, catalogue: bool) -> list[Environment]:
    if bool(paths) == catalogue:
        raise ConfigError(
            "--catalogue goes without paths" if catalogue else "no environment is given",
            hint="Give files or folders of environments, or --catalogue for the shipped ones.",
        )
    found: dict[str, Environment] = {}
    for environment in find_environments([catalogue_folder()] if catalogue else existing(paths)):
        if environment.name in found:
            raise CatalogueError(
                f"{found[environment.name].path} and {environment.path} are both named {environment.name!r}",
                hint="Rename one: a name stands for one environment in seeds and results.",
            )
        _ = environment.tree  # a text that does not parse is refused before a model is asked
        found[environment.name] = environment
    return list(found.values())


def _open(
    solvers: Sequence[tuple[str, str | None]],
    key_variable: str | None,
    concurrency: int,
    *,
    store: Store,
    progress: Progress,
) -> list[Model]:
    return [
        RecordedModel(
            open_model(spec, endpoint=endpoint, key_variable=key_variable, concurrency=concurrency, progress=progress),
            store,
        )
        for spec, endpoint in solvers
    ]
