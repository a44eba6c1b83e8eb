"""`resyn sample`: print questions of an environment; verify an answer."""

import re
from pathlib import Path

import click

from resyn.cli.console import note, print_json, print_text
from resyn.cli.options import allow_unsafe_option, jails, json_option
from resyn.core.contract import instance_seed
from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.index import catalogue_folder, read_index
from resyn.core.records import Outcome
from resyn.sandbox.calls import Call, FunctionName, Reply, Status, VerifyJob
from resyn.sandbox.jail import Jail

SPLIT = "sample"

_NUMBER = re.compile(r"-?[0-9]{1,18}")
_WITNESS = re.compile(r"[^:]+:[^:]+:([1-9][0-9]{0,17}):-?[0-9]+:[0-9]+")


@click.command("sample")
@click.argument("environment")
@click.option("--level", type=click.IntRange(min=1), help="Difficulty, from 1 up.  [default: 1]")
@click.option("--count", type=click.IntRange(1, 1000), default=1, show_default=True, help="How many questions.")
@click.option("--seed", default="0", show_default=True, help="A number, or the seed of a finding's witness to repeat.")
@click.option("--answer", metavar="TEXT", help="Verify this answer to the question (with --count 1).")
@click.option("--solution", is_flag=True, help="Print a solution too.")
@allow_unsafe_option
@json_option
def command(
    environment: str,
    level: int | None,
    count: int,
    seed: str,
    answer: str | None,
    solution: bool,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Print questions of an environment: a file, or the name of a shipped one.

    `--seed` with the seed of a finding's witness prints the very instance that the rule speaks of.

    With --answer the exit code is 0 where it is correct, 1 where it is wrong, 3 where the verifier failed.
    """
    if answer is not None and count != 1:
        raise ConfigError(f"--answer goes with one question, not with --count {count}", hint="Leave --count out.")
    chosen = find_environment(environment)
    level, seeds = choose_seeds(chosen.name, seed, level=level, count=count)
    with jails(allow_unsafe=allow_unsafe, workers=1) as (jail,):
        rows = _draw(chosen, jail, level=level, seeds=seeds, solved=solution or as_json)
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


def choose_seeds(name: str, seed: str, *, level: int | None, count: int) -> tuple[int, list[str]]:
    """Return the level and the texts that seed the instances; a witness's seed says both. Raises ConfigError."""
    if _NUMBER.fullmatch(seed):
        drawn = level or 1
        return drawn, [
            instance_seed(name, split=SPLIT, level=drawn, seed=int(seed), index=index) for index in range(count)
        ]
    witness = _WITNESS.fullmatch(seed)
    if witness is None:
        raise ConfigError(
            f"--seed {seed!r} is neither a number nor the seed of a witness",
            hint="Give a number such as 7, or a finding's seed as it stands, such as name:gate:1:0:0.",
        )
    if count != 1 or level not in (None, int(witness[1])):
        raise ConfigError(
            f"--seed {seed!r} is one instance of level {witness[1]}", hint="Leave --level and --count out beside it."
        )
    return int(witness[1]), [seed]


def _draw(
    environment: Environment, jail: Jail, *, level: int, seeds: list[str], solved: bool
) -> list[dict[str, object]]:
    generated = jail.call(environment.source, [Call("generate", level=level, seed=text) for text in seeds])
    instances = [_good(environment, "generate", reply).text for reply in generated]
    columns = {"question": _answers(environment, jail, "observe", instances)}
    if solved:
        columns["solution"] = _answers(environment, jail, "solve", instances)
    return [
        {"environment": environment.name, "level": level, "seed": text}
        | {name: values[index] for name, values in columns.items()}
        | {"instance": instances[index]}
        for index, text in enumerate(seeds)
    ]


def _answers(environment: Environment, jail: Jail, function: FunctionName, instances: list[str]) -> list[object]:
    replies = jail.call(environment.source, [Call(function, instance=text) for text in instances])
    return [_good(environment, function, reply).value for reply in replies]


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
            print_text("\n---\n")
        print_text(str(row["question"]))
        if solution:
            print_text(f"\nSolution: {row['solution']}")
