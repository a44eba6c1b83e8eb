"""Forks children, watches over them, and gathers what they leave; runs in the zygote and trusts no child."""

import json
import mmap
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from . import child, kernel, layout
from .lane import Death, Ended, Errand, Job, Lane
from .pipe import Pipe
from .seccomp import Filter

_OUT_OF_TIME, _OUT_OF_MEMORY, _BROKEN = 91, 92, 93
_LANES: Final = 2  # while one child ends, or waits for a processor, another runs
_LONGEST_TICK: Final = 1.0
_CHILD_ENDED: Final = (signal.SIGCHLD,)
_DESCRIPTORS: Final = 32
_PAGE_SIZE: Final = resource.getpagesize()
_LOG_START: Final = layout.HEADER_BYTES
_CODE_BYTES: Final = 8 << 20  # of one environment, compiled
_HARMLESS: Final = "def solve(instance):\n    return ''\ndef verify(instance, answer):\n    return answer == ''\n"


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

    @property
    def is_settled(self) -> bool:
        """Whether another try would come out the same."""
        return self.status not in (layout.NOT_RUN, layout.KILLED, layout.EXITED)


class Warden:
    """Runs jobs in children, one environment each, under `bounds`; `seccomp` is None only without isolation."""

    def __init__(self, bounds: Bounds, pipe: Pipe, seccomp: Filter | None, statm: int) -> None:
        self._bounds = bounds
        self._pipe = pipe
        self._seccomp = seccomp
        self._statm = statm
        self._clock = child.Clock(bounds.cpu_seconds)
        self._lanes = [Lane(self._clock, bounds.output_bytes) for _ in range(_LANES)]
        self._parent = os.getpid()
        self._tick = max(0.005, min(bounds.hard_cpu_seconds / 4, bounds.wall_seconds / 4, _LONGEST_TICK))
        self._checked = 0.0
        self._loose = resource.getrlimit(resource.RLIMIT_AS)
        kernel.limit(resource.RLIMIT_NOFILE, _DESCRIPTORS)
        signal.signal(signal.SIGPROF, self._clock.handle)
        signal.pthread_sigmask(signal.SIG_BLOCK, _CHILD_ENDED)

    def compile(self, sources: Sequence[str]) -> list[Compiled]:
        """Compile sources in a child, none of them runs; those that it does not reach, in a child for each."""
        found = [Compiled(*_parts(data)) for data in _cut(self._finish(self._compile(sources)))]
        for index, source in enumerate(sources):
            if found[index].status == layout.NOT_RUN:
                found[index] = Compiled(*_parts(self._finish(self._compile([source]))))
        return found

    def probe(self) -> list[dict[str, Any]]:
        """Try from a child what must fail; return what came of each try."""
        text, status, error = _parts(self._finish(self._probe()))
        if status != layout.OK:
            return [{"name": "end the probes in order", "refused": False, "detail": error}]
        found: list[dict[str, Any]] = json.loads(text)
        return found

    def warm_up(self) -> None:
        """Run the child's code here once on harmless input: what it caches then need not be copied in each child."""
        code = self.compile([_HARMLESS])[0].code
        for lane in self._lanes:
            self._clock.watch(lane.header)
            for _ in range(16):  # the interpreter specialises code after a few runs
                lane.child.verify(code, [("{}", ("", "x"))], 2, 0)
                lane.child.call(code, [("solve", 0, b"", "{}", "")], 0)
                lane.child.rewind()

    def serve(self, jobs: Sequence[Job]) -> Iterator[bytes]:
        """Do jobs, some of them at once, and yield their answers in order."""
        answers: dict[int, bytes] = {}
        begun = given = 0
        while given < len(jobs):
            for lane in self._lanes:
                while lane.job is None and begun < len(jobs):
                    lane.job, lane.index = jobs[begun], begun
                    begun += 1
                    self._go_on(lane, None, answers)
            while given in answers:
                yield answers.pop(given)
                given += 1
            if given < len(jobs):
                for ended in self._wait():
                    self._go_on(ended.lane, ended, answers)

    def call(self, environment: Compiled, calls: Sequence[child.CallArguments]) -> Job:
        """Answer with a record for each call, one after the other."""
        if environment.status != layout.OK:
            return layout.record(environment.status, environment.error) * len(calls)
        limit = self._bounds.output_bytes
        return (yield from self._log(lambda one, start: one.call(environment.code, calls, start), len(calls), limit))

    def call_each(self, environment: Compiled, calls: Sequence[child.CallArguments]) -> Job:
        """Answer with a record for each call, each made in a child of its own."""
        answer = b""
        for call in calls:
            answer += yield from self.call(environment, [call])
        return answer

    def verify(self, environment: Compiled, items: Sequence[tuple[str, Sequence[str]]]) -> Job:
        """Answer with a code for each answer, followed by the log of faults."""
        total = sum(len(answers) for _, answers in items)
        if environment.status != layout.OK:
            return bytes([environment.status]) * total + layout.fault(0, environment.error, rest=True)
        codes, log = bytearray(total), b""
        start = deaths = 0
        left, deadline = self._bounds.batch_cpu_seconds, self._deadline()
        while start < total:
            if deaths >= self._bounds.deaths:
                log += layout.fault(start, _too_many(deaths), rest=True)
                break
            ended = yield Errand(_verification(environment.code, items, total, start), start, total, left, deadline)
            left -= ended.cpu_seconds
            page, header, death = ended.lane.page, ended.lane.header, ended.death
            if header[layout.STATE] == layout.LOADING:
                status, error = self._failed_load(ended)
                codes[start:] = bytes([status]) * (total - start)
                log += layout.fault(start, error, rest=True)
                break
            reached = total if death is None else min(max(header[layout.CURSOR], start), total - 1)
            codes[start:reached] = page[_LOG_START + start : _LOG_START + reached]
            room = max(0, layout.FAULT_LOG_BYTES - len(log))  # enough for the honest faults of all children together
            end = _LOG_START + total + min(header[layout.END], room)
            log += page[_LOG_START + total : end]
            start = reached
            if death is not None:
                log += layout.fault(start, death.error, rest=death.final)
                if death.final:
                    break
                codes[start] = death.status
                start += 1
                deaths += 1
        return bytes(codes) + log

    def _compile(self, sources: Sequence[str]) -> Job:
        return (yield from self._log(lambda one, start: one.compile(sources, start), len(sources), _CODE_BYTES))

    def _probe(self) -> Job:
        return (yield from self._log(lambda one, _: one.probe(), 1, _CODE_BYTES))

    def _log(self, work: Callable[[child.Child, int], None], total: int, text_bytes: int) -> Job:
        """Do work that logs a record for each of `total` items; whatever happens, answer with as many records.

        A record with more text than `text_bytes` is none.
        """
        records: list[bytes] = []
        deaths = 0
        left, deadline = self._bounds.batch_cpu_seconds, self._deadline()
        while len(records) < total:
            start = len(records)
            if deaths >= self._bounds.deaths:
                return b"".join(records) + layout.record(layout.NOT_RUN, _too_many(deaths)) * (total - start)
            errand = Errand(lambda one, start=start: work(one, start), start, total, left, deadline)  # type: ignore[misc]
            ended = yield errand
            left -= ended.cpu_seconds
            state, death = ended.lane.header[layout.STATE], ended.death
            if state == layout.LOADING:
                return b"".join(records) + layout.record(*self._failed_load(ended)) * (total - start)
            records += _parse(ended.lane, total - start, text_bytes)
            missing = total - len(records)
            if death is not None and death.final:
                return b"".join(records) + layout.record(death.status, death.error) * missing
            if missing and (death is not None or state != layout.FULL or len(records) == start):
                death = death or Death(layout.ERROR, "the child gave no reply")
                records.append(layout.record(death.status, death.error))
                deaths += 1
        return b"".join(records)

    def _deadline(self) -> float:
        """Return when a batch that begins now must have ended, however many children it takes."""
        return time.monotonic() + 4 * self._bounds.batch_cpu_seconds + self._bounds.wall_seconds

    def _failed_load(self, ended: Ended) -> tuple[int, str]:
        if ended.death is not None:
            return ended.death.status, f"while the file loads: {ended.death.error}"
        records = _parse(ended.lane, 1, 0)
        if not records:
            return layout.ERROR, "the file did not load"
        _, status, error = _parts(records[0])
        return status, error

    def _finish(self, job: Job) -> bytes:
        return next(self.serve([job]))

    def _go_on(self, lane: Lane, ended: Ended | None, answers: dict[int, bytes]) -> None:
        """Send a lane's job what became of its last errand, and a child on the next one."""
        if lane.job is None:
            return
        try:
            errand = next(lane.job) if ended is None else lane.job.send(ended)
        except StopIteration as stop:
            answers[lane.index] = stop.value
            lane.job = None
        else:
            lane.clear(errand.start)
            lane.follow(self._fork(lane, errand), errand)

    def _fork(self, lane: Lane, errand: Errand) -> int:
        self._clock.watch(lane.header)
        resource.setrlimit(resource.RLIMIT_AS, self._reckon())
        lane.page.madvise(mmap.MADV_DOFORK)
        pid = os.fork()
        if pid == 0:
            self._be_child(lane, errand)
        lane.page.madvise(mmap.MADV_DONTFORK)
        resource.setrlimit(resource.RLIMIT_AS, self._loose)
        return pid

    def _reckon(self) -> tuple[int, int]:
        """Return what a child may map: as much as this process has mapped by now, and `memory_bytes` more."""
        pages = int(os.pread(self._statm, 64, 0).split()[0])
        allowed = pages * _PAGE_SIZE + self._bounds.memory_bytes
        ceiling = self._loose[1]
        return allowed if ceiling == resource.RLIM_INFINITY else min(allowed, ceiling), ceiling

    def _be_child(self, lane: Lane, errand: Errand) -> None:
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
            errand.work(lane.child)
            status = 0
        except child.OutOfTime:
            status = _OUT_OF_TIME
        except MemoryError:
            status = _OUT_OF_MEMORY
        finally:
            while True:
                leave(status)

    def _wait(self) -> list[Ended]:
        """Wait for a child to end, for a tick at most; kill those that have passed a limit."""
        # Every page that this process writes while a child lives is copied: the common case does as little as it can.
        signal.sigtimedwait(_CHILD_ENDED, self._tick)
        found = []
        for lane in self._lanes:
            if lane.job is not None:
                pid, status, usage = os.wait4(lane.pid, os.WNOHANG)
                if pid:
                    found.append(Ended(lane, _judge(lane, status), usage.ru_utime + usage.ru_stime))
        now = time.monotonic()
        if now - self._checked > self._tick:
            self._checked = now
            self._check({ended.lane.pid for ended in found})
        return found

    def _check(self, ended: set[int]) -> None:
        bounds = self._bounds
        living = [lane for lane in self._lanes if lane.job is not None and lane.pid not in ended]
        cut = self._pipe.is_cut()
        for lane in living:
            if lane.why is None:
                lane.why = lane.overstepped(hard_cpu_seconds=bounds.hard_cpu_seconds, wall_seconds=bounds.wall_seconds)
            if lane.why is not None or cut:
                os.kill(lane.pid, signal.SIGKILL)
        if cut:
            os._exit(0)
        self._pipe.beat()


