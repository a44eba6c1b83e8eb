"""`--check-leakage` of `resyn dataset`: compare questions with benchmarks, of rows just drawn or of any dataset."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from resyn.cli.console import listening, note, print_json, print_table
from resyn.cli.options import existing
from resyn.core.files import write_whole
from resyn.evaluate.leakage import LeakageReport, check_leakage, is_dataset, read_questions

LEAKAGE_NAME = "leakage.json"
LEAKS_SHOWN = 20

leakage_option = click.option(
    "--check-leakage",
    "benchmarks",
    metavar="DIR",
    help="Compare all questions with the benchmarks in DIR; of a PATH that is a dataset, draw nothing.",
)


def only_checks(paths: Sequence[str], benchmarks: str | None) -> bool:
    """Tell whether nothing is to be drawn: benchmarks are given, and every path is a dataset of rows."""
    return benchmarks is not None and bool(paths) and all(is_dataset(Path(path)) for path in paths)


def check_datasets(paths: Sequence[str], benchmarks: str, *, as_json: bool) -> int:
    """Check datasets as they are, print what leaks, and return the exit code: 1 where anything does."""
    (folder,) = existing((benchmarks,))
    questions = [question for path in existing(tuple(paths)) for question in read_questions(path)]
    with listening() as progress:
        report = check_leakage(questions, folder, progress=progress)
    if as_json:
        print_json(report.to_json())
    else:
        print_leakage(report)
    return 1 if report.leaks else 0


def check_drawn(out: Path, benchmarks: str) -> LeakageReport:
    """Check the dataset just written to a folder, and write the report beside its rows."""
    (folder,) = existing((benchmarks,))
    with listening() as progress:
        report = check_leakage(list(read_questions(out)), folder, progress=progress)
    write_whole(out / LEAKAGE_NAME, json.dumps(report.to_json(), ensure_ascii=False, indent=1) + "\n")
    return report


def print_leakage(report: LeakageReport) -> None:
    """Print the leaking questions, the worst of each environment or file first."""
    if report.leaks:
        print_table(("environment or file", "leaking questions"), list(report.groups.items()))
        rows = [
            (leak.id, leak.file, leak.words, f"{leak.share:.0%}", f"{leak.nearness:.2f}", leak.repeated[:60])
            for leak in report.leaks[:LEAKS_SHOWN]
        ]
        print_table(("question", "benchmark", "words in a row", "8-word runs", "nearness", "repeated"), rows)
    median, rare, most = report.nearest
    note(f"{len(report.leaks)} of {report.questions} questions repeat a benchmark's")
    note(
        f"nearness to the nearest published question: median {median:.2f}, 99 of 100 below {rare:.2f}, most {most:.2f}"
    )
