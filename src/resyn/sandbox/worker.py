"""One zygote as seen from the host: a process behind two pipes, with frames in and frames out."""

import contextlib
import fcntl
import json
import math
import os
import select
import struct
import subprocess
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from resyn.core.contract import ALLOWED_MODULES
from resyn.sandbox.calls import Limits
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.package import Package

_LENGTH: Final = struct.Struct("<I")
FRAME_LIMIT: Final = 256 << 20
"""Bytes of the largest answer; a larger one is a lie."""
_PIPE_BYTES: Final = 1 << 20
_START_SECONDS: Final = 60.0
_IMPORT_SECONDS: Final = 240.0
"""For a zygote that imports a package: half a minute of work on a busy machine."""
_END_SECONDS: Final = 2.0
_SILENCE_SECONDS: Final = 60.0
_MOST_CHARS: Final = 1000  # of what a zygote says went wrong
_GRANTED_TO_PACKAGES: Final = ("open a file", "change a signal handler")
_BOOT: Final = "import sys; sys.path.insert(0, {folder!r}); from inside import main; del sys.path[0]; main.main()"


class WorkerGoneError(Exception):
    """The zygote died, fell silent, or sent what it cannot have sent; the pool starts another."""


class NotLockedError(WorkerGoneError):
    """The zygote found that it cannot be locked up; another would fare no better."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How zygotes are to be started."""

    python: str
    hash_seed: int
    isolation: Isolation
    limits: Limits
    gadgets: tuple[str, ...] = ()
    package: Package | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """What a zygote says once it is locked up."""

    landlock: int  # its version, 0 where the kernel has none
    refused: tuple[tuple[str, str], ...]  # what was tried in a child, and the kernel's word


