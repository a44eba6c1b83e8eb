"""A foreign package in the jail: somebody else's generators and scorers, imported behind the walls.

An environment of ours needs no file; a package needs its own modules, data and the libraries that it links to. The jail
then differs in three points, and in nothing else:

- the root holds, read-only, the folders of `Package.readable` (the standard library, the packages beside this one, the
  system's libraries), under Landlock too where the kernel has it; a child may open and read them;
- the zygote is locked up first and imports the package then, under a list of some eighty system calls: it may fork,
  load libraries and write to a scratch folder in memory, which some packages insist on; it has no network, no program
  to execute, no other place to write to, no way to another namespace;
- a child has the system calls of any child, those that open, read and list files, and those of timers and of signals
  to itself, by which many scorers bound their own time; the limits that kill from outside hold all the same.

What it does not protect against, beyond what the jail does not (see `sandbox.jail`):

- a package whose *import* is hostile can forge all that it says afterwards, keep other answers of the same request,
  fork until the host ends it, and keep the host waiting by signs of life for as long as the longest honest work would
  take (see `Limits`); it reaches no file, process or network;
- a file system that lies below a readable folder stays as writable as it is before Linux 5.12, where the kernel has no
  Landlock either;
- what lies in the readable folders can be read, such as the other packages of the same installation;
- native code of the package and the C library is within reach of whoever controls a child, through ctypes.

Where the kernel has no namespaces, a package is refused. On other machines than x86_64 too.
"""

import importlib.machinery
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from resyn.core.errors import ConfigError
from resyn.sandbox.isolation import Isolation

_LIBRARIES: Final = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
_QUESTION: Final = (
    "import json, sys, sysconfig; paths = sysconfig.get_paths(); "
    "print(json.dumps([sys.version_info[:2], *(paths[k] for k in ('stdlib', 'platstdlib', 'purelib', 'platlib'))]))"
)


@dataclass(frozen=True, slots=True)
class Package:
    """What a jail imports, and what it can read to that end: absolute paths, of `paths` in the order of sys.path.

    `version` is that of the interpreter, such as "3.12". `optional` modules are imported where that works;
    `prepare` are functions, "module:name", called once after that: some packages insist on writing a cache.
    """

    python: str
    version: str
    modules: tuple[str, ...]
    optional: tuple[str, ...]
    prepare: tuple[str, ...]
    paths: tuple[str, ...]
    readable: tuple[str, ...]


def find_package(
    modules: Sequence[str],
    *,
    python: str | None = None,
    folders: Sequence[Path] = (),
    optional: Sequence[str] = (),
    prepare: Sequence[str] = (),
) -> Package:
    """Find where an interpreter (this one by default) keeps modules, without importing or running any of them.

    `folders` go on sys.path ahead of the interpreter's own packages, such as a checkout. Raises ConfigError where the
    interpreter cannot be asked, or a module is in none of the places.
    """
    executable = python or sys.executable
    version, *places = _ask(executable)
    own = Path(executable).absolute().parent.parent
    if (own / "pyvenv.cfg").exists():
        sites = [own / "lib" / f"python{version}" / "site-packages"]
    else:
        sites = [Path(place) for place in places[2:]]
    paths = [str(folder.resolve()) for folder in (*folders, *sites) if folder.is_dir()]
    for name in modules:
        if importlib.machinery.PathFinder.find_spec(name.partition(".")[0], paths) is None:
            raise ConfigError(
                f"{executable} has no module {name!r}", hint="Install the package there, or name another with --python."
            )
    readable = [str(Path(place).resolve()) for place in places[:2]] + paths
    readable += [place for place in _LIBRARIES if Path(place).exists()]
    return Package(
        executable,
        version,
        tuple(modules),
        tuple(optional),
        tuple(prepare),
        tuple(dict.fromkeys(paths)),
        _outermost(readable),
    )


def demanded(isolation: Isolation) -> Isolation:
    """Return the isolation that a package needs where `isolation` is asked for; raises ConfigError for less."""
    if isolation is Isolation.SECCOMP:
        raise ConfigError("a foreign package needs isolation by namespaces", hint="Leave isolation out.")
    return isolation if isolation is Isolation.NONE else Isolation.NAMESPACES


def _ask(executable: str) -> tuple[str, ...]:
    """Return an interpreter's version and where it keeps its own modules and packages; none of theirs is imported."""
    try:
        ended = subprocess.run([executable, "-I", "-S", "-c", _QUESTION], capture_output=True, text=True, timeout=60)
        (major, minor), *places = json.loads(ended.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise ConfigError(f"{executable} cannot be asked for its folders: {error}", hint="Name a Python.") from None
    return f"{major}.{minor}", *places


def _outermost(paths: Sequence[str]) -> tuple[str, ...]:
    """Return paths in order without those that lie below another."""
    found = list(dict.fromkeys(paths))
    return tuple(
        path for path in found if not any(other != path and Path(path).is_relative_to(other) for other in found)
    )
