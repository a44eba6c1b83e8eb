"""The zygotes of one jail: started when first needed, lent to callers, replaced when lost."""

import contextlib
import marshal
import os
import select
import sys
import threading
import weakref
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, Final

from resyn.core.errors import SandboxError
from resyn.sandbox.inside import layout
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.worker import NotLockedError, Plan, Ready, Worker, WorkerGoneError

_KEPT_ENVIRONMENTS: Final = 1024
_LOSSES: Final = 2
_POLL_MILLISECONDS: Final = 1000
_SLACK_SECONDS: Final = 10.0  # of a busy machine
_MARSHAL_VERSION: Final = 4  # known to every supported Python


@dataclass(slots=True)
class Group:
    """Work on one environment; `answer` is the frame that came back, None until then."""

    source: str
    kind: int
    items: Sequence[Any]
    answer: bytes | None = None
    key: bytes = b""

    def __post_init__(self) -> None:
        self.key = blake2b(self.source.encode("utf-8", "surrogatepass"), digest_size=16).digest()


@dataclass(slots=True)
class Share:
    """Groups that go to one worker in one request."""

    groups: list[Group]
    losses: int = 0

    @property
    def left(self) -> list[Group]:
        """The groups without an answer."""
        return [group for group in self.groups if group.answer is None]


@dataclass(slots=True, eq=False)
class Slot:
    """A place for a worker: empty before its first use and after its worker was lost."""

    worker: Worker | None = None
    ready: Ready | None = None
    share: Share | None = None
    awaited: deque[Group] = field(default_factory=deque)


class Pool:
    """Slots and who may use them; safe for use by many threads."""

    def __init__(self, plan: Plan, size: int) -> None:
        self.plan = plan
        self.weakness = ""  # why the strongest isolation was not attained
        self._level: Isolation | None = None
        self._slots = [Slot() for _ in range(size)]
        self._closed = False
        self._reset_locks()
        _pools.add(self)
        self._shut = weakref.finalize(self, _shut, self._slots)

    @property
    def size(self) -> int:
        """How many workers may run at once."""
        return len(self._slots)

    @property
    def processes(self) -> list[int]:
        """The process ids of the zygotes that run now."""
        return [worker.pid for worker in [slot.worker for slot in self._slots] if worker is not None]

    def attained(self) -> tuple[Isolation, Ready]:
        """Return the isolation that workers really have, and what one of them says of it; starts it if need be."""
        with self._hold(1) as slots:
            self._fill(slots)
            slot = slots[0]
            if self._level is None or slot.ready is None:
                raise SandboxError("no worker is running", hint="Open another jail.")
            return self._level, slot.ready

    def run(self, shares: Sequence[Share]) -> None:
        """Have the workers answer every group; raises SandboxError where workers are lost again and again."""
        waiting = deque(shares)
        if not waiting:
            return
        with self._hold(min(len(waiting), self.size)) as slots:
            try:
                self._fill(slots)
                self._exchange(slots, waiting)
            finally:
                for slot in slots:
                    if slot.share is not None:  # interrupted: what the worker would still say belongs to nobody
                        _discard(slot)

    def close(self) -> None:
        """End all workers; those in use end when their user is done."""
        with self._changed:
            self._closed = True
            _dismiss(self._idle)
            self._changed.notify_all()
        self._shut.detach()

    def forsake(self) -> None:
        """Forget the workers, in a forked process: they belong to the parent."""
        self._reset_locks()
        for slot in self._slots:
            if slot.worker is not None:
                slot.worker.forsake()
            slot.worker, slot.ready, slot.share = None, None, None
            slot.awaited = deque()

    def _reset_locks(self) -> None:
        self._changed = threading.Condition()
        self._starting = threading.Lock()
        self._idle = list(self._slots)

    @contextlib.contextmanager
    def _hold(self, most: int) -> Iterator[list[Slot]]:
        slots: list[Slot] = []
        try:
            with self._changed:
                while not self._idle and not self._closed:
                    self._changed.wait()
                if self._closed:
                    raise SandboxError("the jail is closed", hint="Open another one.")
                self._idle.sort(key=lambda slot: slot.worker is None)  # running workers first
                slots += self._idle[:most]
                del self._idle[:most]
            yield slots
        finally:
            with self._changed:
                if self._closed:
                    _dismiss(slots)
                self._idle += slots
                self._changed.notify_all()

    def _exchange(self, slots: list[Slot], waiting: deque[Share]) -> None:
        while True:
            for slot in slots:
                if slot.share is None and waiting:
                    self._fill([slot])
                    self._give(slot, waiting.popleft())
            busy = [slot for slot in slots if slot.share is not None]
            if not busy:
                return
            poller = select.poll()
            for slot in busy:
                if slot.worker is not None:
                    slot.worker.register(poller)
            poller.poll(_POLL_MILLISECONDS)
            for slot in busy:
                try:
                    _collect(slot)
                except WorkerGoneError as error:
                    self._recover(slot, error, waiting)

    def _give(self, slot: Slot, share: Share) -> None:
        slot.share = share
        slot.awaited = deque(share.left)
        if slot.worker is not None:
            payload, batches = _request(slot.worker, slot.awaited)
            seconds = batches * self.plan.limits.longest_batch_seconds + _SLACK_SECONDS
            with contextlib.suppress(WorkerGoneError):  # noticed again, and handled, when its answers are collected
                slot.worker.submit(payload, seconds=seconds)

    def _recover(self, slot: Slot, error: WorkerGoneError, waiting: deque[Share]) -> None:
        share = slot.share
        _discard(slot)
        if share is None:
            return
        share.losses += 1
        if share.losses > _LOSSES:
            raise SandboxError(
                f"a jail process was lost {share.losses} times at the same work: {error}",
                hint="Look for what kills processes here (out of memory, a watchdog); `resyn doctor` tries the jail.",
            )
        waiting.appendleft(share)

    def _fill(self, slots: Sequence[Slot]) -> None:
        """Start the workers that are missing, side by side."""
        empty = [slot for slot in slots if slot.worker is None]
        if not empty:
            return
        if sys.platform != "linux":
            raise SandboxError(
                f"the jail needs Linux; this is {sys.platform}", hint="Run in a Linux container or virtual machine."
            )
        with self._starting:
            wanted = self._level or self.plan.isolation
            levels = [Isolation.NAMESPACES, Isolation.SECCOMP] if wanted is Isolation.AUTO else [wanted]
            failed = []
            for level in levels:
                try:
                    self._start_lasting(empty, level)
                except WorkerGoneError as error:
                    failed.append(f"{level}: {error}")
                else:
                    self._level = level
                    self.weakness = self.weakness or "; ".join(failed)
                    return
        raise SandboxError(
            f"no jail can be built here: {'; '.join(failed)}",
            hint="`resyn doctor` shows what is missing; `--allow-unsafe` runs without a jail, for code that you trust.",
        )

    def _start_lasting(self, slots: Sequence[Slot], level: Isolation) -> None:
        try:
            self._start(slots, level)
        except NotLockedError:
            raise
        except WorkerGoneError:  # ended on its way, by what befalls processes: that is no reason to try a weaker level
            self._start(slots, level)

    def _start(self, slots: Sequence[Slot], level: Isolation) -> None:
        plan = replace(self.plan, isolation=level)
        try:
            for slot in slots:
                slot.worker = Worker(plan)
            for slot in slots:
                if slot.worker is not None:
                    slot.ready = slot.worker.greet()
        except BaseException as error:
            for slot in slots:
                _discard(slot)
            if isinstance(error, OSError):
                raise SandboxError(
                    f"{plan.python} cannot be started: {error.strerror}", hint="Name a Python interpreter."
                ) from None
            raise


