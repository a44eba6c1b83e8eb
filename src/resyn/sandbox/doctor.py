"""Tells which layers of the jail this machine offers, and tries from inside what must fail."""

import platform
import sys
from dataclasses import dataclass

from resyn.core.errors import SandboxError
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that was looked at; `ok` is what one would wish, `detail` what was found."""

    name: str
    ok: bool
    detail: str


def probe_isolation() -> list[Probe]:
    """Build a jail and return what became of each layer, the level attained, and one probe per way out that was tried.

    Never raises where the jail cannot be built: that is what the probes then say.
    """
    probes = [_system(), _machine()]
    levels = {level: _try(level) for level in (Isolation.NAMESPACES, Isolation.SECCOMP)}
    namespaces, seccomp = levels[Isolation.NAMESPACES], levels[Isolation.SECCOMP]
    probes.append(
        _layer("namespaces", namespaces, "user, mount, network, pid, ipc, uts and cgroup namespaces; empty root")
    )
    probes.append(_layer("no_new_privs and seccomp", seccomp, "an allow-list of system calls"))
    best = next((tried for tried in levels.values() if isinstance(tried, _Attained)), None)
    if best is None:
        return [*probes, Probe("isolation", False, "none: no jail can be built here")]
    version = f"version {best.landlock}" if best.landlock else "not in this kernel; the other layers hold without it"
    probes.append(Probe("Landlock", best.landlock > 0, version))
    probes.append(Probe("isolation", True, best.isolation.value))
    return [*probes, *(Probe(f"refused: {name}", True, detail) for name, detail in best.refused.items())]


@dataclass(frozen=True, slots=True)
class _Attained:
    isolation: Isolation
    landlock: int
    refused: dict[str, str]


def _try(level: Isolation) -> _Attained | str:
    try:
        with Jail(workers=1, isolation=level) as jail:
            return _Attained(jail.isolation, jail.landlock, jail.refused)
    except SandboxError as error:
        return str(error)


def _layer(name: str, tried: _Attained | str, detail: str) -> Probe:
    return Probe(name, False, tried) if isinstance(tried, str) else Probe(name, True, detail)


def _system() -> Probe:
    release = platform.release()
    return Probe("Linux", sys.platform == "linux", release if sys.platform == "linux" else f"this is {sys.platform}")


def _machine() -> Probe:
    machine = platform.machine()
    detail = {"x86_64": machine, "aarch64": "aarch64: its system call numbers are untested"}.get(machine)
    return Probe("machine", detail is not None, detail or f"the system call numbers of {machine} are not known")
