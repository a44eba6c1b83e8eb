"""The jail: the only place where an environment's code runs.

How it is built: one zygote per worker, a bare Python without site-packages and with a cleared environment, preloads the
allowed modules and locks itself up; for each batch of one environment it forks a child. A child holds no open
descriptor, and about fifteen system calls are left to it (`inside.seccomp`): memory, clock, randomness, exit. Where the
kernel permits it, it lives in namespaces of its own with an empty read-only root besides, and under Landlock. What it
has to say it writes into a page shared with the zygote, which reads it as bytes and clears it before the next child.

What it protects: the host's files, environment variables, network, processes and memory; other environments and later
batches; time and memory, also against loops in C code. A call that dies costs its own outcome,
not its neighbours', until `Limits.deaths` children of one batch have died: then the rest of it is a fault.

What it does not protect against:

- bugs of the kernel within reach of the system calls that are left, and of the processor (timing side channels);
- an environment that forges its own verdicts: what its code says of its own answers is taken down as it is said;
- within one batch of one environment, a verifier that an answer can change (it would have to execute the answer);
  calls with `fork_each` share nothing;
- reading within the jail: a child inherits a copy of what its zygote holds, such as the code of other environments and
  other answers of the same request; it has no way to pass them on but its own return values;
- use of the processor up to the limits: a hundred slow environments are slow.

On aarch64 the system call numbers are untested. Other machines, and systems other than Linux, are refused.
"""

import math
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Any, Final, Self

from resyn.core.errors import ConfigError
from resyn.core.records import Outcome
from resyn.sandbox.calls import Call, Limits, Reply, VerifyJob, VerifyResult
from resyn.sandbox.inside import layout
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.package import Package, demanded
from resyn.sandbox.pool import Group, Pool, Share
from resyn.sandbox.replies import read_outcomes, read_replies, request_of
from resyn.sandbox.worker import FRAME_LIMIT, Plan

_MOST_ANSWERS: Final = 512  # of one environment in one child
_LEAST_ANSWERS: Final = 128  # fewer are not worth another fork
_FORK_WEIGHT: Final = 256  # what a fork costs, in answers to a light verifier
_REQUEST_CHARS: Final = 8 << 20  # of one request to a worker, unless a single text is longer
_ANSWER_CHARS: Final = 16 << 20  # a longer answer is a fault and does not go in


class Jail:
    """Runs environments in forked, locked-up processes.

    Use it as a context manager. Nothing starts before the first call; many threads may call at once. `isolation` says
    what is demanded, and reading it what was attained. With a `package`, code may import it, and read its files: see
    `sandbox.package` for what that means.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        hash_seed: int = 0,
        python: str | None = None,
        isolation: Isolation = Isolation.AUTO,
        package: Package | None = None,
        _gadgets: tuple[str, ...] = (),
    ) -> None:
        size = _cores() if workers is None else workers
        if size < 1:
            raise ConfigError(f"workers={size}: a jail needs at least one", hint="Leave it out for one per core.")
        _check(limits)
        if package is not None:
            python, isolation = package.python, demanded(isolation)
        plan = Plan(python or sys.executable, hash_seed, isolation, limits, _gadgets, package)
        self._pool = Pool(plan, size)

    @property
    def isolation(self) -> Isolation:
        """The level really attained; starts a worker where none has run yet."""
        return self._pool.attained()[0]

    def call(self, source: str, calls: Sequence[Call], *, fork_each: bool = False) -> list[Reply]:
        """Make calls one after the other in one child, or with `fork_each` each in a child of its own.

        When a call kills its child, those after it go on in another one; so do those for which there is no room in one
        request or answer. What the code does wrong is in the replies.
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
            found, explained = read_outcomes(batch.group.answer or b"", batch.answers)
            offset = 0
            for job, count in batch.parts:
                if explained:
                    shift = len(outcomes[job]) - offset
                    faults[job] |= {i + shift: text for i, text in explained.items() if offset <= i < offset + count}
                outcomes[job] += found[offset : offset + count]
                offset += count
        for index, job_asked in enumerate(jobs):
            _mark_overlong(job_asked.answers, outcomes[index], faults[index])
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

    @property
    def weakness(self) -> str:
        """Why AUTO did not attain the strongest isolation, in the kernel's words; empty where it did."""
        self._pool.attained()
        return self._pool.weakness

    @property
    def refused(self) -> dict[str, str]:
        """What a child tried when the jail was closed, and how the kernel refused it; empty without isolation."""
        return dict(self._pool.attained()[1].refused)

    @property
    def landlock(self) -> int:
        """The version of Landlock that holds here, 0 for none."""
        return self._pool.attained()[1].landlock

    @property
    def processes(self) -> list[int]:
        """The process ids of the zygotes that run now."""
        return self._pool.processes

    def _call(self, batches: Sequence[tuple[str, Sequence[Call]]], kind: int) -> list[list[Reply]]:
        most = FRAME_LIMIT // (self._pool.plan.limits.output_bytes + layout.RECORD.size + layout.ERROR_BYTES)
        parts = [[Group(source, kind, part) for part in _parts(calls, most)] for source, calls in batches]
        self._pool.run([Share([group]) for groups in parts for group in groups])
        return [
            [reply for group in groups for reply in read_replies(group.answer or b"", len(group.items))]
            for groups in parts
        ]