class Worker:
    """A zygote: starts at once, and can be used once `greet` has returned."""

    def __init__(self, plan: Plan) -> None:
        self._has_package = plan.package is not None
        self.known: dict[bytes, None] = {}  # environments it holds, the longest unused first
        self._outgoing: deque[memoryview] = deque()
        self._incoming = bytearray()
        self._heard = time.monotonic()
        self._seconds, self._deadline = math.inf, math.inf
        self._process = _spawn(plan)
        self._in, self._out, self._err = (_unblocked(end) for end in _ends(self._process))
        settings = {
            "isolation": plan.isolation.value,
            "limits": asdict(plan.limits),
            "modules": sorted(ALLOWED_MODULES),
            "gadgets": plan.gadgets,
            "package": plan.package and asdict(plan.package),
        }
        self._outgoing.append(_frame(json.dumps(settings).encode()))

    def greet(self) -> Ready:
        """Wait until the zygote is locked up; raises NotLockedError with its reason where it cannot be."""
        seconds = _IMPORT_SECONDS if self._has_package else _START_SECONDS
        deadline = time.monotonic() + seconds
        frames: list[bytes] = []
        while not frames:
            if time.monotonic() > deadline:
                raise WorkerGoneError(f"not ready after {seconds:g} seconds")
            poller = select.poll()
            self.register(poller)
            poller.poll(1000)
            frames = self.pump()
        try:
            return self._read_greeting(json.loads(frames[0]))
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):  # a package may have forged it
            raise NotLockedError("its greeting is malformed") from None

    def _read_greeting(self, answer: Any) -> Ready:
        if not answer["ok"]:
            raise NotLockedError(str(answer["error"])[:_MOST_CHARS])
        granted = _GRANTED_TO_PACKAGES if self._has_package else ()
        open_ways = [
            probe["name"] for probe in answer["probes"] if not probe["refused"] and probe["name"] not in granted
        ]
        if open_ways:
            raise NotLockedError(f"a locked-up process could still {', '.join(open_ways)}")
        return Ready(
            int(answer["landlock"]), tuple((str(probe["name"]), str(probe["detail"])) for probe in answer["probes"])
        )

    def register(self, poller: select.poll) -> None:
        """Have a poll object wake for this worker."""
        poller.register(self._out, select.POLLIN)
        if self._outgoing:
            poller.register(self._in, select.POLLOUT)

    def submit(self, payload: bytes, *, seconds: float) -> None:
        """Queue a frame and send what goes without waiting; `pump` sends the rest.

        An honest zygote keeps every limit itself, and has answered all of it within `seconds`: signs of life alone,
        which whoever took it over can give for ever, are not enough.
        """
        self._outgoing.append(_frame(payload))
        self._heard = time.monotonic()
        self._seconds, self._deadline = seconds, self._heard + seconds
        self._flush()

    def pump(self) -> list[bytes]:
        """Send and receive what goes without waiting; return the frames that are complete, without heartbeats.

        Raises WorkerGoneError where the zygote is gone, or silent for longer than its heartbeat allows, or has not
        answered in time.
        """
        self._flush()
        self._drain()
        now = time.monotonic()
        if now > self._deadline:
            raise WorkerGoneError(f"it did not answer within {self._seconds:g} seconds")
        if now - self._heard > _SILENCE_SECONDS:
            raise WorkerGoneError(f"it gave no sign of life for {_SILENCE_SECONDS:g} seconds")
        return self._cut()

    def hang_up(self) -> None:
        """Close the pipes: a zygote at rest ends when it notices."""
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def close(self) -> None:
        """Let the zygote end by itself and wait for it, or kill it."""
        self.hang_up()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the zygote and, with it, its children."""
        self._process.kill()
        self.hang_up()
        self._process.wait()

    def forsake(self) -> None:
        """Drop, in a forked process, what belongs to the parent: close the copies of the pipes and nothing else."""
        self.hang_up()
        self._process.returncode = 0  # not ours to wait for

    @property
    def pid(self) -> int:
        """The process id of the zygote, of its outer process where it has namespaces."""
        return self._process.pid

    def _last_words(self) -> str:
        """Return what a dead zygote left on standard error, which no child can write to."""
        try:
            self._process.wait(_END_SECONDS)
            lines = os.read(self._err, 4096).decode("utf-8", "replace").strip().splitlines()
        except (subprocess.TimeoutExpired, BlockingIOError):
            return "it closed its pipe"
        return lines[-1] if lines else f"it ended with status {self._process.returncode}"

    def _flush(self) -> None:
        try:
            while self._outgoing:
                sent = os.write(self._in, self._outgoing[0])
                if sent == len(self._outgoing[0]):
                    self._outgoing.popleft()
                else:
                    self._outgoing[0] = self._outgoing[0][sent:]
        except BlockingIOError:
            pass
        except OSError:
            raise WorkerGoneError(self._last_words()) from None

    def _drain(self) -> None:
        try:
            while data := os.read(self._out, _PIPE_BYTES):
                self._incoming += data
                self._heard = time.monotonic()
                if len(data) < 65536:
                    return
        except BlockingIOError:
            return
        except OSError:
            raise WorkerGoneError(self._last_words()) from None
        if not data:
            raise WorkerGoneError(self._last_words())

    def _cut(self) -> list[bytes]:
        frames = []
        offset = 0
        while len(self._incoming) - offset >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(self._incoming, offset)
            if size > FRAME_LIMIT:
                raise WorkerGoneError(f"it announced a frame of {size:,} bytes")
            end = offset + _LENGTH.size + size
            if len(self._incoming) < end:
                break
            if size:
                frames.append(bytes(self._incoming[offset + _LENGTH.size : end]))
            offset = end
        del self._incoming[:offset]
        return frames


def _spawn(plan: Plan) -> subprocess.Popen[bytes]:
    environment = {"PYTHONHASHSEED": str(plan.hash_seed), "LC_ALL": "C.UTF-8", "PYTHON_JIT": "0"}
    if library_path := os.environ.get("LD_LIBRARY_PATH"):
        environment["LD_LIBRARY_PATH"] = library_path  # a Python may need it to start at all; the zygote forgets it
    boot = _BOOT.format(folder=str(Path(__file__).resolve().parent))
    return subprocess.Popen(
        [plan.python or sys.executable, "-s", "-S", "-B", "-P", "-c", boot],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd="/",
        bufsize=0,
        start_new_session=True,  # an interrupt from the terminal is for the host alone
    )


def _ends(process: subprocess.Popen[bytes]) -> tuple[int, int, int]:
    pipes = (process.stdin, process.stdout, process.stderr)
    first, second, third = (pipe.fileno() for pipe in pipes if pipe is not None)
    return first, second, third


def _unblocked(fd: int) -> int:
    os.set_blocking(fd, False)
    with contextlib.suppress(OSError):  # beyond what this user may have
        fcntl.fcntl(fd, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    return fd


def _frame(payload: bytes) -> memoryview:
    return memoryview(_LENGTH.pack(len(payload)) + payload)
