"""`resyn catalogue`: list, filter and show environments of a folder; write a folder's index."""

from pathlib import Path

import click

from resyn.cli.console import note, print_json, print_table, print_text
from resyn.cli.gallery import gallery
from resyn.cli.options import json_option
from resyn.cli.pins import command as pin_command
from resyn.core.contract import ANSWER_KINDS
from resyn.core.environment import Environment
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
    if not context.obj.is_dir():
        raise CatalogueError(f"{context.obj} is no folder", hint="Give a folder of environments with --folder.")
    if context.invoked_subcommand is not None:
        given = {"--category": category, "--skill": skill, "--answer": answer, "--json": as_json}
        if idle := [option for option, value in given.items() if value]:
            raise click.UsageError(f"{idle[0]} belongs to the list, not to {context.invoked_subcommand!r}", ctx=context)
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
        and (skill is None or skill.casefold() in map(str.casefold, (*entry.skills, *entry.keywords)))
    )


@command.command("show")
@click.argument("name")
@json_option
@click.pass_context
def show(context: click.Context, name: str, as_json: bool) -> int:
    """Print an environment's index entry and its code."""
    for entry in read_index(context.obj):
        if entry.name == name:
            source = Environment.read(context.obj / entry.file).source
            if as_json:
                print_json(entry.to_json() | {"source": source})
            else:
                print_text(source.removesuffix("\n"))
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
            print_text(line)
        return 1 if differences else 0
    entries = build_index(context.obj)
    note(f"{context.obj / 'index.jsonl'}: {len(entries)} environments")
    return 0


command.add_command(pin_command)


command.add_command(gallery)
