"""`resyn run`: keywords in, proven environments and a dataset out, by a real model."""

import shlex
import sys
from contextlib import ExitStack
from pathlib import Path

import click

from resyn.cli.authoring import (
    ModelChoice,
    choose_keywords,
    open_author,
    open_library,
    print_estimate,
    shipped_environments,
)
from resyn.cli.console import listening, note, print_json, print_table
from resyn.cli.dataset import known_entries
from resyn.cli.options import allow_unsafe_option, isolation_of, jails, json_option, model_options
from resyn.core.index import catalogue_folder
from resyn.core.store import Store
from resyn.dataset.build import Label, build_dataset
from resyn.dataset.package import load_pyarrow
from resyn.dataset.plan import DatasetPlan
from resyn.gate.evidence import Surroundings
from resyn.gate.setting import QUICK
from resyn.llm.choose import check_endpoint
from resyn.pipeline.candidate import Stations
from resyn.pipeline.funnel import Funnel
from resyn.pipeline.output import write_accepted
from resyn.pipeline.run import Run
from resyn.pipeline.settings import RunSettings, bind


@click.command("run")
@click.option("--keywords", metavar="FILE", help="One keyword a line.  [default: the shipped topics]")
@click.option("--count", type=click.IntRange(min=1), help="Only the first COUNT keywords.")
@click.option("--proposals", type=click.IntRange(min=1), default=8, show_default=True, help="Candidates per keyword.")
@click.option("--rounds", type=click.IntRange(min=0), default=2, show_default=True, help="Times a candidate is mended.")
@click.option("--temperature", type=click.FloatRange(0, 2), default=0.8, show_default=True, help="Of the author.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed gives other candidates.")
@click.option("--concurrency", type=click.IntRange(min=1), default=2, show_default=True, help="Keywords at once.")
@click.option("--out", metavar="DIR", default="runs/latest", show_default=True, help="The run's folder.")
@click.option("--instances", type=click.IntRange(min=1), default=50, show_default=True, help="Per environment.")
@click.option("--dry-run", is_flag=True, help="Ask no model; print how much would be asked of it.")
@model_options
@allow_unsafe_option
@json_option
def command(
    keywords: str | None,
    count: int | None,
    proposals: int,
    rounds: int,
    temperature: float,
    seed: int,
    concurrency: int,
    out: str,
    instances: int,
    dry_run: bool,
    model: str,
    endpoint: str | None,
    key_variable: str | None,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Let a model write environments, keep those that pass every rule, and pack a dataset.

    The dataset holds the accepted environments and the shipped ones. The same command goes on with an interrupted run:
    nothing is lost and no model call is paid twice. Exits with 1 where nothing was accepted.
    """
    settings = RunSettings(
        keywords=choose_keywords(keywords, count),
        model=model,
        endpoint=endpoint,
        proposals=proposals,
        rounds=rounds,
        temperature=temperature,
        seed=seed,
        isolation=str(isolation_of(allow_unsafe)),
    )
    if dry_run:
        print_estimate(settings, as_json=as_json)
        return 0
    if endpoint is not None:
        check_endpoint(endpoint)
    load_pyarrow()  # what is missing at the end is to be said before a model is asked
    choice = ModelChoice(model, endpoint, key_variable, concurrency)
    folder = Path(out)
    with ExitStack() as stack:
        store = stack.enter_context(Store(folder))
        bind(settings, store)
        opened = stack.enter_context(jails(allow_unsafe=allow_unsafe, salts=QUICK.hash_salts))
        progress = stack.enter_context(listening())
        shipped = shipped_environments()
        surroundings = Surroundings(jail=opened[0], salted=opened[1:], library=open_library(shipped))
        author = open_author(choice, settings, store=store, examples=shipped, progress=progress)
        run = Run(store, settings, stations=Stations(author, surroundings, QUICK, rounds), progress=progress)
        funnel = run.go(concurrency)
        if not as_json:
            print_funnel(funnel)
        accepted = write_accepted(store)
        report = build_dataset(
            (*run.accepted(), *shipped),
            folder / "dataset",
            jail=opened[0],
            plan=DatasetPlan(instances=instances, seed=seed),
            label=Label(title=f"resyn {folder.name}", command=shlex.join(["resyn", *sys.argv[1:]])),
            known=known_entries([accepted, catalogue_folder()]),
            progress=progress,
            force=True,
        )
    if as_json:
        print_json(funnel.to_json() | {"dataset": report.to_json(), "folder": str(folder)})
    note(f"{funnel.accepted} of {funnel.candidates} candidates accepted: {folder / 'environments'}")
    note(f"{sum(report.rows.values())} rows of {len(shipped) + funnel.accepted} environments: {folder / 'dataset'}")
    note(f"next: resyn check {folder / 'environments'} --deep" if funnel.accepted else "next: resyn catalogue")
    return 0 if funnel.accepted else 1


def print_funnel(funnel: Funnel) -> None:
    """Print how many candidates came how far, and which rules stopped the others."""
    usage = funnel.usage
    rows = [
        ("candidates", funnel.candidates, ""),
        ("accepted", funnel.accepted, f"{funnel.mended} of them mended"),
        ("rejected", funnel.rejected, ""),
        ("model calls", funnel.calls, f"{usage.output_tokens:,} tokens out, {usage.input_tokens:,} in"),
    ]
    print_table(("", "", ""), rows)
    rules = sorted(funnel.first_stopped | funnel.finally_stopped, key=lambda rule: -funnel.first_stopped.get(rule, 0))
    stopped = [(rule, funnel.first_stopped.get(rule, 0), funnel.finally_stopped.get(rule, 0)) for rule in rules]
    print_table(("rule", "stopped at first", "stopped for good"), stopped)
