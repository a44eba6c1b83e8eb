"""`resyn catalogue`: list, filter and show environments of a folder; write a folder's index."""

from pathlib import Path

import click

from resyn.cli.console import note, print_json, print_table
from resyn.cli.options import json_option
from resyn.core.contract import ANSWER_KINDS
from resyn.core.errors import CatalogueError
from resyn.core.index import IndexEntry, build_index, catalogue_folder, check_index, read_index


@click.group("catalogue", invoke_without_command=True)
@click.option("--folder", metavar="DIR", help="A folder with an index.jsonl.  [default: the shipped catalogue]")
@click.option("--category", metavar="NAME", help="Only this category.")
@click.option("--skill", metavar="WORD", help="Only environments that name this skill or keyword.")
@click.option("--answer", type=click.Choice(ANSWER_KINDS), help="Only this kind of answer.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    folder: str | None,
    category: str | None,
    skill: str | None,
    answer: str | None,
    as_json: bool,
) -> int:
    """List, filter and show the shipped environments; nothing is imported or run.

    Exits with 1 where the filter leaves none.
    """
    context.obj = Path(folder) if folder else catalogue_folder()
    if context.invoked_subcommand is not None:
        return 0
    found = [entry for entry in read_index(context.obj) if _matches(entry, category, skill, answer)]
    if as_json:
        print_json([entry.to_json() for entry in found])
    else:
        rows = [(entry.category, entry.name, entry.answer, entry.summary) for entry in found]
        print_table(("category", "name", "answer", "what is asked"), sorted(rows))
        note(f"{len(found)} environments; `resyn sample NAME --level 3` prints a question")
    return 0 if found else 1


def _matches(entry: IndexEntry, category: str | None, skill: str | None, answer: str | None) -> bool:
    return (
        (category is None or entry.category == category)
        and (answer is None or entry.answer == answer)
        and (skill is None or skill.lower() in (*entry.skills, *entry.keywords))
    )


@command.command("show")
@click.argument("name")
@json_option
@click.pass_context
def show(context: click.Context, name: str, as_json: bool) -> int:
    """Print an environment's index entry and its code."""
    for entry in read_index(context.obj):
        if entry.name == name:
            source = (context.obj / entry.file).read_text(encoding="utf-8")
            if as_json:
                print_json(entry.to_json() | {"source": source})
            else:
                click.echo(source, nl=False)
            return 0
    raise CatalogueError(f"{context.obj} holds no environment called {name!r}", hint="`resyn catalogue` lists them.")


@command.command("index")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where the index differs from the files.")
@click.pass_context
def index(context: click.Context, check: bool) -> int:
    """Write the folder's index.jsonl from its files."""
    if check:
        differences = check_index(context.obj)
        for line in differences:
            click.echo(line)
        return 1 if differences else 0
    entries = build_index(context.obj)
    note(f"{context.obj / 'index.jsonl'}: {len(entries)} environments")
    return 0
