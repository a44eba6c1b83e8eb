"""`resyn certify`: put on record what environments passed, in their folder's index; do it over and compare."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from resyn.cli.authoring import Models, kept_calls
from resyn.cli.check import library_beside
from resyn.cli.console import listening, note, print_json, print_text
from resyn.cli.options import allow_unsafe_option, endpoint_option, existing, jails, json_option, key_option
from resyn.core.environment import Environment, find_environments
from resyn.core.errors import ConfigError
from resyn.core.index import INDEX_NAME, IndexEntry, build_index, catalogue_folder, read_index
from resyn.core.progress import Progress
from resyn.core.store import Step, Store
from resyn.gate.evidence import Surroundings
from resyn.gate.setting import DEEP, QUICK, SETTINGS
from resyn.pipeline.bench import LocalBench
from resyn.pipeline.candidate import last_version, stopped_by
from resyn.pipeline.certificate import certify, compare, usage_of
from resyn.pipeline.reviews import Reviews

STAGE = "certifying"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one environment: a certificate, and what stands against it."""

    environment: Environment
    certificate: dict[str, Any] | None = None
    against: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {"environment": self.environment.name, "against": list(self.against), "certificate": self.certificate}


@click.command("certify")
@click.argument("paths", nargs=-1, required=True)
@click.option("--verify", is_flag=True, help="Write nothing; do over what is deterministic, and say what differs.")
@click.option("--quick", is_flag=True, help="Rules at their quick setting: a second instead of minutes.")
@click.option("--run", metavar="DIR", help="Take verdicts, solver and calibration from the store of this run.")
@click.option("--model", metavar="NAME", help="Judge and blind solver.  [default: nobody is asked]")
@endpoint_option
@key_option
@click.option("--mutations", type=click.IntRange(min=1), metavar="N", help="Plant N bugs; count those found.")
@allow_unsafe_option
@json_option
def command(
    paths: tuple[str, ...],
    verify: bool,
    quick: bool,
    run: str | None,
    model: str | None,
    endpoint: str | None,
    key_variable: str | None,
    mutations: int | None,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Run the rules deeply on environments, and record in their folder's index.jsonl what they passed.

    Exits with 1 where an environment does not pass (an earlier certificate is withdrawn) or, with --verify, where a
    certificate is missing or something differs.
    """
    environments = list(find_environments(existing(paths)))
    entries = read_entries(environments)
    settings = {_setting_of(entry) for entry in entries.values()} if verify else {QUICK.name if quick else DEEP.name}
    salts = QUICK.hash_salts if settings <= {QUICK.name} else DEEP.hash_salts
    recorded = read_reviews(Path(run)) if run else {}
    with ExitStack() as stack:
        progress = stack.enter_context(listening())
        boxes = stack.enter_context(jails(allow_unsafe=allow_unsafe, salts=salts))
        (solver_jail,) = stack.enter_context(jails(allow_unsafe=allow_unsafe))
        library = library_beside(catalogue_folder(), None, beside=environments)
        surroundings = Surroundings(jail=boxes[0], salted=boxes[1:], library=library)
        work: Verification | Certification
        if verify:
            work = Verification(surroundings, entries)
        else:
            bench = LocalBench(surroundings, QUICK if quick else DEEP, solver_jail=solver_jail)
            reviews = _open_reviews(model, endpoint, key_variable, progress) if model else Reviews()
            work = Certification(bench, recorded, reviews, mutations)
        progress.begin(STAGE, len(environments))
        with ThreadPoolExecutor(max_workers=2) as pool:
            results = list(pool.map(lambda environment: _told(work(environment), progress), environments))
    if not verify:
        _write(results)
    if as_json:
        print_json([result.to_json() for result in results])
    else:
        for result in results:
            for line in result.against:
                print_text(f"{result.environment.name}: {line}")
    good = sum(not result.against for result in results)
    note(f"{good} of {len(results)} environments {'agree with their certificate' if verify else 'are certified'}")
    return 0 if good == len(results) else 1


@dataclass(frozen=True, slots=True)
class Certification:
    """Certifies one environment after the other."""

    bench: LocalBench
    recorded: dict[str, tuple[Step, ...]]
    reviews: Reviews
    mutations: int | None

    def __call__(self, environment: Environment) -> Result:
        """Return a certificate, or what stands against one."""
        report = self.bench.check(environment)
        if not report.passed:
            found = {f"{finding.rule}: {finding.message}": None for finding in report.findings}
            return Result(environment, against=tuple(found))
        steps = self.recorded.get(environment.behaviour_hash, ())
        steps = steps or self.reviews.all_stages(environment, report.to_json(), self.bench)
        if steps and not steps[-1].payload["admitted"]:
            return Result(environment, against=tuple(f"stopped by {name}" for name in stopped_by(steps[-1])))
        certificate = certify(
            environment,
            report.to_json(),
            self.bench.jail,
            setting=self.bench.setting,
            reviews=steps,
            usage=usage_of(steps) if steps else None,
            mutations=self._mutate(environment) if self.mutations else None,
        )
        return Result(environment, certificate)

    def _mutate(self, environment: Environment) -> dict[str, Any]:
        from resyn.audit.mutations.score import score_environment

        around = self.bench.surroundings
        score = score_environment(environment, (around.jail, *around.salted), bugs=self.mutations or 0)
        killed = sum(trial.killed for trial in score.trials)
        return {
            "planted": len(score.trials),
            "found_by_rules": killed,
            "found_by_itself": sum(t.own for t in score.trials),
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """Does over what certificates on record say."""

    surroundings: Surroundings
    entries: dict[Environment, IndexEntry]

    def __call__(self, environment: Environment) -> Result:
        """Return what differs from the certificate on record."""
        entry = self.entries.get(environment)
        if entry is None or entry.certificate is None:
            return Result(environment, against=("it has no certificate",))
        certificate, name = entry.certificate, _setting_of(entry)
        if name not in SETTINGS:
            return Result(environment, certificate, (f"its certificate was made at a setting {name!r} unknown here",))
        bench = LocalBench(self.surroundings, SETTINGS[name])
        report = bench.check(environment)
        if not report.passed:
            found = {f"{finding.rule}: {finding.message}": None for finding in report.findings}
            return Result(environment, certificate, tuple(found))
        fresh = certify(environment, report.to_json(), bench.jail, setting=bench.setting)
        return Result(environment, certificate, tuple(compare(certificate, fresh)))


def read_reviews(folder: Path) -> dict[str, tuple[Step, ...]]:
    """Return what judges, solver and calibration said of a run's accepted environments, by behaviour hash."""
    if not (folder / "run.sqlite").exists():
        raise ConfigError(f"{folder} is no run's folder: it has no run.sqlite", hint="Give the --out of a `resyn run`.")
    with Store(folder) as store:
        accepted = [row for row in store.candidates() if row.steps and row.steps[-1].kind == "accepted"]
    return {
        Environment(end.payload["name"], end.payload["source"]).behaviour_hash: tuple(
            step for step in last_version(row) if step.kind in ("judged", "solved", "calibrated")
        )
        for row in accepted
        for end in row.steps[-1:]
    }


def index_folder(environment: Environment) -> Path:
    """Return the folder whose index an environment belongs to: the nearest above it that has one, else its own."""
    path = environment.path or Path(environment.name)
    return next((folder for folder in path.parents if (folder / INDEX_NAME).exists()), path.parent)


def read_entries(environments: Sequence[Environment]) -> dict[Environment, IndexEntry]:
    """Return the lines of those environments that have one in the index of their folder; reads each index once."""
    folders = {index_folder(environment) for environment in environments}
    indexed = {
        (folder, entry.name): entry
        for folder in folders
        if (folder / INDEX_NAME).exists()
        for entry in read_index(folder)
    }
    found = {environment: indexed.get((index_folder(environment), environment.name)) for environment in environments}
    return {environment: entry for environment, entry in found.items() if entry is not None}


def _setting_of(entry: IndexEntry) -> str:
    """Return the name of the rules' setting at which an environment was certified, "" where it says none."""
    rules = (entry.certificate or {}).get("rules")
    setting = rules.get("setting") if isinstance(rules, dict) else None
    return str(setting.get("name", "")) if isinstance(setting, dict) else ""


def _open_reviews(model: str, endpoint: str | None, key_variable: str | None, progress: Progress) -> Reviews:
    opened = Models(kept_calls("certify"), progress, 2, endpoint, key_variable).open(model)
    return Reviews(judges=opened, solver=opened)


def _write(results: Sequence[Result]) -> None:
    by_folder: dict[Path, list[Result]] = {}
    for result in results:
        by_folder.setdefault(index_folder(result.environment), []).append(result)
    for folder, found in by_folder.items():
        known = [
            replace(IndexEntry.of(result.environment, f"{result.environment.name}.py"), certificate=result.certificate)
            for result in found
            if result.certificate
        ]
        build_index(folder, known=known, withdrawn={result.environment.name for result in found if result.against})


def _told(result: Result, progress: Progress) -> Result:
    progress.advance(STAGE)
    progress.say(f"{result.environment.name}: {'; '.join(result.against)[:200] or 'good'}")
    return result
