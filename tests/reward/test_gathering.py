import asyncio
import multiprocessing
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.reward.samples import CORRECT, WRONG, verifier

from resyn.core.errors import SandboxError
from resyn.core.records import Outcome
from resyn.reward import Ask, Score, Scorer
from resyn.reward.gathering import Gathering

RIGHT = Ask(verifier("double_number"), CORRECT)
FALSE = Ask(verifier("double_number"), WRONG)


class Slow:
    """Scores by the response alone, one batch at a time, and holds the first until it is let go."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def score(self, asks: list[Ask]) -> list[Score]:
        self.begun.set()
        self.go_on.wait(30)
        self.batches.append(len(asks))
        if any(ask.response == "broken" for ask in asks):
            raise SandboxError("no jail here")
        return [Score("", Outcome.WRONG, ask.response, False, "", 0.0) for ask in asks]


def test_what_comes_while_a_batch_is_scored_is_the_next_batch() -> None:
    slow = Slow()
    with Gathering(slow) as gathering:
        first = gathering.submit(Ask("", "first"))
        assert slow.begun.wait(30)
        later = [gathering.submit(Ask("", str(number))) for number in range(50)]
        slow.go_on.set()
        assert [future.result(30).answer for future in later] == [str(number) for number in range(50)]
        assert first.result(30).answer == "first"
    assert slow.batches == [1, 50]


def test_what_the_scorer_raises_reaches_those_of_its_batch_and_no_others() -> None:
    slow = Slow()
    with Gathering(slow) as gathering:
        first = gathering.submit(Ask("", "first"))
        assert slow.begun.wait(30)
        broken = gathering.submit(Ask("", "broken"))
        slow.go_on.set()
        with pytest.raises(SandboxError):
            broken.result(30)
        assert first.result(30).answer == "first"
        assert gathering.score(Ask("", "after")).answer == "after"


def test_a_cancelled_sample_is_not_scored() -> None:
    slow = Slow()
    with Gathering(slow) as gathering:
        gathering.submit(Ask("", "first"))
        assert slow.begun.wait(30)
        cancelled, kept = gathering.submit(Ask("", "cancelled")), gathering.submit(Ask("", "kept"))
        assert cancelled.cancel()
        slow.go_on.set()
        assert kept.result(30).answer == "kept"
    assert slow.batches == [1, 1]


def test_a_sample_that_comes_after_the_end_is_refused_each_time() -> None:
    gathering = Gathering(Slow())
    gathering.close()
    for _ in range(2):  # the second must not wait for a thread that never comes
        with pytest.raises(RuntimeError, match="after shutdown"):
            gathering.submit(Ask("", "late"))


def test_threads_and_event_loops_get_each_its_own_score(scorer: Scorer) -> None:
    gathering = Gathering(scorer)

    async def ask_many() -> list[Score]:
        return await asyncio.gather(*(gathering.score_async(ask) for ask in [RIGHT, FALSE] * 20))

    with ThreadPoolExecutor(8) as pool:
        loops = [pool.submit(asyncio.run, ask_many()) for _ in range(2)]
        singles = [pool.submit(gathering.score, ask) for ask in [RIGHT, FALSE] * 20]
        found = [score for loop in loops for score in loop.result()] + [single.result() for single in singles]
    assert [score.outcome for score in found] == [Outcome.CORRECT, Outcome.WRONG] * 60


def test_a_copy_by_pickle_scores_as_well(scorer: Scorer) -> None:
    copy = pickle.loads(pickle.dumps(Gathering(scorer)))
    assert copy.score(RIGHT).outcome is Outcome.CORRECT


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_fork_scores_with_a_thread_of_its_own(scorer: Scorer) -> None:
    gathering = Gathering(scorer)
    assert gathering.score(RIGHT).outcome is Outcome.CORRECT
    process = multiprocessing.get_context("fork").Process(target=_expect_correct, args=(gathering,))
    process.start()
    process.join(60)
    assert process.exitcode == 0


def _expect_correct(gathering: Gathering) -> None:
    assert gathering.score(RIGHT).outcome is Outcome.CORRECT


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_threads_of_a_fork_that_ask_first_at_the_same_time_lose_no_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    slow.go_on.set()
    gathering = Gathering(slow)
    assert gathering.score(Ask("", "before")).answer == "before"
    monkeypatch.setattr("resyn.reward.gathering.ThreadPoolExecutor", _late_pool)  # time enough for all to come
    process = multiprocessing.get_context("fork").Process(target=_expect_all_answered, args=(gathering,))
    process.start()
    process.join(60)
    assert process.exitcode == 0


def _late_pool(*args: Any, **settings: Any) -> ThreadPoolExecutor:
    time.sleep(0.1)
    return ThreadPoolExecutor(*args, **settings)


def _expect_all_answered(gathering: Gathering) -> None:
    together = threading.Barrier(8)

    def ask(number: int) -> str | None:
        together.wait()
        return gathering.submit(Ask("", str(number))).result(5).answer

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [str(number) for number in range(8)]
