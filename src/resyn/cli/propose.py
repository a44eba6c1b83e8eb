"""`resyn propose`: let a model write environments, without checking them."""

from contextlib import ExitStack
from pathlib import Path

import click

from resyn.cli.authoring import Models, choose_keywords, open_author, shipped_environments
from resyn.cli.console import listening, note, print_json, print_text
from resyn.cli.options import json_option, model_options
from resyn.cli.reviewing import estimate
from resyn.core.store import Store
from resyn.llm.choose import check_endpoint
from resyn.pipeline.candidate import Stations
from resyn.pipeline.output import write_candidates
from resyn.pipeline.run import Run
from resyn.pipeline.settings import WRITE_ONLY, RunSettings, bind


@click.command("propose")
@click.option("--keywords", metavar="FILE", help="One keyword a line.  [default: the shipped topics]")
@click.option("--count", type=click.IntRange(min=1), help="Only the first COUNT keywords.")
@click.option("--proposals", type=click.IntRange(min=1), default=1, show_default=True, help="Candidates per keyword.")
@click.option("--temperature", type=click.FloatRange(0, 2), default=0.8, show_default=True, help="Of the author.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed gives other candidates.")
@click.option("--concurrency", type=click.IntRange(min=1), default=2, show_default=True, help="Keywords at once.")
@click.option("--out", metavar="DIR", default="runs/proposals", show_default=True, help="Folder of the files.")
@click.option("--dry-run", is_flag=True, help="Ask no model; print how much would be asked of it.")
@model_options
@json_option
def command(
    keywords: str | None,
    count: int | None,
    proposals: int,
    temperature: float,
    seed: int,
    concurrency: int,
    out: str,
    dry_run: bool,
    model: str,
    endpoint: str | None,
    key_variable: str | None,
    as_json: bool,
) -> int:
    """Let a model write environments, without checking them.

    Nothing that it writes is run. Exits with 1 where no reply held a file.
    """
    settings = RunSettings(
        keywords=choose_keywords(keywords, count),
        model=model,
        endpoint=endpoint,
        proposals=proposals,
        rounds=0,
        temperature=temperature,
        seed=seed,
        gate=WRITE_ONLY,
    )
    if dry_run:
        estimate(settings, as_json=as_json)
        return 0
    if endpoint is not None:
        check_endpoint(endpoint)
    folder = Path(out)
    with ExitStack() as stack:
        store = stack.enter_context(Store(folder))
        bind(settings, store)
        progress = stack.enter_context(listening())
        models = Models(store, progress, concurrency, endpoint, key_variable)
        author = open_author(models.open(model), settings, examples=shipped_environments())
        Run(store, settings, stations=Stations(author), progress=progress).go(concurrency)
        files = write_candidates(store)
    if as_json:
        print_json([str(file) for file in files])
    else:
        for file in files:
            print_text(str(file))
    note(f"{len(files)} files in {folder / 'candidates'}; next: resyn check {folder / 'candidates'}")
    return 0 if files else 1
