"""`resyn audit`: run the rules on anybody's generators and scorers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from resyn.audit import baseline as baselines
from resyn.audit.adapter import Adapter, built_in_names, defines_corpus
from resyn.audit.contract import audit_environments
from resyn.audit.defect import TaskReport
from resyn.audit.page import render_page
from resyn.audit.repeat import read_request, repeat_instance, repeat_item
from resyn.audit.run import Plan, audit_corpus, open_corpus
from resyn.audit.summary import summarise
from resyn.cli.console import listening, note, print_json, print_table, print_text
from resyn.cli.mutating import score_rules, spread_evenly
from resyn.cli.options import allow_unsafe_option, existing, isolation_of, jails, json_option
from resyn.core.environment import Environment, find_environments, parse_source
from resyn.core.errors import ConfigError
from resyn.core.files import write_whole
from resyn.core.index import catalogue_folder
from resyn.gate.evidence import Surroundings
from resyn.gate.setting import QUICK


@click.command("audit")
@click.argument("corpus", required=False)
@click.option("--task", "tasks", multiple=True, metavar="NAME", help="Only this task (may be repeated).")
@click.option("--out", metavar="DIR", help="Keep reports and a page here; the same command goes on.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the items that are drawn.")
@click.option("--seconds", type=click.FloatRange(min=1), default=120, show_default=True, help="Time for one task.")
@click.option(
    "--python",
    "pythons",
    multiple=True,
    metavar="PATH",
    help="Python that has the corpus; further ones must draw the same items.  [default: this one]",
)
@click.option("--folder", "folders", multiple=True, metavar="DIR", help="Folder with the corpus's modules: a checkout.")
@click.option("--baseline", metavar="FILE", help="Show only what is not in this file.")
@click.option("--write-baseline", metavar="FILE", help="Write what was found to this file, and exit with 0.")
@click.option(
    "--solver", "solvers", multiple=True, metavar="FILE|DIR", help="Second opinions, TASK.py: see `resyn solvers`."
)
@click.option("--repeat", metavar="JSON", help="Draw a witness's item again and score its answer.")
@click.option("--mutate", is_flag=True, help="Plant known bugs into sound environments and score the rules on them.")
@click.option("--per-environment", type=click.IntRange(1, 500), help="Bugs per environment.  [default: 8]")
@click.option("--environments", type=click.IntRange(min=1), help="Only so many environments, spread evenly.")
@allow_unsafe_option
@json_option
def command(
    corpus: str | None,
    tasks: tuple[str, ...],
    out: str | None,
    seed: int,
    seconds: float,
    pythons: tuple[str, ...],
    folders: tuple[str, ...],
    baseline: str | None,
    write_baseline: str | None,
    solvers: tuple[str, ...],
    repeat: str | None,
    mutate: bool,
    per_environment: int | None,
    environments: int | None,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Run rules of behaviour on anybody's generators and scorers, and show a case for each defect that they find.

    CORPUS is a known one (reasoning-gym, reasoning-core), an adapter's file, or a folder or file of environments.
    Foreign code runs in the jail, with its own package to read and nothing else. With --mutate, CORPUS holds sound
    environments.  [default: the shipped catalogue]

    Exits with 1 where something was found that --baseline does not know; else with 3 where a task could not be
    audited, or not by every rule.
    """
    for option, value in (("--per-environment", per_environment), ("--environments", environments)):
        if value is not None and not mutate:
            raise click.UsageError(f"{option} goes with --mutate")
    known = baselines.read_baseline(existing((baseline,))[0]) if baseline else frozenset()
    chosen = _chosen(corpus, mutate=mutate)
    if mutate:
        if isinstance(chosen, Adapter):
            raise ConfigError("--mutate needs environments of the contract", hint="Give a folder of them, or nothing.")
        sample = spread_evenly(chosen, environments or len(chosen))
        return score_rules(
            sample, bugs=per_environment or 8, seed=seed, out=out, allow_unsafe=allow_unsafe, as_json=as_json
        )
    plan = Plan(
        tasks=tasks,
        seed=seed,
        seconds=seconds,
        python=pythons[0] if pythons else None,
        pythons=pythons[1:],
        folders=tuple(existing(folders)),
        solvers=tuple(existing(solvers)),
        isolation=isolation_of(allow_unsafe),
    )
    if repeat is not None:
        print_json(_repeat(chosen, plan, read_request(repeat), allow_unsafe=allow_unsafe))
        return 0
    reports = _audit(chosen, plan, out=out, allow_unsafe=allow_unsafe)
    if write_baseline is not None:
        count = baselines.write_baseline(Path(write_baseline), reports)
        note(f"{write_baseline}: {count} pairs of task and rule; `--baseline {write_baseline}` shows what is new")
        return 0
    reports = baselines.without_known(reports, known)
    name = corpus or ""
    page = Path(out) / "index.html" if out else None
    if page is not None:
        write_whole(page, render_page(reports, corpus=name, title=f"Audit of {_title(chosen, plan, name)}"))
    if as_json:
        print_json(_as_json(reports, name))
    else:
        _print(reports, name)
    note(_last_line(reports, page))
    return _exit_code(reports)


