"""Gather samples that come one by one, from many threads and event loops, into batches for one scorer.

Most trainers and servers ask for one reward at a time, and a jailed batch costs little more than a single answer. What
comes while a batch is being scored waits for it, and is the next batch; a sample that comes alone waits for nothing.
"""

import os
import threading
import weakref
from asyncio import wrap_future
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, Protocol, Self

from resyn.reward.score import Ask, Score

MOST_AT_ONCE: Final = 4096


class BatchScorer(Protocol):
    """What scores batches: `Scorer`, and the scorer of a foreign corpus."""

    def score(self, asks: list[Ask], /) -> list[Score]:
        """Return the score of each sample, in order."""
        ...


class Gathering:
    """Hands single samples to a scorer in batches; safe for many threads, many event loops, fork and pickle."""

    def __init__(self, scorer: BatchScorer) -> None:
        self._scorer = scorer
        self._begin()
        _gatherings.add(self)

    def _begin(self) -> None:
        """Begin anew in this process, with nothing of a parent's: a fork has none of its threads."""
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Ask, Future[Score]]] = deque()
        self._busy = False
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="gathering")

    def submit(self, ask: Ask) -> "Future[Score]":
        """Take in a sample; the future raises what the scorer raises, SandboxError alone for one of ours.

        Raises RuntimeError after `close`.
        """
        future: Future[Score] = Future()
        with self._lock:
            if not self._busy:
                self._pool.submit(self._drain)  # refuses where it is closed: then nothing may wait for it
                self._busy = True
            self._waiting.append((ask, future))
        return future

    def score(self, ask: Ask) -> Score:
        """Return the score of a sample, and wait for it."""
        return self.submit(ask).result()

    async def score_async(self, ask: Ask) -> Score:
        """Return the score of a sample, and leave the event loop to others meanwhile."""
        return await wrap_future(self.submit(ask))

    def close(self) -> None:
        """Finish what waits, and end the thread; samples that come later are refused."""
        self._pool.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getstate__(self) -> Any:
        return self._scorer

    def __setstate__(self, scorer: Any) -> None:
        self.__init__(scorer)  # type: ignore[misc]  # a copy elsewhere gathers there

    def _drain(self) -> None:
        while batch := self._next():
            live = [(ask, future) for ask, future in batch if future.set_running_or_notify_cancel()]
            try:
                scores = self._scorer.score([ask for ask, _ in live])
            except Exception as error:  # noqa: BLE001 - whoever waits gets it
                for _, future in live:
                    future.set_exception(error)
                continue
            for (_, future), score in zip(live, scores, strict=True):
                future.set_result(score)

    def _next(self) -> list[tuple[Ask, "Future[Score]"]]:
        with self._lock:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
            self._busy = bool(batch)
        return batch


def _begin_all() -> None:
    for gathering in list(_gatherings):
        gathering._begin()


_gatherings: "weakref.WeakSet[Gathering]" = weakref.WeakSet()
os.register_at_fork(after_in_child=_begin_all)  # before any thread of the child can ask: two would begin twice
