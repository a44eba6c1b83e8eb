"""Forks children, watches over them, and gathers what they leave; runs in the zygote and trusts no child."""

import json
import mmap
import os
import resource
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from . import child, kernel, layout
from .pipe import Pipe
from .seccomp import Filter

_OUT_OF_TIME, _OUT_OF_MEMORY, _BROKEN = 91, 92, 93
_LONGEST_TICK: Final = 1.0
_HARMLESS: Final = "def solve(instance):\n    return ''\ndef verify(instance, answer):\n    return answer == ''\n"
_CHILD_ENDED: Final = (signal.SIGCHLD,)
_DESCRIPTORS: Final = 32
_LOG_START: Final = layout.HEADER_BYTES


@dataclass(frozen=True)
class Bounds:
    """The limits of a jail, as they came over the pipe."""

    cpu_seconds: float
    hard_cpu_seconds: float
    wall_seconds: float
    batch_cpu_seconds: float
    memory_bytes: int
    output_bytes: int
    deaths: int


@dataclass(frozen=True)
class Compiled:
    """Marshalled code of an environment, opaque here; or why there is none."""

    code: bytes
    status: int
    error: str


@dataclass(frozen=True)
class Death:
    """How a child ended before its work was done."""

    status: int
    error: str
    final: bool = False  # nothing more may run in this batch


