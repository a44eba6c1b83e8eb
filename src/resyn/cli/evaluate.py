"""`resyn evaluate`: measure a model on benchmarks and held-out environments; show and compare results."""

import shlex
import sys
from contextlib import ExitStack
from pathlib import Path

import click

from resyn.cli.console import listening, note, print_json, print_table, print_text
from resyn.cli.options import allow_unsafe_option, existing, jails, json_option, model_options
from resyn.core.environment import find_environments
from resyn.core.index import catalogue_folder
from resyn.core.parquet import load_pyarrow
from resyn.evaluate.compare import compare_answers
from resyn.evaluate.heldout import NAME as HELDOUT
from resyn.evaluate.heldout import Heldout
from resyn.evaluate.plan import EvaluationPlan
from resyn.evaluate.registry import NAMES, parse_names, read_problems
from resyn.evaluate.result import PAGE_NAME, Evaluation, read_answers, read_evaluation
from resyn.evaluate.run import Questions, evaluate
from resyn.evaluate.tables import COLUMNS, COMPARED, compared, markdown, overview, task_rows
from resyn.llm.choose import check_endpoint, open_model

SERVED_AT_ONCE = 256
EMBEDDED_AT_ONCE = 1


@click.group("evaluate", invoke_without_command=True)
@click.option("--benchmark", "-b", metavar="NAMES", help=f"Some of {','.join(NAMES)}.")
@click.option("--samples", "-k", type=click.IntRange(min=1), help="Answers per question.  [default: as in the paper]")
@click.option("--data", metavar="DIR", help="The publishers' files.  [default: fetched]")
@click.option("--environments", metavar="PATH", help="For heldout.  [default: the shipped ones]")
@click.option("--limit", type=click.IntRange(min=1), help="Questions of each benchmark, spread over its tasks.")
@click.option("--temperature", type=click.FloatRange(0, 2), default=0.6, show_default=True, help="Of sampling.")
@click.option("--max-tokens", type=click.IntRange(min=1), default=1024, show_default=True, help="Of each reply.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed draws other answers.")
@click.option("--concurrency", type=click.IntRange(min=1), help="Questions at once.  [default: 256; embedded: 1]")
@click.option("--out", metavar="DIR", default="runs/evaluation", show_default=True, help="The evaluation's folder.")
@model_options
@allow_unsafe_option
@json_option
@click.pass_context
def command(
    context: click.Context,
    benchmark: str | None,
    samples: int | None,
    data: str | None,
    environments: str | None,
    limit: int | None,
    temperature: float,
    max_tokens: int,
    seed: int,
    concurrency: int | None,
    out: str,
    model: str,
    endpoint: str | None,
    key_variable: str | None,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Measure a model: mean@k and pass@k with intervals, on benchmarks and on held-out environments.

    The same command goes on with an interrupted evaluation: no answer is asked for twice. Files of benchmarks are those
    of their publishers, checked by SHA-256.
    """
    if context.invoked_subcommand is not None:
        return 0
    names = parse_names(benchmark or "")
    if endpoint is not None:
        check_endpoint(endpoint)
    load_pyarrow()  # what is missing at the end is to be said before a model is asked
    plan = EvaluationPlan(samples=samples, limit=limit, temperature=temperature, max_tokens=max_tokens, seed=seed)
    at_once = concurrency or (SERVED_AT_ONCE if _is_served(model, endpoint) else EMBEDDED_AT_ONCE)
    with ExitStack() as stack:
        progress = stack.enter_context(listening())
        problems = read_problems(names, Path(data) if data else None, progress=progress)
        heldout = None
        if HELDOUT in names:
            (jail,) = stack.enter_context(jails(allow_unsafe=allow_unsafe))
            folders = existing((environments,)) if environments else [catalogue_folder()]
            heldout = Heldout(list(find_environments(folders)), jail)
            problems[HELDOUT] = heldout.draw(progress)
        opened = open_model(model, endpoint=endpoint, key_variable=key_variable, concurrency=at_once, progress=progress)
        found, _ = evaluate(
            Questions(problems, heldout),
            opened,
            Path(out),
            plan=plan,
            concurrency=at_once,
            progress=progress,
            command=shlex.join(["resyn", *sys.argv[1:]]),
        )
    show_evaluation(found, as_json=as_json)
    note(f"results, answers and a page to read: {out}")
    note(f"next: open {Path(out) / PAGE_NAME}, or resyn evaluate compare {out} OTHER")
    return 0


@command.command("show")
@click.argument("folder")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print tables for docs.")
@json_option
def show(folder: str, as_markdown: bool, as_json: bool) -> int:
    """Print the results of an evaluation again."""
    found = read_evaluation(existing((folder,))[0])
    if as_markdown:
        print_text(markdown(found))
    else:
        show_evaluation(found, as_json=as_json)
    return 0


@command.command("compare")
@click.argument("first")
@click.argument("second")
@json_option
def compare(first: str, second: str, as_json: bool) -> int:
    """Compare two evaluations question by question.

    Only questions that both have are looked at; the interval, and p of no difference, resample them in pairs.
    """
    sides = [read_answers(folder) for folder in existing((first, second))]
    found = compare_answers(*sides)
    if as_json:
        print_json([comparison.to_json() for comparison in found])
    else:
        print_table(COMPARED, compared(found))
    return 0


def show_evaluation(found: Evaluation, *, as_json: bool) -> None:
    """Print an evaluation's tables, or its JSON."""
    if as_json:
        print_json(found.to_json())
        return
    print_table(COLUMNS, overview(found))
    print_text("")
    print_table(("benchmark", "task", "questions", "mean@k", "95 %"), task_rows(found))
    usage = found.usage
    note(f"{usage.output_tokens:,} tokens out, {usage.input_tokens:,} in; {found.seconds:,.0f} s of asking")


def _is_served(model: str, endpoint: str | None) -> bool:
    return endpoint is not None or model.partition(":")[0] not in ("local", "gguf")
