"""A lane: the page that one child at a time shares with its warden, and what the warden knows of that child."""

import mmap
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

from . import child, layout


@dataclass(frozen=True)
class Errand:
    """What one child is to do: work from item `start` on, of `total`, within `cpu_seconds` and until `deadline`."""

    work: Callable[[child.Child], None]
    start: int
    total: int
    cpu_seconds: float
    deadline: float  # as time.monotonic() tells it


@dataclass(frozen=True)
class Death:
    """How a child ended before its work was done."""

    status: int
    error: str
    final: bool = False  # nothing more may run in this batch


@dataclass(frozen=True)
class Ended:
    """What became of an errand: None for a child that did its work."""

    lane: "Lane"
    death: Death | None
    cpu_seconds: float


Job = Generator[Errand, Ended, bytes]
"""A batch: sends children on errands, one after the other, and returns its answer."""


class Lane:
    """Children of different lanes run at once and cannot see each other's page."""

    def __init__(self, clock: child.Clock, output_bytes: int) -> None:
        self.page = mmap.mmap(-1, layout.PAGE_BYTES)
        self.header = memoryview(self.page)[: layout.HEADER_BYTES].cast("I")
        self.child = child.Child(self.page, self.header, clock, output_bytes)
        self.page.madvise(mmap.MADV_DONTFORK)
        self.job: Job | None = None
        self.index = 0
        self.pid = 0
        self.why: Death | None = None  # it was killed for
        self._errand: Errand | None = None
        self._since = 0.0
        self._cursor = 0
        self._used_then = 0.0

    def clear(self, start: int) -> None:
        """Leave nothing of the last child in the page."""
        self.page.madvise(mmap.MADV_REMOVE)
        self.header[layout.CURSOR] = start

    def follow(self, pid: int, errand: Errand) -> None:
        """Keep watch over a new child."""
        self.pid = pid
        self.why = None
        self._errand = errand
        self._since = time.monotonic()
        self._cursor, self._used_then = errand.start, 0.0

    def overstepped(self, *, hard_cpu_seconds: float, wall_seconds: float) -> Death | None:
        """Say which limit the child has passed, None while it keeps within all."""
        if self._errand is None:
            return None
        now, used, cursor = time.monotonic(), _cpu_seconds(self.pid), self.header[layout.CURSOR]
        if used > self._errand.cpu_seconds or now > self._errand.deadline:
            return Death(layout.NOT_RUN, "the batch used up its time", final=True)
        if self._cursor < cursor < self._errand.total:  # one that goes back, or past the end, is a lie
            self._cursor, self._since, self._used_then = cursor, now, used
        elif used - self._used_then > hard_cpu_seconds:
            return Death(layout.TIMEOUT, f"no end after {hard_cpu_seconds:g} CPU seconds")
        elif now - self._since > wall_seconds:
            return Death(layout.TIMEOUT, f"no end after {wall_seconds:g} seconds")
        return None


def _cpu_seconds(pid: int) -> float:
    try:
        return time.clock_gettime((~pid << 3) | 2)  # CPUCLOCK_SCHED of another process, see clock_getcpuclockid(3)
    except OSError:  # it has just ended
        return 0.0
