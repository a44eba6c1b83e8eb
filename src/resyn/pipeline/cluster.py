"""Environments run on a Ray cluster: rules and jailed calls are tasks on any node, while store and models stay here.

Tasks are pure: what they return depends on their arguments alone. So Ray may repeat one whose node died, and a run
gives the same results as on one machine. Every node needs this package installed, and a kernel that can build a jail no
weaker than the one here: one that cannot refuses its tasks, and the run stops with its name.
"""

import functools
import logging
import os
import socket
import warnings
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import ModuleType, TracebackType
from typing import Any, Final, Self

from resyn.core.environment import Environment
from resyn.core.errors import ConfigError, ResynError, SandboxError
from resyn.core.jsontext import content_hash, dump
from resyn.gate.check import GateReport, check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.setting import Setting
from resyn.sandbox.calls import Call, Reply, VerifyJob, VerifyResult
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail

_RETRIES: Final = 20
"""Deaths of a node or a worker that one task may survive."""

_KNOCK_SECONDS: Final = 10.0

_ENVIRONMENTS: Final = "environments"
_SOLVERS: Final = "solvers"
_STRENGTH: Final = (Isolation.NONE, Isolation.SECCOMP, Isolation.NAMESPACES)
_LEAVE: Final = "`resyn doctor` there says why; take that node out of the cluster, or begin with --allow-unsafe."


@dataclass(frozen=True, slots=True)
class Outfit:
    """What a worker process needs for its tasks; `library` is a reference in Ray's store, fetched once by `key`.

    `isolation` is the least that a node must attain, NONE where the user allows that for nodes that attain nothing.
    """

    isolation: Isolation
    setting: Setting
    key: str
    library: tuple[Any, ...]


class RayBench:
    """A `pipeline.bench.Bench` on a cluster: its address, "auto" for the one that runs here, "local" to start one.

    Raises ConfigError where ray is not installed or no cluster is at the address, SandboxError where a task fails again
    and again.
    """

    def __init__(
        self, surroundings: Surroundings, setting: Setting, *, address: str, allow_unsafe: bool = False
    ) -> None:
        isolation = Isolation.NONE if allow_unsafe else surroundings.jail.isolation
        self.surroundings = surroundings
        self.setting = setting
        self._ray = _connect(address)
        known = tuple((each.name, each.source) for each in surroundings.library.environments)
        outfit = Outfit(isolation, setting, content_hash(dump(known)), (self._ray.put(known),))
        remote = functools.partial(self._ray.remote, num_cpus=1, max_retries=_RETRIES, scheduling_strategy="SPREAD")
        self._tasks = {task.__name__: remote()(task) for task in (_check, _call, _verify)}
        self._outfit = outfit
        self.jail: Jail = RemoteJail(self, _ENVIRONMENTS)
        self.solver_jail: Jail = RemoteJail(self, _SOLVERS)

    def check(self, environment: Environment) -> GateReport:
        """Run all rules on some node."""
        report: GateReport = self.ask(_check.__name__, environment.name, environment.source)
        return report

    def ask(self, task: str, *arguments: Any) -> Any:
        """Run a task on some node and wait for it."""
        from ray import exceptions

        try:
            return self._ray.get(self._tasks[task].remote(self._outfit, *arguments))
        except exceptions.RayTaskError as error:
            cause = error.cause
            if isinstance(cause, ResynError):
                raise cause from None
            raise
        except exceptions.RayError as error:
            raise SandboxError(
                f"the Ray cluster lost a task {_RETRIES} times: {type(error).__name__}",
                hint="See `ray status` and the nodes' memory; the same command goes on where it was.",
            ) from None

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        self._ray.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class RemoteJail(Jail):
    """A jail whose calls are made on the cluster; it keeps the promises of `Jail`, whose workers run there.

    `purpose` tells jails on one node apart: those for environments from those for solvers.
    """

    def __init__(self, bench: RayBench, purpose: str) -> None:
        self._bench = bench
        self._purpose = purpose

    @property
    def isolation(self) -> Isolation:
        """The level that this machine attains; a node that attains less than was asked for refuses its tasks."""
        return self._bench.surroundings.jail.isolation

    def call(self, source: str, calls: Sequence[Call], *, fork_each: bool = False) -> list[Reply]:
        """Make calls one after the other in one child on some node."""
        replies: list[list[Reply]] = self._bench.ask(_call.__name__, self._purpose, [(source, list(calls))], fork_each)
        return replies[0]

    def call_many(self, batches: Sequence[tuple[str, Sequence[Call]]]) -> list[list[Reply]]:
        """Make the calls of many batches on one node."""
        replies: list[list[Reply]] = self._bench.ask(_call.__name__, self._purpose, list(batches), False)
        return replies

    def verify(self, jobs: Sequence[VerifyJob]) -> list[VerifyResult]:
        """Verify the answers of all jobs on one node."""
        results: list[VerifyResult] = self._bench.ask(_verify.__name__, self._purpose, list(jobs))
        return results

    def close(self) -> None:
        """Do nothing: the bench holds the cluster."""


