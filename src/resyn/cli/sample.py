"""`resyn sample`: print questions of an environment; verify an answer."""

from pathlib import Path

import click

from resyn.cli.console import note, print_json
from resyn.cli.options import allow_unsafe_option, jails, json_option
from resyn.core.contract import instance_seed
from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.index import catalogue_folder, read_index
from resyn.core.records import Outcome
from resyn.sandbox.calls import Call, Reply, Status, VerifyJob
from resyn.sandbox.jail import Jail

SPLIT = "sample"


@click.command("sample")
@click.argument("environment")
@click.option("--level", type=click.IntRange(min=1), default=1, show_default=True, help="Difficulty, from 1 up.")
@click.option("--count", type=click.IntRange(1, 1000), default=1, show_default=True, help="How many questions.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed gives other questions.")
@click.option("--answer", metavar="TEXT", help="Verify this answer to the question (with --count 1).")
@click.option("--solution", is_flag=True, help="Print a solution too.")
@allow_unsafe_option
@json_option
def command(
    environment: str,
    level: int,
    count: int,
    seed: int,
    answer: str | None,
    solution: bool,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Print questions of an environment: a file, or the name of a shipped one.

    With --answer the exit code is 0 where it is correct, 1 where it is wrong, 3 where the verifier failed.
    """
    if answer is not None and count != 1:
        raise ConfigError(f"--answer goes with one question, not with --count {count}", hint="Leave --count out.")
    chosen = find_environment(environment)
    with jails(allow_unsafe=allow_unsafe, workers=1) as (jail,):
        rows = _draw(chosen, jail, level=level, seed=seed, count=count)
        outcome, fault = _verify(chosen, jail, rows[0], answer) if answer is not None else (None, "")
    if as_json:
        print_json([row | ({"answer": answer, "outcome": str(outcome)} if outcome else {}) for row in rows])
    else:
        _print(rows, solution=solution)
    if outcome is None:
        return 0
    note(f"{answer!r} is {outcome}" + (f": {fault}" if fault else ""))
    return {Outcome.CORRECT: 0, Outcome.WRONG: 1, Outcome.FAULT: 3}[outcome]


def find_environment(text: str) -> Environment:
    """Return the environment of a path or of a shipped name; raises CatalogueError with names that are near."""
    if Path(text).suffix == ".py" or Path(text).exists():
        return Environment.read(Path(text))
    folder = catalogue_folder()
    entries = {entry.name: entry for entry in read_index(folder)}
    if text in entries:
        return Environment.read(folder / entries[text].file)
    import difflib

    near = difflib.get_close_matches(text, entries, n=3, cutoff=0.4)
    raise CatalogueError(
        f"no shipped environment is called {text!r}" + (f"; near it: {', '.join(near)}" if near else ""),
        hint="`resyn catalogue` lists them; a file is given by its path.",
    )


def _draw(environment: Environment, jail: Jail, *, level: int, seed: int, count: int) -> list[dict[str, object]]:
    name = environment.name
    seeds = [instance_seed(name, split=SPLIT, level=level, seed=seed, index=index) for index in range(count)]
    generated = jail.call(environment.source, [Call("generate", level=level, seed=text) for text in seeds])
    instances = [_good(environment, "generate", reply).text for reply in generated]
    questions = jail.call(environment.source, [Call("observe", instance=text) for text in instances])
    solutions = jail.call(environment.source, [Call("solve", instance=text) for text in instances])
    return [
        {
            "environment": name,
            "level": level,
            "seed": text,
            "question": _good(environment, "observe", question).value,
            "solution": solved.value,
            "instance": instance,
        }
        for text, instance, question, solved in zip(seeds, instances, questions, solutions, strict=True)
    ]


def _good(environment: Environment, function: str, reply: Reply) -> Reply:
    if reply.status is not Status.OK:
        raise CatalogueError(
            f"{environment.path or environment.name}: {function} failed ({reply.status}): {reply.error}",
            hint="`resyn check` shows all that is wrong with a file.",
        )
    return reply


def _verify(environment: Environment, jail: Jail, row: dict[str, object], answer: str) -> tuple[Outcome, str]:
    result = jail.verify([VerifyJob(environment.source, str(row["instance"]), (answer,))])[0]
    return result.outcomes[0], result.faults.get(0, "")


def _print(rows: list[dict[str, object]], *, solution: bool) -> None:
    for number, row in enumerate(rows):
        if number:
            click.echo("\n---\n")
        click.echo(row["question"])
        if solution:
            click.echo(f"\nSolution: {row['solution']}")
