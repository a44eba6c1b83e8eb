"""Ask a model for every sample of every problem, many at once, and never twice for the same."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final

from resyn.core.errors import ProviderError
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

_GIVE_UP: Final = 32  # refusals in a row, with no answer in between: then the endpoint is at fault, not a question
_CLOCK: Final = "seconds_asked"
_TICK: Final = 10.0  # seconds between two notes of the time: what a kill may lose of it


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer to a problem; `completion` is None where the model gave none, and `error` says why."""

    problem: Problem
    number: int
    completion: Completion | None
    error: str = ""


class _Patience:
    """Counts refusals in a row, over all threads; after one too many nothing is asked any more."""

    def __init__(self) -> None:
        self._in_row = 0
        self._lock = threading.Lock()
        self.ended = False

    def answered(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._in_row = 0

    def refused(self) -> None:
        """Count a refusal."""
        with self._lock:
            self._in_row += 1
            self.ended = self.ended or self._in_row >= _GIVE_UP


def ask_all(
    jobs: Sequence[Job], model: Model, *, plan: EvaluationPlan, store: Store, concurrency: int, progress: Progress
) -> list[Sample]:
    """Return a sample for each job, in the order given.

    Each answer is committed before it is counted; those in the store are not asked for again. A question that the model
    refuses (too long for its context) stays without an answer. Raises ProviderError where nothing is answered, or after
    a row of refusals: then the endpoint is at fault, and the same call goes on later.
    """
    progress.begin(STAGE, len(jobs))
    recorded, patience = RecordedModel(model, store), _Patience()

    def one(job: Job) -> Sample:
        sample = _ask(job, recorded, plan=plan, patience=patience)
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


def _ask(job: Job, model: Model, *, plan: EvaluationPlan, patience: _Patience) -> Sample:
    problem, number = job
    if patience.ended:
        return Sample(problem, number, None, "not asked")
    turns = chat_messages(problem.question, system_prompt=plan.system_prompt)
    messages = [Message(turn["role"], turn["content"]) for turn in turns]  # type: ignore[arg-type]
    try:
        completion = model.complete(messages, plan.sampling(problem, number))
    except ProviderError as error:
        patience.refused()
        if patience.ended:
            raise
        return Sample(problem, number, None, str(error))
    patience.answered()
    return Sample(problem, number, completion)


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