def _check(outfit: Outfit, name: str, source: str) -> GateReport:
    jail, *salted = _jails(_ENVIRONMENTS, outfit.isolation, outfit.setting.hash_salts)
    library = _LIBRARIES.get(outfit.key)
    if library is None:
        import ray

        known = ray.get(outfit.library[0])
        library = _LIBRARIES[outfit.key] = Library(tuple(Environment(*entry) for entry in known))
    return check_environment(Environment(name, source), Surroundings(jail, salted, library), setting=outfit.setting)


def _call(
    outfit: Outfit, purpose: str, batches: Sequence[tuple[str, Sequence[Call]]], fork_each: bool
) -> list[list[Reply]]:
    jail = _jails(purpose, outfit.isolation, outfit.setting.hash_salts)[0]
    return [jail.call(source, calls, fork_each=fork_each) for source, calls in batches]


def _verify(outfit: Outfit, purpose: str, jobs: Sequence[VerifyJob]) -> list[VerifyResult]:
    return _jails(purpose, outfit.isolation, outfit.setting.hash_salts)[0].verify(jobs)


_LIBRARIES: Final[dict[str, Library]] = {}
_OPEN: Final = ExitStack()  # a worker process keeps its jails until it ends


@functools.cache
def _jails(purpose: str, least: Isolation, salts: tuple[int, ...]) -> tuple[Jail, ...]:
    """Open this process's jails for a purpose, one a salt; raises SandboxError where the node attains too little."""
    isolation = attain(least)
    return tuple(_OPEN.enter_context(Jail(workers=1, hash_seed=salt, isolation=isolation)) for salt in salts)


@functools.cache
def attain(least: Isolation) -> Isolation:
    """Return the strongest level that this node attains; raises SandboxError naming the node where it is below `least`.

    With NONE anything will do, as on one machine with --allow-unsafe.
    """
    try:
        with Jail(workers=1) as jail:
            attained = jail.isolation
    except SandboxError as error:
        if least is Isolation.NONE:
            return Isolation.NONE
        raise SandboxError(f"the node {socket.gethostname()} cannot run environments: {error}", hint=_LEAVE) from None
    if _STRENGTH.index(attained) < _STRENGTH.index(least):
        raise SandboxError(
            f"the node {socket.gethostname()} attains the isolation {attained}, less than the {least} asked for",
            hint=_LEAVE,
        )
    return attained


def _connect(address: str) -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError:
        raise ConfigError(
            "--ray needs the extra 'ray', which is not installed", hint="pip install 'resyn[ray]'"
        ) from None
    try:
        _knock(address)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dashboard = False if address == "local" else None
            ray.init(address=address, include_dashboard=dashboard, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, ValueError, RuntimeError) as error:
        raise ConfigError(
            f"no Ray cluster can be used at {address!r}: {' '.join(str(error).split())[:200]}",
            hint="Give host:port of a running one, auto for the one that runs here, or local to start one.",
        ) from None
    module: ModuleType = ray
    return module


def _knock(address: str) -> None:
    """Raise OSError where nothing listens at host:port; ray itself would wait for minutes, then end the process."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=_KNOCK_SECONDS).close()
