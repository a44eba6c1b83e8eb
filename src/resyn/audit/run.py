"""Audit the tasks of a corpus, side by side and resumably: one file per task is all that is kept."""

import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from resyn.audit.adapter import Adapter
from resyn.audit.corpus import LIMITS, Corpus, is_of_the_jail
from resyn.audit.defect import Defect, TaskReport
from resyn.audit.rule import Rule, all_rules
from resyn.audit.task import OutOfTimeError, Surroundings, Task
from resyn.core.errors import ConfigError, StoreError
from resyn.core.files import write_whole
from resyn.core.jsontext import content_hash
from resyn.core.progress import Progress
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail

STAGE: Final = "auditing"
SALTS: Final = (0, 1, 2)
"""Hash salts that must agree; the first is the main jail's."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a corpus is to be audited; `pythons` are interpreters besides the first that also have it."""

    tasks: tuple[str, ...] = ()
    seed: int = 0
    seconds: float = 120.0
    workers: int = 2
    python: str | None = None
    pythons: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    isolation: Isolation = Isolation.AUTO


def audit_corpus(adapter: Adapter, plan: Plan, progress: Progress, *, out: Path | None = None) -> list[TaskReport]:
    """Return a report per task, in order of names; what `out` holds from an earlier run of the same plan is not redone.

    Raises ConfigError for a task that the corpus does not have, SandboxError where it cannot be contained, StoreError
    where `out` belongs to another audit.
    """
    with open_corpus(adapter, plan) as surroundings:
        known = surroundings.corpus.names()
        if missing := [name for name in plan.tasks if name not in known]:
            raise ConfigError(f"{adapter.name} has no task {missing[0]!r}", hint=f"It has {', '.join(known[:12])}, ...")
        names = [name for name in known if not plan.tasks or name in plan.tasks]
        version = adapter.version(surroundings.package)
        pythons = [python for python, _ in surroundings.versions]
        store = TaskStore(out, header(adapter, plan, version, pythons)) if out else None
        progress.begin(STAGE, len(names))

        def one(name: str) -> TaskReport:
            report = store.read(name) if store else None
            if report is None:
                report = audit_task(Task(name, surroundings, seed=plan.seed, seconds=plan.seconds))
                if store:
                    store.write(report)
            progress.advance(STAGE)
            found = ", ".join(dict.fromkeys(defect.rule for defect in report.defects))
            progress.say(
                f"{name}: {found or ('nothing found' if report.rules else 'not audited')} ({report.seconds:.1f} s)"
            )
            return report

        pool = ThreadPoolExecutor(max_workers=plan.workers)
        try:
            return list(pool.map(one, names))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # an interrupt does not wait for tasks of minutes


def audit_task(task: Task, rules: Sequence[Rule] = ()) -> TaskReport:
    """Run the rules (all by default) on one task; one that cannot end within the task's seconds is skipped, by name."""
    started = time.monotonic()
    defects: list[Defect] = []
    ran: list[str] = []
    skipped: dict[str, str] = {}
    for rule in rules or all_rules():
        try:
            if reason := _inapplicable(task, rule):
                skipped[rule.name] = reason
                continue
            defects += rule.check(task)
            ran.append(rule.name)
        except OutOfTimeError:
            skipped[rule.name] = "out of time"
    return TaskReport(task.name, tuple(defects), tuple(ran), skipped, _figures(task), time.monotonic() - started)


def _inapplicable(task: Task, rule: Rule) -> str:
    if len(task.items) < 2:
        fault = next((item.fault for item in task.scouts if item.fault), "")
        if rule.name != "slow_tail" or is_of_the_jail(fault):
            return f"no items: {fault}" if fault else "no items"
    return "no reference answers" if rule.needs_gold and len(task.golden) < 2 else ""


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
    return figures


@contextmanager
def open_corpus(adapter: Adapter, plan: Plan, *, salts: Sequence[int] = SALTS) -> Iterator[Surroundings]:
    """Yield the corpus in a jail of `plan.workers` workers, one more per further salt, and one per other Python."""
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
        yield Surroundings(main, package, tuple(salted), tuple(versions))


def header(adapter: Adapter, plan: Plan, version: str, pythons: Sequence[str] = ()) -> dict[str, Any]:
    """Return what must be equal for results to belong together; `pythons` are the versions compared with."""
    return {
        "corpus": adapter.name,
        "adapter": content_hash(adapter.source),
        "version": version,
        "seed": plan.seed,
        "seconds": plan.seconds,
        "pythons": list(pythons),
        "rules": sorted(rule.name for rule in all_rules()),
    }


def _differing(before: Any, now: dict[str, Any]) -> str:
    before = before if isinstance(before, dict) else {}
    names = [name for name in before | now if before.get(name) != now.get(name)]
    return f"it differs in {', '.join(names)}"


class TaskStore:
    """A folder with a file per audited task, and one that says which audit it belongs to."""

    def __init__(self, folder: Path, heading: dict[str, Any]) -> None:
        self._folder = folder / "tasks"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = folder / "audit.json"
            before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else heading
            if before != heading:
                raise StoreError(
                    f"{folder} holds another audit: {_differing(before, heading)}",
                    hint="Give an empty folder, or the same corpus, adapter and options.",
                )
            path.write_text(json.dumps(heading, indent=2), encoding="utf-8")
        except (OSError, ValueError) as error:
            raise StoreError(f"{folder} cannot be used: {error}", hint="Give another folder with --out.") from None

    def read(self, task: str) -> TaskReport | None:
        """Return a task's report, None where there is none that is whole."""
        try:
            return TaskReport.from_json(json.loads(self._path(task).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, report: TaskReport) -> None:
        """Keep a task's report; a run that is killed leaves the old file or the new one."""
        write_whole(self._path(report.task), json.dumps(report.to_json(), indent=1))

    def _path(self, task: str) -> Path:
        name = "".join(char if char.isalnum() or char in "._-" else f"%{ord(char):x}" for char in task)
        return self._folder / f"{name}.json"