class Warden:
    """Runs work in children, one environment each, under `bounds`; `seccomp` is None only without isolation."""

    def __init__(self, bounds: Bounds, pipe: Pipe, *, seen: dict[str, Any], seccomp: Filter | None, statm: int) -> None:
        self._bounds = bounds
        self._pipe = pipe
        self._seen = seen
        self._seccomp = seccomp
        self._page = mmap.mmap(-1, layout.PAGE_BYTES)
        self._header = memoryview(self._page)[: layout.HEADER_BYTES].cast("I")
        self._clock = child.Clock(bounds.cpu_seconds, self._header)
        self._child = child.Child(self._page, self._header, self._clock, seen, output_bytes=bounds.output_bytes)
        self._parent = os.getpid()
        self._tick = max(0.005, min(bounds.hard_cpu_seconds / 4, bounds.wall_seconds / 4, _LONGEST_TICK))
        self._statm = statm
        self._loose = resource.getrlimit(resource.RLIMIT_AS)
        self._tight = self._loose
        self.measure()
        kernel.limit(resource.RLIMIT_NOFILE, _DESCRIPTORS)
        signal.signal(signal.SIGPROF, self._clock.handle)
        signal.pthread_sigmask(signal.SIG_BLOCK, _CHILD_ENDED)

    def measure(self) -> None:
        """Reckon what a child may map: as much as this process has mapped by now, and `memory_bytes` more."""
        pages = int(os.pread(self._statm, 64, 0).split()[0])
        allowed = pages * resource.getpagesize() + self._bounds.memory_bytes
        ceiling = self._loose[1]
        self._tight = (allowed if ceiling == resource.RLIM_INFINITY else min(allowed, ceiling), ceiling)

    def compile(self, sources: Sequence[str]) -> list[Compiled]:
        """Compile sources in a child; none of them runs."""
        compiled = []
        for data in self._log(lambda one, start: one.compile(sources, start), len(sources)):
            status, _, _, text_bytes, _ = layout.RECORD.unpack_from(data)
            split = layout.RECORD.size + text_bytes
            compiled.append(Compiled(data[layout.RECORD.size : split], status, data[split:].decode("utf-8", "replace")))
        return compiled

    def warm_up(self) -> None:
        """Run the child's code here once on harmless input: what it caches then need not be copied in each child."""
        code = self.compile([_HARMLESS])[0].code
        for _ in range(16):  # the interpreter specialises code after a few runs
            self._child.verify(code, [("{}", ("", "x"))], 2, 0)
            self._child.call(code, [("solve", 0, b"", "{}", "")], 0)
            self._child.rewind()

    def probe(self) -> list[dict[str, Any]]:
        """Try from a child what must fail; return what came of each try."""
        (data,) = self._log(lambda one, _: one.probe(), 1)
        status, _, _, text_bytes, _ = layout.RECORD.unpack_from(data)
        split = layout.RECORD.size + text_bytes
        if status != layout.OK:
            return [{"name": "probe", "refused": False, "detail": data[split:].decode("utf-8", "replace")}]
        found: list[dict[str, Any]] = json.loads(data[layout.RECORD.size : split])
        return found

    def call(self, environment: Compiled, calls: Sequence[child.CallArguments]) -> bytes:
        """Return a record for each call, one after the other."""
        if environment.status != layout.OK:
            return layout.record(environment.status, environment.error) * len(calls)
        return b"".join(self._log(lambda one, start: one.call(environment.code, calls, start), len(calls)))

    def call_each(self, environment: Compiled, calls: Sequence[child.CallArguments]) -> bytes:
        """Return a record for each call, each made in a child of its own."""
        return b"".join(self.call(environment, [call]) for call in calls)

    def verify(self, environment: Compiled, items: Sequence[tuple[str, Sequence[str]]]) -> bytes:
        """Return a code for each answer, followed by the log of faults."""
        total = sum(len(answers) for _, answers in items)
        if environment.status != layout.OK:
            return bytes([environment.status]) * total + layout.fault(0, environment.error, rest=True)
        codes, log = bytearray(total), bytearray()
        start = deaths = 0
        left = self._bounds.batch_cpu_seconds
        while start < total:
            if deaths >= self._bounds.deaths:
                log += layout.fault(start, _too_many(deaths), rest=True)
                break
            begin = start

            def work(one: child.Child, begin: int = begin) -> None:
                one.verify(environment.code, items, total, begin)

            death, used = self._run(work, begin, left)
            left -= used
            state, cursor, end = self._header[layout.STATE], self._header[layout.CURSOR], self._header[layout.END]
            if state == layout.LOADING:
                status, error = self._failed_load(death, end)
                codes[start:] = bytes([status]) * (total - start)
                log += layout.fault(start, error, rest=True)
                break
            end = min(end, layout.FAULT_LOG_BYTES)
            reached = total if death is None else min(max(cursor, start), total - 1)
            codes[start:reached] = self._page[_LOG_START + start : _LOG_START + reached]
            log += self._page[_LOG_START + total : _LOG_START + total + end]
            start = reached
            if death is not None:
                log += layout.fault(start, death.error, rest=death.final)
                codes[start] = death.status
                start += 1
                deaths += 1
                if death.final:
                    break
        return bytes(codes) + bytes(log)

    def _log(self, work: Callable[[child.Child, int], None], total: int) -> list[bytes]:
        """Run work that logs a record for each of `total` items; whatever happens, return as many records."""
        records: list[bytes] = []
        deaths = 0
        left = self._bounds.batch_cpu_seconds
        while len(records) < total:
            if deaths >= self._bounds.deaths:
                records += [layout.record(layout.NOT_RUN, _too_many(deaths))] * (total - len(records))
                break
            start = len(records)
            death, used = self._run(lambda one, start=start: work(one, start), start, left)  # type: ignore[misc]
            left -= used
            state, end = self._header[layout.STATE], self._header[layout.END]
            if state == layout.LOADING:
                records += [layout.record(*self._failed_load(death, end))] * (total - start)
                break
            records += self._parse(end, total - start)
            if death is not None and len(records) < total:
                records.append(layout.record(death.status, death.error))
                deaths += 1
                if death.final:
                    rest = layout.record(layout.NOT_RUN, death.error)
                    records += [rest] * (total - len(records))
            elif death is None and (state != layout.FULL or len(records) == start) and len(records) < total:
                records.append(layout.record(layout.ERROR, "the child gave no reply"))
                deaths += 1
        return records

    def _parse(self, end: int, most: int) -> list[bytes]:
        """Cut the log into records; one that does not fit ends it."""
        log = self._page[_LOG_START : _LOG_START + min(end, len(self._page) - _LOG_START)]
        records: list[bytes] = []
        offset = 0
        while len(records) < most and offset + layout.RECORD.size <= len(log):
            _, _, _, text_bytes, error_bytes = layout.RECORD.unpack_from(log, offset)
            size = layout.RECORD.size + text_bytes + error_bytes
            too_large = text_bytes > self._bounds.output_bytes or error_bytes > layout.ERROR_BYTES
            if too_large or offset + size > len(log):
                break
            records.append(log[offset : offset + size])
            offset += size
        return records

    def _failed_load(self, death: Death | None, end: int) -> tuple[int, str]:
        if death is not None:
            return death.status, f"while the file loads: {death.error}"
        records = self._parse(end, 1)
        if not records:
            return layout.ERROR, "the file did not load"
        status, _, _, text_bytes, _ = layout.RECORD.unpack_from(records[0])
        error = records[0][layout.RECORD.size + text_bytes :].decode("utf-8", "replace")
        return status, error or "while the file loads"

    def _run(self, work: Callable[[child.Child], None], start: int, left: float) -> tuple[Death | None, float]:
        """Fork, let the child work from item `start`, reap it; return its death and the CPU seconds it took."""
        self._page.madvise(mmap.MADV_REMOVE)  # nothing of the last child stays in the page
        self._header[layout.CURSOR] = start
        resource.setrlimit(resource.RLIMIT_AS, self._tight)
        pid = os.fork()
        if pid == 0:
            self._be_child(work)
        resource.setrlimit(resource.RLIMIT_AS, self._loose)
        # Every page that this process writes while the child lives is copied: the common case does as little as it can.
        signal.sigtimedwait(_CHILD_ENDED, self._tick)
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        why = None
        if ended == 0:
            why, status, usage = self._watch(pid, start, left)
        self._pipe.beat()
        death = _judge(status, why)
        if death is None and self._header[layout.STATE] == layout.RUNNING:
            death = Death(layout.EXITED, "left with exit status 0")
        return death, usage.ru_utime + usage.ru_stime

    def _be_child(self, work: Callable[[child.Child], None]) -> None:
        leave = os._exit
        status = _BROKEN
        try:
            os.closerange(0, _DESCRIPTORS)
            if self._parent > 1:  # the end of a pid namespace's first process ends all the others by itself
                kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL, what="parent death signal")
                if os.getppid() != self._parent:
                    leave(_BROKEN)
            self._clock.start()
            if self._seccomp is None:
                kernel.limit(resource.RLIMIT_NPROC, 0)
            else:
                self._seccomp.install()
            work(self._child)
            status = 0
        except child.OutOfTime:
            status = _OUT_OF_TIME
        except MemoryError:
            status = _OUT_OF_MEMORY
        finally:
            while True:
                leave(status)

    def _watch(self, pid: int, start: int, left: float) -> "tuple[Death | None, int, resource.struct_rusage]":
        """Wait for the end of a child that takes its time; kill it when it passes a limit, and say why."""
        bounds = self._bounds
        why = None
        began = since = time.monotonic()
        cursor, used_then = start, 0.0
        while True:
            ended, status, usage = os.wait4(pid, os.WNOHANG)
            if ended:
                return why, status, usage
            if self._pipe.is_cut():
                os.kill(pid, signal.SIGKILL)
                os._exit(0)
            self._pipe.beat()
            now, used = time.monotonic(), _cpu_seconds(pid)
            if used > left or now - began > 4 * bounds.batch_cpu_seconds + bounds.wall_seconds:
                text = f"the batch used up its {bounds.batch_cpu_seconds:g} CPU seconds"
                why = Death(layout.NOT_RUN, text, final=True)
            elif self._header[layout.CURSOR] > cursor:
                cursor, since, used_then = self._header[layout.CURSOR], now, used
            elif used - used_then > bounds.hard_cpu_seconds:
                why = Death(layout.TIMEOUT, f"no end after {bounds.hard_cpu_seconds:g} CPU seconds")
            elif now - since > bounds.wall_seconds:
                why = Death(layout.TIMEOUT, f"no end after {bounds.wall_seconds:g} seconds")
            if why is not None:
                os.kill(pid, signal.SIGKILL)
            signal.sigtimedwait(_CHILD_ENDED, self._tick)


def _judge(status: int, why: Death | None) -> Death | None:
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return None
    if why is not None:
        return why
    if code == -signal.SIGXCPU:
        return Death(layout.NOT_RUN, "the batch used up its CPU seconds", final=True)
    if code < 0:
        return Death(layout.KILLED, f"killed by {_signal_name(-code)}")
    if code == _OUT_OF_TIME:
        return Death(layout.TIMEOUT, "no end within its CPU seconds")
    if code == _OUT_OF_MEMORY:
        return Death(layout.MEMORY, "MemoryError")
    return Death(layout.EXITED, f"left with exit status {code}")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _too_many(deaths: int) -> str:
    return f"given up after {deaths} children of this batch died"


def _cpu_seconds(pid: int) -> float:
    try:
        return time.clock_gettime((~pid << 3) | 2)  # CPUCLOCK_SCHED of another process, see clock_getcpuclockid(3)
    except OSError:  # it has just ended
        return 0.0