def _exit_code(reports: Sequence[TaskReport]) -> int:
    if any(report.defects for report in reports):
        return 1
    return 3 if any(report.not_audited for report in reports) else 0


def _chosen(corpus: str | None, *, mutate: bool) -> Adapter | list[Environment]:
    """Return an adapter, or environments of our contract; raises ConfigError for what is neither."""
    if corpus is None:
        if not mutate:
            raise click.UsageError(f"Missing argument 'CORPUS': {', '.join(built_in_names())}, a file or a folder.")
        return list(find_environments([catalogue_folder()]))
    path = Path(corpus)
    if not path.exists():
        return Adapter.built_in(corpus)
    if path.is_file() and path.suffix == ".py" and _is_adapter(path):
        return Adapter.read(path)
    return list(find_environments([path]))


def _is_adapter(path: Path) -> bool:
    try:
        return defines_corpus(parse_source(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, SyntaxError):
        return False  # what an environment's reader objects to, it says itself


def _title(chosen: Adapter | list[Environment], plan: Plan, name: str) -> str:
    if not isinstance(chosen, Adapter):
        return name
    return f"{chosen.name} {chosen.version(chosen.package(python=plan.python, folders=plan.folders))}".rstrip()


def _audit(chosen: Adapter | list[Environment], plan: Plan, *, out: str | None, allow_unsafe: bool) -> list[TaskReport]:
    with listening() as progress:
        if isinstance(chosen, Adapter):
            return audit_corpus(chosen, plan, progress, out=Path(out) if out else None)
        for option, value in (("--python", plan.python), ("--folder", plan.folders), ("--solver", plan.solvers)):
            if value:
                raise click.UsageError(f"{option} goes with a foreign corpus")
        if missing := sorted(set(plan.tasks) - {one.name for one in chosen}):
            raise ConfigError(f"there is no environment {missing[0]!r}", hint="Give the name of a file, without .py.")
        wanted = [one for one in chosen if not plan.tasks or one.name in plan.tasks]
        with jails(allow_unsafe=allow_unsafe, salts=QUICK.hash_salts) as opened:
            setting = replace(QUICK, seed=plan.seed, seconds=plan.seconds)
            around = Surroundings(opened[0], opened[1:])
            return audit_environments(wanted, around, progress, setting=setting, out=Path(out) if out else None)


def _repeat(
    chosen: Adapter | list[Environment], plan: Plan, request: dict[str, Any], *, allow_unsafe: bool
) -> dict[str, Any]:
    if isinstance(chosen, Adapter):
        with open_corpus(chosen, plan, salts=(0,)) as surroundings:
            return repeat_item(surroundings.corpus, request)
    with jails(allow_unsafe=allow_unsafe, workers=1) as (jail,):
        return repeat_instance(chosen, jail, request)


def _as_json(reports: Sequence[TaskReport], corpus: str) -> dict[str, Any]:
    return {
        "corpus": corpus,
        "summary": summarise(reports).to_json(),
        "tasks": [
            report.to_json()
            | {
                "defects": [
                    defect.to_json() | ({"repeat": defect.witness.repeat(corpus)} if defect.witness else {})
                    for defect in report.defects
                ]
            }
            for report in reports
        ],
    }


def _print(reports: Sequence[TaskReport], corpus: str) -> None:
    for report in reports:
        if report.defects or report.not_audited:
            print_text(report.task)
        if report.not_audited:
            print_text(f"  not audited: {' '.join(report.not_audited.split())}")
        for defect in report.defects:
            print_text(f"  {defect.rule}: {' '.join(defect.message.split())}")
            if defect.witness:
                print_text(f"    {' '.join(defect.witness.happened.split())[:200]}")
                command = defect.witness.repeat(corpus)
                print_text(
                    f"    {command}"
                    if len(command) < 400
                    else "    (long answer: see --json, or the page that --out writes)"
                )
    rows = [(one.rule, one.tasks, one.asked, one.worst) for one in summarise(reports).rules]
    if rows:
        print_text("")
        print_table(("rule", "tasks", "of", "most clearly in"), rows)


def _last_line(reports: Sequence[TaskReport], page: Path | None) -> str:
    summary = summarise(reports)
    line = f"{summary.with_defects} of {summary.tasks} tasks have defects"
    if summary.not_audited:
        line += f"; not audited, or not by every rule: {', '.join(list(summary.not_audited)[:6])}"
    return f"{line}; {page} shows them" if page else line