def _parts(calls: Sequence[Call], most: int) -> Iterator[list[Any]]:
    """Cut calls where their texts grow too long for one request, or their values could for one answer."""
    part: list[Any] = []
    chars = 0
    for call in calls:
        part.append(request_of(call))
        chars += len(call.instance) + len(call.answer)
        if chars > _REQUEST_CHARS or len(part) == most:
            yield part
            part, chars = [], 0
    if part:
        yield part


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _check(limits: Limits) -> None:
    for name, value in asdict(limits).items():
        if value <= 0:
            raise ConfigError(f"limits: {name}={value} is not positive", hint="Every limit must be.")
    if limits.output_bytes > layout.PAGE_BYTES // 2:
        raise ConfigError(
            f"limits: output_bytes={limits.output_bytes:,} is too much",
            hint=f"At most {layout.PAGE_BYTES // 2:,} bytes come out of the jail at once.",
        )


class _Batch:
    """Answers to one environment for one child, and the jobs that they belong to, as (index, number of answers)."""

    __slots__ = ("answers", "chars", "group", "items", "parts")

    def __init__(self, source: str) -> None:
        self.items: list[tuple[str, tuple[str, ...]]] = []
        self.group = Group(source, layout.VERIFY, self.items)
        self.parts: list[tuple[int, int]] = []
        self.answers = 0
        self.chars = 0

    @property
    def weight(self) -> int:
        """What the batch costs, in answers."""
        return _FORK_WEIGHT + self.answers

    def add(self, job: int, instance: str, answers: tuple[str, ...]) -> None:
        """Take in answers to an instance of a job."""
        self.items.append((instance, answers))
        self.parts.append((job, len(answers)))
        self.answers += len(answers)
        self.chars += len(instance) + sum(map(len, answers))


def _batches(jobs: Sequence[VerifyJob], workers: int) -> list[_Batch]:
    """Gather jobs by environment and cut them into batches; the batches of one job are in the order of its answers."""
    by_source: dict[str, list[int]] = {}
    for index, job in enumerate(jobs):
        by_source.setdefault(job.source, []).append(index)
    fair = math.ceil(sum(len(job.answers) for job in jobs) / (2 * workers))
    limit = min(_MOST_ANSWERS, max(_LEAST_ANSWERS, fair))
    batches = []
    for source, indices in by_source.items():
        answers_in_all = sum(len(jobs[index].answers) for index in indices)
        most = math.ceil(answers_in_all / max(1, math.ceil(answers_in_all / limit)))
        batch = _Batch(source)
        for index in indices:
            answers = jobs[index].answers
            while answers:
                taken = _fitting(answers[: most - batch.answers])
                batch.add(index, jobs[index].instance, taken)
                answers = answers[len(taken) :]
                if batch.answers >= most or batch.chars > _REQUEST_CHARS:
                    batches.append(batch)
                    batch = _Batch(source)
        if batch.answers:
            batches.append(batch)
    return batches


def _fitting(answers: tuple[str, ...]) -> tuple[str, ...]:
    """Return as many of the first answers as go into one request, at least one; the overlong come out empty."""
    if sum(map(len, answers)) <= _REQUEST_CHARS:
        return answers
    fitting: list[str] = []
    chars = 0
    for answer in answers:
        text = answer if len(answer) <= _ANSWER_CHARS else ""
        chars += len(text)
        if fitting and chars > _REQUEST_CHARS:
            break
        fitting.append(text)
    return tuple(fitting)


def _mark_overlong(answers: Sequence[str], outcomes: list[Outcome], faults: dict[int, str]) -> None:
    if max(map(len, answers), default=0) <= _ANSWER_CHARS:
        return
    for index, answer in enumerate(answers):
        if len(answer) > _ANSWER_CHARS:
            outcomes[index] = Outcome.FAULT
            faults[index] = f"the answer has {len(answer):,} characters; at most {_ANSWER_CHARS:,} are looked at"


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
        chars += batch.chars
        if weight * 2 * workers >= left or chars > _REQUEST_CHARS:
            shares.append(Share(groups))
            left -= weight
            groups, weight, chars = [], 0, 0
    if groups:
        shares.append(Share(groups))
    return shares
