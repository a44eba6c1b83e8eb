"""`resyn run`: keywords in, proven environments and a dataset out, by a real model."""

import shlex
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from resyn.cli.authoring import Models, choose_keywords, open_author, open_library, shipped_environments
from resyn.cli.config import RunConfig, config_option
from resyn.cli.console import listening, note, print_json, print_table
from resyn.cli.dataset import known_entries
from resyn.cli.options import allow_unsafe_option, endpoint_option, isolation_of, json_option, model_option
from resyn.cli.reviewing import estimate, open_bench, open_reviews
from resyn.core.environment import Environment
from resyn.core.index import catalogue_folder
from resyn.core.parquet import load_pyarrow
from resyn.core.progress import Progress
from resyn.core.store import Store
from resyn.dataset.build import DatasetReport, Label, build_dataset
from resyn.dataset.plan import DatasetPlan
from resyn.llm.choose import check_endpoint
from resyn.pipeline.bench import Bench
from resyn.pipeline.candidate import Stations
from resyn.pipeline.funnel import Funnel, StageCount
from resyn.pipeline.output import write_accepted, write_solvers
from resyn.pipeline.run import Run
from resyn.pipeline.settings import RunSettings, bind


@click.command("run")
@config_option
@click.option("--keywords", metavar="FILE", help="One keyword a line.  [default: the shipped topics]")
@click.option("--count", type=click.IntRange(min=1), help="Only the first COUNT keywords.")
@click.option("--proposals", type=click.IntRange(min=1), default=8, show_default=True, help="Candidates per keyword.")
@click.option("--rounds", type=click.IntRange(min=0), default=2, show_default=True, help="Times a candidate is mended.")
@click.option("--concurrency", type=click.IntRange(min=1), default=2, show_default=True, help="Keywords at once.")
@click.option("--out", metavar="DIR", default="runs/latest", show_default=True, help="The run's folder.")
@click.option("--dry-run", is_flag=True, help="Ask no model; print how much would be asked of it.")
@model_option
@endpoint_option
@click.option("--judge-model", metavar="NAME", default="", help="Judges what passes the rules.  [default: the author]")
@click.option(
    "--solver-model",
    metavar="NAME",
    default="",
    help="Solves questions blindly, and calibrates where it is given.  [default: the author]",
)
@click.option("--ray", metavar="ADDRESS", help="Run environments on a Ray cluster: its address, auto or local.")
@allow_unsafe_option
@json_option
def command(
    config: RunConfig,
    keywords: str | None,
    count: int | None,
    proposals: int,
    rounds: int,
    concurrency: int,
    out: str,
    dry_run: bool,
    model: str,
    endpoint: str | None,
    judge_model: str,
    solver_model: str,
    ray: str | None,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Let a model write environments, keep those that pass every stage, and pack a dataset.

    The stages: the rules, two judges, a blind solver and, with --solver-model, calibration. The dataset holds the
    accepted environments and the shipped ones. The same command goes on with an interrupted run: nothing is lost and no
    model call is paid twice. Exits with 1 where nothing was accepted.
    """
    settings = RunSettings(
        keywords=choose_keywords(keywords, count),
        model=model,
        endpoint=endpoint,
        proposals=proposals,
        rounds=rounds,
        isolation=str(isolation_of(allow_unsafe)),
        judge_model=judge_model,
        solver_model=solver_model,
        **config.settings(calibration=bool(solver_model)),
    )
    if dry_run:
        estimate(
            settings,
            as_json=as_json,
            judge_endpoint=config.judge_endpoint,
            solver_endpoint=config.solver_endpoint,
        )
        return 0
    for address in (endpoint, config.judge_endpoint, config.solver_endpoint):
        if address is not None:
            check_endpoint(address)
    load_pyarrow()  # what is missing at the end is to be said before a model is asked
    with ExitStack() as stack:
        store = stack.enter_context(Store(Path(out)))
        bind(settings, store)
        progress = stack.enter_context(listening())
        models = Models(store, progress, concurrency, endpoint, config.key_variable)
        shipped = shipped_environments()
        bench = stack.enter_context(open_bench(open_library(shipped), ray=ray, allow_unsafe=allow_unsafe))
        stations = Stations(
            author=open_author(models.open(model), settings, examples=shipped),
            bench=bench,
            rounds=rounds,
            reviews=open_reviews(
                settings, models, judge_endpoint=config.judge_endpoint, solver_endpoint=config.solver_endpoint
            ),
        )
        run = Run(store, settings, stations=stations, progress=progress)
        funnel = run.go(concurrency)
        if not as_json:
            print_funnel(funnel)
        packed = _pack(store, (*run.accepted(), *shipped), bench=bench, config=config, progress=progress)
    return _tell(funnel, packed, folder=Path(out), as_json=as_json)


def _pack(
    store: Store, environments: Sequence[Environment], *, bench: Bench, config: RunConfig, progress: Progress
) -> DatasetReport:
    """Write what was accepted, the solvers that agree with it, and the dataset."""
    accepted = write_accepted(store)
    write_solvers(store)
    return build_dataset(
        environments,
        store.folder / "dataset",
        jail=bench.jail,
        plan=DatasetPlan(instances=config.instances, seed=config.seed),
        label=Label(title=f"resyn {store.folder.name}", command=shlex.join(["resyn", *sys.argv[1:]])),
        known=known_entries([accepted, catalogue_folder()]),
        progress=progress,
        force=True,
    )


def _tell(funnel: Funnel, packed: DatasetReport, *, folder: Path, as_json: bool) -> int:
    if as_json:
        print_json(funnel.to_json() | {"dataset": packed.to_json(), "folder": str(folder)})
    environments = {name for names in packed.environments.values() for name in names}
    note(f"{funnel.accepted} of {funnel.candidates} candidates accepted: {folder / 'environments'}")
    note(f"{sum(packed.rows.values())} rows of {len(environments)} environments: {folder / 'dataset'}")
    note(f"what was done, and why: resyn report {folder}")
    note(f"next: resyn check {folder / 'environments'} --deep" if funnel.accepted else "next: resyn catalogue")
    return 0 if funnel.accepted else 1


def print_funnel(funnel: Funnel) -> None:
    """Print how many candidates came how far, and which rules stopped the others."""
    usage = funnel.usage
    rows = [
        ("candidates", funnel.candidates, ""),
        *((f"{name}", count.reached, _describe(name, count)) for name, count in funnel.stages.items()),
        ("accepted", funnel.accepted, f"{funnel.mended} of them mended"),
        ("rejected", funnel.rejected, ""),
        ("model calls", funnel.calls, f"{usage.output_tokens:,} tokens out, {usage.input_tokens:,} in"),
    ]
    print_table(("", "", ""), rows)
    rules = sorted(funnel.first_stopped | funnel.finally_stopped, key=lambda rule: -funnel.first_stopped.get(rule, 0))
    stopped = [(rule, funnel.first_stopped.get(rule, 0), funnel.finally_stopped.get(rule, 0)) for rule in rules]
    print_table(("stopped by", "at first", "for good"), stopped)


def _describe(name: str, count: StageCount) -> str:
    unsure = {"judged": "replies that were no verdict", "solved": "without a solver to tell"}.get(name, "")
    return f"{count.admitted} went on" + (f"; {count.unsure} {unsure}" if count.unsure else "")
