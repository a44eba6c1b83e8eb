"""`resyn dataset`: draw a dataset of (question, verifier) pairs."""

import shlex
import sys
from pathlib import Path

import click

from resyn.cli.console import listening, note, print_json, print_table
from resyn.cli.options import allow_unsafe_option, existing, jails, json_option
from resyn.core.environment import Environment, find_environments
from resyn.core.index import INDEX_NAME, IndexEntry, catalogue_folder, read_index
from resyn.dataset.build import DatasetReport, Label, build_dataset
from resyn.dataset.plan import DatasetPlan, parse_levels

FAULTS_SHOWN = 5


@click.command("dataset")
@click.argument("paths", nargs=-1)
@click.option("--out", metavar="DIR", default="runs/dataset", show_default=True, help="Folder of the dataset.")
@click.option("--environments", "-n", type=int, help="How many environments to choose.  [default: all]")
@click.option("--instances", "-m", type=int, default=40, show_default=True, help="Rows per environment.")
@click.option("--levels", default="1-5", show_default=True, help="Such as 1-5 or 1,3,8-10; rows are spread evenly.")
@click.option("--validation", type=float, default=0.05, show_default=True, help="Share of environments.")
@click.option("--test", "test_share", type=float, default=0.05, show_default=True, help="Share of environments.")
@click.option("--heldout", type=int, default=0, show_default=True, help="Further rows per training environment.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed gives other rows.")
@click.option("--title", default="", help="Title of the dataset card.  [default: the folder's name]")
@click.option("--license", "license_name", default="", metavar="ID", help="Licence of the card, such as apache-2.0.")
@click.option("--force", is_flag=True, help="Replace a dataset that is already there.")
@allow_unsafe_option
@json_option
def command(
    paths: tuple[str, ...],
    out: str,
    environments: int | None,
    instances: int,
    levels: str,
    validation: float,
    test_share: float,
    heldout: int,
    seed: int,
    title: str,
    license_name: str,
    force: bool,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Draw a dataset from files or folders of environments (the shipped catalogue where none is given).

    Whole environments go to train, validation or test; exact and near duplicates are left out; the environment files
    lie beside the data, so that every row can be verified again anywhere.
    """
    plan = DatasetPlan(
        environments=environments,
        instances=instances,
        levels=parse_levels(levels),
        validation=validation,
        test=test_share,
        heldout=heldout,
        seed=seed,
    )
    label = Label(title=title, license=license_name, command=shlex.join(["resyn", *sys.argv[1:]]))
    folders = existing(paths) or [catalogue_folder()]
    chosen: list[Environment] = list(find_environments(folders))
    with listening() as progress, jails(allow_unsafe=allow_unsafe) as (jail,):
        report = build_dataset(
            chosen,
            Path(out),
            jail=jail,
            plan=plan,
            label=label,
            known=known_entries(folders),
            progress=progress,
            force=force,
        )
    if as_json:
        print_json(report.to_json())
    else:
        print_dataset(report)
    note(f"{sum(report.rows.values())} rows: {out}")
    note(f'next: datasets.load_dataset("{out}")')
    return 0


def known_entries(folders: list[Path]) -> list[IndexEntry]:
    """Return the index entries of folders that have an index: certificates and provenance come along."""
    return [entry for folder in folders if (folder / INDEX_NAME).exists() for entry in read_index(folder)]


def print_dataset(report: DatasetReport) -> None:
    """Print what was written, and what was left out and why."""
    rows = [(split, len(report.environments.get(split, ())), count) for split, count in report.rows.items()]
    print_table(("split", "environments", "rows"), rows)
    dropped = [(name, reason, n) for name, reasons in report.dropped.items() for reason, n in reasons.items()]
    if dropped:
        print_table(("environment", "dropped because", "draws"), dropped)
    for fault in report.faults[:FAULTS_SHOWN]:
        note(f"fault: {fault.environment}: {fault.witness.happened}")
    if len(report.faults) > FAULTS_SHOWN:
        note(f"and {len(report.faults) - FAULTS_SHOWN} more faults; --json lists all")
