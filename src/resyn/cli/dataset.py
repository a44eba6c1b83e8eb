"""`resyn dataset`: draw a dataset of (question, verifier) pairs."""

import shlex
import sys
from pathlib import Path

import click

from resyn.cli.console import listening, note, print_json, print_table
from resyn.cli.leakage import check_datasets, check_drawn, leakage_option, only_checks, print_leakage
from resyn.cli.options import allow_unsafe_option, existing, jails, json_option
from resyn.cli.supervising import DatasetConfig, dataset_config_option, open_supervisor
from resyn.core.environment import Environment, find_environments
from resyn.core.index import INDEX_NAME, IndexEntry, catalogue_folder, read_index
from resyn.dataset.build import DatasetReport, Label, build_dataset
from resyn.dataset.plan import SUPERVISIONS, DatasetPlan, parse_levels

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
@click.option(
    "--supervision",
    type=click.Choice(SUPERVISIONS),
    default="verifier",
    show_default=True,
    help="What answers to rows of train are held against: verify, a solver's code, or a model's answers.",
)
@click.option("--answers-from", metavar="DIR|MODEL", help="A folder of solvers (code), or a model (answer).")
@dataset_config_option
@leakage_option
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
    supervision: str,
    answers_from: str | None,
    config: DatasetConfig,
    benchmarks: str | None,
    force: bool,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Draw a dataset from files or folders of environments (the shipped catalogue where none is given).

    Whole environments go to train, validation or test; exact and near duplicates are left out; the environment files
    lie beside the data, so that every row can be verified again anywhere. Settings of --config: title, license; and for
    a model's answers endpoint, key_variable, votes, temperature, max_tokens, concurrency.

    With --check-leakage the exit code is 1 where a question repeats a benchmark's; the report lies in leakage.json.
    """
    if benchmarks is not None and only_checks(paths, benchmarks):
        return check_datasets(paths, benchmarks, as_json=as_json)
    plan = DatasetPlan(
        environments=environments,
        instances=instances,
        levels=parse_levels(levels),
        validation=validation,
        test=test_share,
        heldout=heldout,
        seed=seed,
        supervision=supervision,
    )
    label = Label(title=config.title, license=config.license, command=shlex.join(["resyn", *sys.argv[1:]]))
    folders = existing(paths) or [catalogue_folder()]
    chosen: list[Environment] = list(find_environments(folders))
    with (
        listening() as progress,
        jails(allow_unsafe=allow_unsafe) as (jail,),
        jails(allow_unsafe=allow_unsafe) as (solver_jail,),
    ):
        supervisor = open_supervisor(
            supervision, answers_from, config, jail=solver_jail, out=Path(out), progress=progress
        )
        report = build_dataset(
            chosen,
            Path(out),
            jail=jail,
            plan=plan,
            label=label,
            known=known_entries(folders),
            supervisor=supervisor,
            progress=progress,
            force=force,
        )
    leakage = check_drawn(Path(out), benchmarks) if benchmarks else None
    if as_json:
        print_json(report.to_json() | ({"leakage": leakage.to_json()} if leakage else {}))
    else:
        print_dataset(report)
        if leakage:
            print_leakage(leakage)
    note(f"{sum(report.rows.values())} rows: {out}")
    note(f'next: datasets.load_dataset("{out}")')
    return 1 if leakage and leakage.leaks else 0


def known_entries(folders: list[Path]) -> list[IndexEntry]:
    """Return the index entries of folders that have an index: certificates and provenance come along."""
    return [entry for folder in folders if (folder / INDEX_NAME).exists() for entry in read_index(folder)]


def print_dataset(report: DatasetReport) -> None:
    """Print what was written, and what was left out and why."""
    rows = [(split, len(report.environments.get(split, ())), count) for split, count in report.rows.items()]
    print_table(("split", "environments", "rows"), rows)
    if report.supervised is not None:
        told = report.supervised
        counts = (
            *(("rows asked for", told.asked), ("answers given", told.given)),
            *(("accepted by verify", told.accepted), ("faults of verify", told.faults)),
        )
        print_table(("reference", "rows"), counts)
        lost = [(name, reason, n) for name, reasons in told.dropped.items() for reason, n in reasons.items()]
        if lost:
            print_table(("environment", "left out because", "rows"), lost)
    dropped = [(name, reason, n) for name, reasons in report.dropped.items() for reason, n in reasons.items()]
    if dropped:
        print_table(("environment", "dropped because", "draws"), dropped)
    for fault in report.faults[:FAULTS_SHOWN]:
        note(f"fault: {fault.environment}: {fault.witness.happened}")
    if len(report.faults) > FAULTS_SHOWN:
        note(f"and {len(report.faults) - FAULTS_SHOWN} more faults; --json lists all")