def _collect(slot: Slot) -> None:
    if slot.worker is None:
        return
    for frame in slot.worker.pump():
        if not slot.awaited:
            raise WorkerGoneError("it answered what it was not asked")
        slot.awaited.popleft().answer = frame
    if not slot.awaited:
        slot.share = None


def _request(worker: Worker, groups: Collection[Group]) -> tuple[bytes, int]:
    """Return a request, with the sources that the worker does not hold, and how many batches it is for the zygote.

    Sources are compiled in one batch, and those that it does not reach in another one each.
    """
    sources = {}
    for group in groups:
        if group.key in worker.known:
            del worker.known[group.key]
        else:
            sources[group.key] = group.source
        worker.known[group.key] = None
    needed = {group.key for group in groups}
    forget = []
    for key in list(worker.known)[: max(0, len(worker.known) - _KEPT_ENVIRONMENTS)]:
        if key not in needed:
            del worker.known[key]
            forget.append(key)
    work = [(group.key, group.kind, group.items) for group in groups]
    batches = sum(len(group.items) if group.kind == layout.FORK_EACH else 1 for group in groups)
    compilations = len(groups) + 1  # a source that it holds may have to be compiled once more
    return marshal.dumps((forget, list(sources.items()), work), _MARSHAL_VERSION), batches + compilations


def _discard(slot: Slot) -> None:
    worker, slot.worker, slot.ready, slot.share = slot.worker, None, None, None
    slot.awaited = deque()
    if worker is not None:
        worker.kill()


def _dismiss(slots: Sequence[Slot]) -> None:
    """Let workers at rest end, all at once."""
    workers = [slot.worker for slot in slots if slot.worker is not None]
    for slot in slots:
        slot.worker, slot.ready = None, None
    for worker in workers:
        worker.hang_up()
    for worker in workers:
        worker.close()


def _shut(slots: list[Slot]) -> None:
    for slot in slots:
        _discard(slot)


def _forsake_all() -> None:
    for pool in list(_pools):
        pool.forsake()


_pools: "weakref.WeakSet[Pool]" = weakref.WeakSet()
os.register_at_fork(after_in_child=_forsake_all)
