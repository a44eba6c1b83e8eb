"""Certify environments and do certificates over, one environment at a time, each on record as soon as it is done."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from resyn.core.environment import Environment
from resyn.core.errors import ConfigError
from resyn.core.index import INDEX_NAME, IndexEntry, build_index, check_index, read_index, record_entries
from resyn.core.store import Step, Store
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.setting import SETTINGS
from resyn.pipeline.bench import LocalBench
from resyn.pipeline.candidate import last_version, stopped_by
from resyn.pipeline.certificate import certify, compare, is_current, read_definition, usage_of
from resyn.pipeline.reviews import Reviews


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one environment: a certificate, what stands against it, and whether it was `kept` as it was."""

    environment: Environment
    certificate: dict[str, Any] | None = None
    against: tuple[str, ...] = ()
    kept: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {"environment": self.environment.name, "against": list(self.against), "certificate": self.certificate}


@dataclass(frozen=True, slots=True)
class Certification:
    """Certifies one environment after the other; a certificate on record that still holds is kept.

    `recorded` are steps of a run by behaviour hash; where there are none, `reviews` are asked. `mutate` counts planted
    bugs; `definitions` is a folder of `read_definition`. A certificate that lacks what is asked for is made anew.
    """

    bench: LocalBench
    ledger: "Ledger"
    recorded: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    reviews: Reviews = field(default_factory=Reviews)
    mutate: Callable[[Environment], dict[str, Any]] | None = None
    definitions: Path | None = None
    provenance: dict[str, Any] | None = None

    def __call__(self, environment: Environment) -> Result:
        """Return a certificate, or what stands against one, when it is on record."""
        result = self._kept(environment) or self._made(environment)
        self.ledger.record(result)
        return result

    def _kept(self, environment: Environment) -> Result | None:
        before = self.ledger.certificate(environment)
        wanted = {"mutations"} if self.mutate else set[str]()
        wanted |= {"verdicts"} if self.reviews.judges else set()
        if before is None or self.recorded or not wanted <= before.keys():
            return None
        if not is_current(before, environment, setting=self.bench.setting):
            return None
        return Result(environment, before | self._told(environment), kept=True)

    def _made(self, environment: Environment) -> Result:
        report = self.bench.check(environment, within=_beside(self.bench.surroundings, environment))
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
            mutations=self.mutate(environment) if self.mutate else None,
            provenance=self.ledger.provenance(environment),
        )
        return Result(environment, certificate | self._told(environment))

    def _told(self, environment: Environment) -> dict[str, Any]:
        """Return the parts that somebody says and nothing here finds out."""
        definition = read_definition(self.definitions, environment.name) if self.definitions else None
        given = {"definition": definition, "provenance": self.provenance}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Verification:
    """Does over what certificates on record say; writes nothing."""

    surroundings: Surroundings
    ledger: "Ledger"

    def __call__(self, environment: Environment) -> Result:
        """Return what differs from the certificate on record."""
        certificate = self.ledger.certificate(environment)
        if certificate is None:
            return Result(environment, against=("it has no certificate",))
        name = setting_of(certificate)
        if name not in SETTINGS:
            return Result(environment, certificate, (f"its certificate was made at a setting {name!r} unknown here",))
        bench = LocalBench(self.surroundings, SETTINGS[name])
        report = bench.check(environment, within=_beside(self.surroundings, environment))
        if not report.passed:
            found = {f"{finding.rule}: {finding.message}": None for finding in report.findings}
            return Result(environment, certificate, tuple(found))
        fresh = certify(environment, report.to_json(), bench.jail, setting=bench.setting)
        return Result(environment, certificate, tuple(compare(certificate, fresh)))


class Ledger:
    """The indices of the folders that environments belong to; thread-safe, and each record is on disk at once.

    Raises what `read_index` and `build_index` raise.
    """

    def __init__(self, environments: Sequence[Environment]) -> None:
        self._folders = {environment: index_folder(environment) for environment in environments}
        self._lock = threading.Lock()
        self._entries = {
            (folder, entry.name): entry
            for folder in set(self._folders.values())
            if (folder / INDEX_NAME).exists()
            for entry in read_index(folder)
        }

    def certificate(self, environment: Environment) -> dict[str, Any] | None:
        """Return the certificate on record, None without one."""
        entry = self._entry(environment)
        return entry.certificate if entry else None

    def provenance(self, environment: Environment) -> dict[str, Any] | None:
        """Return where an environment comes from, None where nothing says so."""
        entry = self._entry(environment)
        return entry.provenance if entry else None

    def settings(self) -> set[str]:
        """Return the names of the rules' settings that certificates on record were made at."""
        found = (self.certificate(environment) for environment in self._folders)
        return {setting_of(certificate) for certificate in found if certificate is not None}

    def prepare(self) -> None:
        """Bring the indices up to date with the files, so that each record is one line of them."""
        for folder in set(self._folders.values()):
            if not (folder / INDEX_NAME).exists() or check_index(folder):
                build_index(folder)
            self._entries |= {(folder, entry.name): entry for entry in read_index(folder)}

    def record(self, result: Result) -> None:
        """Write what came of an environment; one with anything against it has no certificate any more."""
        with self._lock:
            entry = self._entry(result.environment)
            if entry is None or entry.certificate == result.certificate:
                return
            provenance = (result.certificate or {}).get("provenance") or entry.provenance
            folder = self._folders[result.environment]
            changed = replace(entry, certificate=result.certificate, provenance=provenance)
            record_entries(folder, [changed])
            self._entries[folder, entry.name] = changed

    def _entry(self, environment: Environment) -> IndexEntry | None:
        return self._entries.get((self._folders[environment], environment.name))


def open_neighbours(environments: Iterable[Environment], shipped: Iterable[Environment]) -> Library:
    """Return what no environment may repeat: all others that are certified with it, and the shipped ones.

    A shipped file that is itself among the environments stands there once; the rules never compare a file with itself.
    """
    return Library(tuple({(each.name, each.source): each for each in (*environments, *shipped)}.values()))


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


def setting_of(certificate: Mapping[str, Any]) -> str:
    """Return the name of the rules' setting at which a certificate was made, "" where it says none."""
    rules = certificate.get("rules")
    setting = rules.get("setting") if isinstance(rules, dict) else None
    return str(setting.get("name", "")) if isinstance(setting, dict) else ""


def _beside(around: Surroundings, environment: Environment) -> Surroundings:
    """Leave out of what may not be repeated earlier versions of the environment: files of its name in other folders."""
    others = tuple(each for each in around.library.environments if each.name != environment.name)
    return replace(around, library=replace(around.library, environments=others))
