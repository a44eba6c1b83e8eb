"""The jail: the only place where an environment's code runs."""

import math
import os
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Final, Self

from resyn.core.errors import ConfigError
from resyn.core.records import Outcome
from resyn.sandbox.calls import Call, Limits, Reply, VerifyJob, VerifyResult
from resyn.sandbox.inside import layout
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.pool import Group, Pool, Share
from resyn.sandbox.replies import read_outcomes, read_replies, request_of
from resyn.sandbox.worker import Plan

_MOST_ANSWERS: Final = 512  # of one environment in one child
_LEAST_ANSWERS: Final = 64  # fewer are not worth another fork
_FORK_WEIGHT: Final = 64  # what a fork costs, in answers
_REQUEST_CHARS: Final = 8 << 20


class Jail:
    """Runs environments in forked, locked-up processes.

    Use it as a context manager. Nothing starts before the first call; many threads may call at once. `isolation` says
    what is demanded, and reading it what was attained.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        hash_seed: int = 0,
        python: str | None = None,
        isolation: Isolation = Isolation.AUTO,
        _gadgets: tuple[str, ...] = (),
    ) -> None:
        size = workers if workers is not None else len(os.sched_getaffinity(0))
        if size < 1:
            raise ConfigError(f"workers={size}: a jail needs at least one", hint="Leave it out for one per core.")
        plan = Plan(python or sys.executable, hash_seed, isolation, limits, _gadgets)
        self._pool = Pool(plan, size)

    @property
    def isolation(self) -> Isolation:
        """The level really attained; starts a worker where none has run yet."""
        return self._pool.attained()[0]

    def call(self, source: str, calls: Sequence[Call], *, fork_each: bool = False) -> list[Reply]:
        """Make calls one after the other in one child, or with `fork_each` each in a child of its own.

        When a call kills its child, the calls after it go on in another one. What the code does wrong is in the replies.
        """
        return self._call([(source, calls)], layout.FORK_EACH if fork_each else layout.CALLS)[0]

    def call_many(self, batches: Sequence[tuple[str, Sequence[Call]]]) -> list[list[Reply]]:
        """Make the calls of many batches, spread over the workers: a child for each batch."""
        return self._call(batches, layout.CALLS)

    def verify(self, jobs: Sequence[VerifyJob]) -> list[VerifyResult]:
        """Verify the answers of all jobs, spread over the workers, and return the results in the order of the jobs.

        The answers to one environment share children; each gets a freshly decoded instance.
        """
        batches = _batches(jobs, self._pool.size)
        self._pool.run(_shares(batches, self._pool.size))
        outcomes: list[list[Outcome]] = [[] for _ in jobs]
        faults: list[dict[int, str]] = [{} for _ in jobs]
        for batch in batches:
            total = sum(count for _, count in batch.parts)
            found, explained = read_outcomes(batch.group.answer or b"", total)
            offset = 0
            for job, count in batch.parts:
                base = len(outcomes[job])
                if explained:
                    faults[job].update(
                        (base + index, explained[offset + index])
                        for index in range(count)
                        if offset + index in explained
                    )
                outcomes[job] += found[offset : offset + count]
                offset += count
        return [VerifyResult(tuple(outcome), fault) for outcome, fault in zip(outcomes, faults, strict=True)]

    def close(self) -> None:
        """End all processes of this jail; calling it again does nothing."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _call(self, batches: Sequence[tuple[str, Sequence[Call]]], kind: int) -> list[list[Reply]]:
        groups = [Group(source, kind, [request_of(call) for call in calls]) for source, calls in batches]
        self._pool.run([Share([group]) for group in groups if group.items])
        return [read_replies(group.answer or b"", len(group.items)) for group in groups]


class _Batch:
    """Answers to one environment for one child, and the jobs that they belong to, as (index, number of answers)."""

    __slots__ = ("group", "parts", "weight")

    def __init__(self, source: str, items: list[Any], parts: list[tuple[int, int]]) -> None:
        self.group = Group(source, layout.VERIFY, items)
        self.parts = parts
        self.weight = _FORK_WEIGHT + sum(count for _, count in parts)


def _batches(jobs: Sequence[VerifyJob], workers: int) -> list[_Batch]:
    """Gather jobs by environment and cut them into batches; the batches of one job are in the order of its answers."""
    by_source: dict[str, list[int]] = {}
    total = 0
    for index, job in enumerate(jobs):
        by_source.setdefault(job.source, []).append(index)
        total += len(job.answers)
    most = min(_MOST_ANSWERS, max(_LEAST_ANSWERS, math.ceil(total / (4 * workers))))
    batches = []
    for source, indices in by_source.items():
        items: list[Any] = []
        parts: list[tuple[int, int]] = []
        room = most
        for index in indices:
            job = jobs[index]
            answers = job.answers
            while answers:
                taken = answers[:room]
                answers = answers[room:]
                items.append((job.instance, taken))
                parts.append((index, len(taken)))
                room -= len(taken)
                if room == 0:
                    batches.append(_Batch(source, items, parts))
                    items, parts, room = [], [], most
        if items:
            batches.append(_Batch(source, items, parts))
    return batches


def _shares(batches: list[_Batch], workers: int) -> list[Share]:
    """Pack batches into requests, the heaviest first and ever smaller requests, so that the workers end together."""
    ordered = sorted(batches, key=lambda batch: -batch.weight)
    left = sum(batch.weight for batch in ordered)
    shares = []
    groups: list[Group] = []
    weight = chars = 0
    for batch in ordered:
        groups.append(batch.group)
        weight += batch.weight
        chars += sum(len(instance) + sum(map(len, answers)) for instance, answers in batch.group.items)
        if weight * 2 * workers >= left or chars > _REQUEST_CHARS:
            shares.append(Share(groups))
            left -= weight
            groups, weight, chars = [], 0, 0
    if groups:
        shares.append(Share(groups))
    return shares
