"""`resyn solvers`: have a model write solvers of somebody else's tasks, from their questions alone."""

from pathlib import Path

import click

from resyn.audit.adapter import Adapter
from resyn.audit.run import Plan, chosen_tasks, open_corpus
from resyn.audit.writing import write_solvers
from resyn.cli.authoring import Models
from resyn.cli.console import listening, note, print_json, print_table
from resyn.cli.options import allow_unsafe_option, existing, isolation_of, json_option, model_options
from resyn.core.errors import StoreError
from resyn.llm.recording import JsonLinesLog


@click.command("solvers")
@click.argument("corpus")
@click.option("--out", required=True, metavar="DIR", help="Write to DIR/NUMBER/TASK.py; what is there is kept.")
@click.option("--task", "tasks", multiple=True, metavar="NAME", help="Only this task (may be repeated).")
@click.option("--count", type=click.IntRange(1, 100), default=3, show_default=True, help="Solvers of each task.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the questions that are shown.")
@click.option("--python", metavar="PATH", help="Python that has the corpus.  [default: this one]")
@click.option("--folder", "folders", multiple=True, metavar="DIR", help="Folder with the corpus's modules: a checkout.")
@click.option("--concurrency", type=click.IntRange(min=1), default=4, show_default=True, help="Calls at once.")
@click.option("--dry-run", is_flag=True, help="Ask no model; say how many calls it would take at most.")
@model_options
@allow_unsafe_option
@json_option
def command(
    corpus: str,
    out: str,
    tasks: tuple[str, ...],
    count: int,
    seed: int,
    python: str | None,
    folders: tuple[str, ...],
    concurrency: int,
    dry_run: bool,
    model: str,
    endpoint: str | None,
    key_variable: str | None,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Have a model write solvers of a corpus's tasks; it sees questions alone, neither references nor scorer.

    CORPUS is a known one (reasoning-gym, reasoning-core) or an adapter's file. `resyn audit CORPUS --solver DIR` then
    shows where most solvers of a task agree with one another and not with the corpus. Solvers run in a jail, and you
    can read them, mend them, and keep them with your tests.

    Exits with 1 where none could be written.
    """
    adapter = Adapter.read(Path(corpus)) if Path(corpus).exists() else Adapter.built_in(corpus)
    plan = Plan(
        tasks=tasks, python=python, folders=tuple(existing(folders)), workers=1, isolation=isolation_of(allow_unsafe)
    )
    with listening() as progress, open_corpus(adapter, plan, salts=(0,)) as opened:
        names = chosen_tasks(opened.corpus, plan)
        if dry_run:
            print_json({"tasks": len(names), "model_calls": len(names) * count})
            return 0
        log = JsonLinesLog(_made(Path(out)) / "calls.jsonl")
        writer = Models(log, progress, concurrency, endpoint, key_variable).open(model)
        written = write_solvers(
            opened.corpus, names, writer, progress, out=Path(out), count=count, seed=seed, concurrency=concurrency
        )
    if as_json:
        print_json([one.to_json() for one in written])
    else:
        print_table(
            ("task", "solver", "file, or why there is none"),
            [(one.task, one.number, str(one.path or one.reason)) for one in written],
        )
    done = sum(one.path is not None for one in written)
    note(f"{done} of {len(written)} solvers are written; next: resyn audit {corpus} --solver {out}")
    return 0 if done else 1


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder} cannot be made: {error.strerror}", hint="Check path and permissions.") from None
    return folder