def _verification(
    code: bytes, items: Sequence[tuple[str, Sequence[str]]], total: int, start: int
) -> Callable[[child.Child], None]:
    return lambda one: one.verify(code, items, total, start)


def _parse(lane: Lane, most: int, most_text: int) -> list[bytes]:
    """Cut the log into records; one that cannot be honest ends it."""
    end = min(lane.header[layout.END], len(lane.page) - _LOG_START)
    records: list[bytes] = []
    for data in _cut(lane.page[_LOG_START : _LOG_START + end]):
        _, _, _, text_bytes, error_bytes = layout.RECORD.unpack_from(data)
        if len(records) == most or text_bytes > most_text or error_bytes > layout.ERROR_BYTES:
            break
        records.append(data)
    return records


def _cut(log: bytes) -> Iterator[bytes]:
    """Cut bytes into records, as far as they are whole."""
    offset = 0
    while offset + layout.RECORD.size <= len(log):
        _, _, _, text_bytes, error_bytes = layout.RECORD.unpack_from(log, offset)
        size = layout.RECORD.size + text_bytes + error_bytes
        if offset + size > len(log):
            return
        yield log[offset : offset + size]
        offset += size


def _parts(record: bytes) -> tuple[bytes, int, str]:
    """Return text, code and error of a record."""
    status, _, _, text_bytes, _ = layout.RECORD.unpack_from(record)
    split = layout.RECORD.size + text_bytes
    return record[layout.RECORD.size : split], status, record[split:].decode("utf-8", "replace")


def _judge(lane: Lane, status: int) -> Death | None:
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        running = lane.header[layout.STATE] == layout.RUNNING
        return Death(layout.EXITED, "left with exit status 0") if running else None
    if lane.why is not None:
        return lane.why
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
