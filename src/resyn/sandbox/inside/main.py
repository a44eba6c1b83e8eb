"""The zygote: reads its configuration, preloads, locks itself up, and serves requests until the host is gone.

A foreign package is imported once the zygote is locked up, by the zygote itself: its children then have it at once.

The first frame in and the first frame out are JSON. Each later request is a marshalled tuple from the host, which is
trusted: ids of environments to forget, (id, source) of new ones, and groups of (id, kind of work, items). Each group is
answered by one frame; an empty frame means that work goes on.
"""

import contextlib
import gc
import importlib
import json
import marshal
import os
import pathlib
import resource
import signal
import sys
from typing import Any, Final

from . import guard, kernel, seccomp
from .pipe import HOST_CHECK_SECONDS, Pipe
from .warden import Bounds, Compiled, Warden

# What the allowed modules import only when they need it, under one version of Python or another.
_LAZY: Final = (
    *("collections.abc", "_strptime", "locale", "contextlib", "contextvars", "warnings", "traceback", "linecache"),
    *("encodings.latin_1", "encodings.ascii", "encodings.utf_16", "keyword", "reprlib", "_pylong", "annotationlib"),
)

_SIZE: Final = "/proc/self/statm"

_PACKAGE_ENVIRONMENT: Final = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
) | {"HOME": kernel.SCRATCH, "TMPDIR": kernel.SCRATCH}
"""What a package finds in its environment while it is imported: no second thread may run where children are forked."""


class Silence:
    """Stands for standard output and error: swallows what is printed."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        """Pretend to write."""
        return len(text)

    def flush(self) -> None:
        """Pretend to flush."""


def main() -> None:
    """Serve the host on standard input and output."""
    pipe = Pipe()
    settings = json.loads(pipe.receive())
    try:
        _preload(settings)
        package = settings["package"]
        landlock, seccomp_filter, statm = _lock_up(pipe, settings["isolation"], package)
        if package:
            _host(package, locked=seccomp_filter is not None)
    except (OSError, ImportError) as error:
        pipe.put(json.dumps({"ok": False, "error": f"{type(error).__name__}: {error}"}).encode())
        pipe.flush()
        os._exit(1)
    _be_silent()
    try:
        warden = Warden(Bounds(**settings["limits"]), pipe, seccomp_filter, statm)
        warden.warm_up()
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 10, 10)
        probes = warden.probe() if seccomp_filter is not None else []
        pipe.put(json.dumps({"ok": True, "landlock": landlock, "probes": probes}).encode())
        pipe.flush()
        _serve(pipe, warden)
    except BaseException as error:  # noqa: BLE001 - the last word, on the way to the host that reads standard error
        os.write(2, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))
    finally:
        os._exit(1)


def _preload(settings: dict[str, Any]) -> None:
    """Import whatever a child may need, for it can open no file; allow environments their part of it."""
    allowed = [*settings["modules"], *settings["gadgets"]]
    for name in allowed:
        importlib.import_module(name)
    for name in _LAZY:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    package = settings["package"] or {"modules": (), "optional": ()}
    foreign = {name.partition(".")[0] for name in (*package["modules"], *package["optional"])}
    guard.allow(frozenset(allowed) | foreign)


def _be_silent() -> None:
    os.environ.clear()
    sys.stdin = None
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Silence()  # type: ignore[assignment,misc]


def _host(package: dict[str, Any], *, locked: bool) -> None:
    """Import a foreign package: its code runs here, within the walls but with the right to fork."""
    _be_silent()
    os.environ.update(_PACKAGE_ENVIRONMENT)
    sys.path += package["paths"]
    if locked:
        seccomp.Filter(seccomp.HOSTING).install()
    try:
        for name in package["modules"]:
            importlib.import_module(name)
    except BaseException as error:  # noqa: BLE001 - a package may raise anything
        raise ImportError(f"importing {name}: {type(error).__name__}: {error}"[:400]) from None
    for name in package["optional"]:
        with contextlib.suppress(Exception):  # what it lacks is told by whoever needs it
            importlib.import_module(name)
    for place in package["prepare"]:
        name, _, function = place.partition(":")
        with contextlib.suppress(Exception):
            getattr(importlib.import_module(name), function)()
    os.environ.clear()


def _lock_up(pipe: Pipe, isolation: str, package: dict[str, Any] | None) -> tuple[int, "seccomp.Filter | None", int]:
    """Lock this process up for good.

    Return the version of Landlock, the filter that children install, and the descriptor that tells this process's size.
    """
    with contextlib.suppress(OSError):
        pathlib.Path("/proc/self/oom_score_adj").write_text(
            "1000"
        )  # if memory runs out, it is this process and its children that go, not the trainer
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1):
        os.dup2(null, fd)
    os.close(null)
    kernel.limit(resource.RLIMIT_FSIZE, kernel.SCRATCH_BYTES if package else 0)
    for name in (resource.RLIMIT_CORE, resource.RLIMIT_MEMLOCK, resource.RLIMIT_MSGQUEUE):
        kernel.limit(name, 0)
    if isolation == "none":
        return 0, None, os.open(_SIZE, os.O_RDONLY)
    readable = package["readable"] if package else ()
    seccomp_filter = seccomp.Filter(seccomp.READING if package else seccomp.STRICT)
    if isolation == "namespaces":
        kernel.enter_namespaces()
        pid = os.fork()
        if pid:
            _stand_by(pid, pipe)
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL, what="parent death signal")
        pipe.adopt()
    statm = os.open(_SIZE, os.O_RDONLY)
    if isolation == "namespaces":
        kernel.empty_root(readable)
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1, what="no_new_privs")
    landlock = kernel.deny_with_landlock(readable)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0, what="not dumpable")
    return landlock, seccomp_filter, statm


def _stand_by(pid: int, pipe: Pipe) -> None:
    """Live as long as the first process of the pid namespace and the host both live, holding nothing open.

    Ends with the status of that process, as a shell gives it.
    """
    os.closerange(0, 64)
    kernel.drop_capabilities()
    ended = (signal.SIGCHLD,)
    signal.pthread_sigmask(signal.SIG_BLOCK, ended)
    gone, status = os.waitpid(pid, os.WNOHANG)
    while not gone:
        if pipe.is_orphan():
            os.kill(pid, signal.SIGKILL)
        signal.sigtimedwait(ended, HOST_CHECK_SECONDS)
        gone, status = os.waitpid(pid, os.WNOHANG)
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


def _serve(pipe: Pipe, warden: Warden) -> None:
    environments: dict[bytes, Compiled] = {}
    doubtful: dict[bytes, str] = {}  # sources whose compilation was cut short: that says nothing for good
    while True:
        forget, sources, groups = marshal.loads(pipe.receive())
        for key in forget:
            environments.pop(key, None)
            doubtful.pop(key, None)
        doubtful.update(sources)
        if wanted := [key for key in dict.fromkeys(key for key, _, _ in groups) if key in doubtful]:
            compiled = warden.compile([doubtful[key] for key in wanted])
            environments.update(zip(wanted, compiled, strict=True))
            for key in wanted:
                if environments[key].is_settled:
                    del doubtful[key]
        works = (warden.verify, warden.call, warden.call_each)
        for answer in warden.serve([works[kind](environments[key], items) for key, kind, items in groups]):
            pipe.put(answer)
        pipe.flush()


if __name__ == "__main__":
    main()
