"""Ask a model for every sample of every problem, many at once, and never twice for the same."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final

from resyn.core.errors import ProviderError, RefusedError
from resyn.core.progress import Progress
from resyn.core.prompting import chat_messages
from resyn.core.store import Store
from resyn.evaluate.plan import EvaluationPlan
from resyn.evaluate.problem import Problem
from resyn.llm.model import Completion, Message, Model
from resyn.llm.recording import RecordedModel

STAGE: Final = "answers"

Job = tuple[Problem, int]
"""A problem, and the number of the sample from 0."""

_CLOCK: Final = "seconds_asked"
_TICK: Final = 10.0  # seconds between two notes of the time: what a kill may lose of it


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer to a problem; `completion` is None where the model refused to give one, and `error` says why."""

    problem: Problem
    number: int
    completion: Completion | None
    error: str = ""


def ask_all(
    jobs: Sequence[Job], model: Model, *, plan: EvaluationPlan, store: Store, concurrency: int, progress: Progress
) -> list[Sample]:
    """Return a sample for each job, in the order given.

    Each answer is committed before it is counted; those in the store are not asked for again. A question that the model
    refuses (too long for its context) stays without an answer. Raises ProviderError where all are refused, and where
    the endpoint fails: no question is graded as wrong for that, and the same call goes on later.
    """
    progress.begin(STAGE, len(jobs))
    recorded = RecordedModel(model, store)

    def one(job: Job) -> Sample:
        sample = _ask(job, recorded, plan=plan)
        progress.advance(STAGE)
        return sample

    samples = _map(one, jobs, concurrency, store=store, progress=progress)
    if samples and all(sample.completion is None for sample in samples):
        raise ProviderError(
            f"{model.name} answered none of {len(samples)} questions; the first: {samples[0].error}",
            hint="Check the endpoint and the model; the same command goes on where it was.",
        )
    return samples


def seconds_asked(store: Store) -> float:
    """Return the wall seconds that asking has taken so far, interrupted attempts included."""
    return float(store.read_meta(_CLOCK) or 0.0)


def _ask(job: Job, model: Model, *, plan: EvaluationPlan) -> Sample:
    problem, number = job
    turns = chat_messages(problem.question, system_prompt=plan.system_prompt)
    messages = [Message(turn["role"], turn["content"]) for turn in turns]  # type: ignore[arg-type]
    try:
        return Sample(problem, number, model.complete(messages, plan.sampling(problem, number)))
    except RefusedError as error:
        return Sample(problem, number, None, str(error))


def _map(
    one: Callable[[Job], Sample], jobs: Sequence[Job], concurrency: int, *, store: Store, progress: Progress
) -> list[Sample]:
    pool = ThreadPoolExecutor(max_workers=concurrency, thread_name_prefix="evaluate")
    try:
        futures = [pool.submit(one, job) for job in jobs]
        _wait(futures, store)
        return [future.result() for future in futures]
    except KeyboardInterrupt:
        progress.say("stopping after the answers under way; interrupt again to drop them")
        pool.shutdown(cancel_futures=True)  # a second interrupt gets out of this wait
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _wait(futures: Sequence[Future[Sample]], store: Store) -> None:
    """Wait for all, or for the first that raises; note the time now and then."""
    before, begun = seconds_asked(store), time.monotonic()
    waiting = True
    while waiting:
        done, left = wait(futures, timeout=_TICK, return_when=FIRST_EXCEPTION)
        store.write_meta(_CLOCK, before + time.monotonic() - begun)
        waiting = bool(left) and not any(future.exception() for future in done)
    for future in futures:
        if future.done():
            future.result()
