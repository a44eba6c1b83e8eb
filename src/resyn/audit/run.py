"""Audit the tasks of a corpus, side by side and resumably: one file per task is all that is kept."""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from resyn.audit.adapter import Adapter
from resyn.audit.corpus import LIMITS, Corpus, is_of_the_jail
from resyn.audit.defect import Defect, TaskReport
from resyn.audit.rule import Rule, all_rules
from resyn.audit.solvers import Solver, Solvers, fingerprint, read_solvers
from resyn.audit.store import TaskStore, file_stem
from resyn.audit.task import DeniedError, OutOfTimeError, Surroundings, Task
from resyn.core.errors import ConfigError
from resyn.core.jsontext import content_hash
from resyn.core.progress import Progress
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail

STAGE: Final = "auditing"
SALTS: Final = (0, 1, 2)
"""Hash salts that must agree; the first is the main jail's."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a corpus is to be audited.

    `pythons` are interpreters besides the first that also have it, `solvers` files or folders of second opinions.
    """

    tasks: tuple[str, ...] = ()
    seed: int = 0
    seconds: float = 120.0
    workers: int = 2
    python: str | None = None
    pythons: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    solvers: tuple[Path, ...] = ()
    isolation: Isolation = Isolation.AUTO


def audit_corpus(adapter: Adapter, plan: Plan, progress: Progress, *, out: Path | None = None) -> list[TaskReport]:
    """Return a report per task, in order of names; what `out` holds from an earlier run of the same plan is not redone.

    Raises ConfigError for a task or a solver's task that the corpus does not have, SandboxError where it cannot be
    contained, StoreError where `out` belongs to another audit.
    """
    with open_corpus(adapter, plan) as surroundings:
        names = chosen_tasks(surroundings.corpus, plan)
        if surroundings.solvers:
            _check_tasks(surroundings.solvers, surroundings.corpus.names())
        version = adapter.version(surroundings.package)
        pythons = [python for python, _ in surroundings.versions]
        asked = surroundings.solvers.by_stem if surroundings.solvers else {}
        store = TaskStore(out, header(adapter, plan, version, pythons, asked)) if out else None
        progress.begin(STAGE, len(names))

        def one(name: str) -> TaskReport:
            report = store.read(name) if store else None
            if report is None:
                report = audit_task(Task(name, surroundings, seed=plan.seed, seconds=plan.seconds))
                if store:
                    store.write(report)
            progress.advance(STAGE)
            progress.say(f"{name}: {report.state} ({report.seconds:.1f} s)")
            return report

        pool = ThreadPoolExecutor(max_workers=plan.workers)
        try:
            return list(pool.map(one, names))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # an interrupt does not wait for tasks of minutes


def chosen_tasks(corpus: Corpus, plan: Plan) -> list[str]:
    """Return the names of the plan's tasks, of all where it names none; raises ConfigError for an unknown one."""
    known = corpus.names()
    if missing := [name for name in plan.tasks if name not in known]:
        hint = f"It has {', '.join(known[:12])}, ..."
        raise ConfigError(f"{corpus.adapter.name} has no task {missing[0]!r}", hint=hint)
    return [name for name in known if not plan.tasks or name in plan.tasks]


def audit_task(task: Task, rules: Sequence[Rule] = ()) -> TaskReport:
    """Run the rules (all by default) on one task; what a rule that could not end would have found is unknown."""
    started = time.monotonic()
    defects: list[Defect] = []
    ran: list[str] = []
    skipped: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for rule in rules or all_rules():
        try:
            if reason := _impossible(task, rule):
                unknown[rule.name] = reason
            elif reason := _inapplicable(task, rule):
                skipped[rule.name] = reason
            else:
                defects += rule.check(task)
                ran.append(rule.name)
        except OutOfTimeError:
            unknown[rule.name] = "out of time"
        except DeniedError as refused:
            unknown[rule.name] = str(refused)
    seconds = time.monotonic() - started
    return TaskReport(task.name, tuple(defects), tuple(ran), skipped, unknown, _figures(task), seconds)


def _impossible(task: Task, rule: Rule) -> str:
    """Say why a rule cannot be run on a task although it may apply, "" where it can."""
    if len(task.items) < 2:
        fault = next((item.fault for item in task.scouts if item.fault), "")
        if rule.name != "slow_tail" or is_of_the_jail(fault):
            return f"no items: {fault}" if fault else "no items"
        return ""
    return f"the scorer: {task.refused_scorer}" if rule.needs_scorer and task.refused_scorer else ""


def _inapplicable(task: Task, rule: Rule) -> str:
    if rule.needs_gold and len(task.golden) < 2:
        return "no reference answers"
    return rule.inapplicable(task)


def _check_tasks(solvers: Solvers, known: Sequence[str]) -> None:
    stems = {file_stem(name) for name in known}
    for stem, (first, *_) in solvers.by_stem.items():
        if stem not in stems:
            raise ConfigError(f"{first.path} is named after no task of the corpus", hint="Name it TASK.py.")


def _figures(task: Task) -> dict[str, Any]:
    try:
        seconds = [item.seconds for item in task.scouts]
    except OutOfTimeError:
        return {}
    refused = sorted({mark.fault for _, _, mark in task.faults if is_of_the_jail(mark.fault)})
    refused += sorted({item.fault for item in task.scouts if is_of_the_jail(item.fault)})
    figures: dict[str, Any] = {
        "items": len(task.items),
        "with_reference": len(task.golden),
        "answers": len(task.marks),
        "draw_seconds_mean": round(sum(seconds) / max(1, len(seconds)), 4),
        "draw_seconds_max": round(max(seconds, default=0.0), 4),
    }
    if refused:
        figures["refused_by_the_jail"] = refused[:3]
    return figures | task.figures


@contextmanager
def open_corpus(adapter: Adapter, plan: Plan, *, salts: Sequence[int] = SALTS) -> Iterator[Surroundings]:
    """Yield the corpus in a jail of `plan.workers` workers, one more per further salt, and one per other Python.

    Solvers get a jail without the corpus's package: what they know is the question.
    """
    given = read_solvers(plan.solvers)
    package = adapter.package(python=plan.python, folders=plan.folders)
    with ExitStack() as stack:

        def jail(salt: int, workers: int) -> Jail:
            opened = Jail(workers=workers, hash_seed=salt, limits=LIMITS, isolation=plan.isolation, package=package)
            return stack.enter_context(opened)

        main, *salted = [Corpus(adapter, jail(salt, 1 if place else plan.workers)) for place, salt in enumerate(salts)]
        versions = []
        for python in plan.pythons:
            other = adapter.package(python=python, folders=plan.folders)
            opened = stack.enter_context(Jail(workers=1, limits=LIMITS, isolation=plan.isolation, package=other))
            versions.append((other.version, Corpus(adapter, opened)))
        solvers = Solvers(stack.enter_context(Jail(workers=1, isolation=plan.isolation)), given) if given else None
        yield Surroundings(main, package, tuple(salted), tuple(versions), solvers)


def header(
    adapter: Adapter,
    plan: Plan,
    version: str,
    pythons: Sequence[str] = (),
    solvers: Mapping[str, Sequence[Solver]] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return what must be equal for results to belong together; `pythons` are the versions compared with."""
    return {
        "corpus": adapter.name,
        "adapter": content_hash(adapter.source),
        "version": version,
        "seed": plan.seed,
        "seconds": plan.seconds,
        "pythons": list(pythons),
        "solvers": fingerprint(solvers) if solvers else "",
        "rules": sorted(rule.name for rule in all_rules()),
    }
