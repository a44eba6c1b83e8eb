"""The scorer: what a sample earns, what it cannot break, and where it can be taken."""

import math
import multiprocessing
import os
import pickle
import signal
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reward.samples import CORRECT, WRONG, verifier

import resyn.reward
from resyn.core.errors import CatalogueError, ConfigError, SandboxError
from resyn.core.records import Outcome
from resyn.reward import Ask, Scorer
from resyn.reward.score import FLOATS
from resyn.reward.scorer import MOST_ANSWER_CHARS
from resyn.sandbox.calls import Limits

DOUBLE = verifier("double_number")
SHORT = Limits(cpu_seconds=0.1, hard_cpu_seconds=0.3, batch_cpu_seconds=5.0)


def test_public_names_are_sorted_and_resolve() -> None:
    assert resyn.reward.__all__ == sorted(resyn.reward.__all__)
    assert all(getattr(resyn.reward, name).__name__ == name for name in resyn.reward.__all__)


@pytest.mark.parametrize(
    ("response", "outcome", "reward"),
    [
        (CORRECT, Outcome.CORRECT, 1.0),
        ("<answer>42</answer>", Outcome.CORRECT, 0.9),
        (WRONG, Outcome.WRONG, 0.1),
        ("<answer>41</answer>", Outcome.WRONG, 0.0),
        ("42", Outcome.WRONG, 0.0),
        ("", Outcome.WRONG, 0.0),
        ("<think>Twice 21.</think><answer>42", Outcome.WRONG, 0.0),
        ("<think><answer>42</answer></think><answer>41</answer>", Outcome.WRONG, 0.0),
    ],
)
def test_reply_earns_for_its_answer_and_for_its_format(
    scorer: Scorer, response: str, outcome: Outcome, reward: float
) -> None:
    (score,) = scorer.score([Ask(DOUBLE, response)])
    assert (score.outcome, score.reward) == (outcome, pytest.approx(reward))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hang_for_ever", "no end"),
        ("hang_in_c", "no end"),
        ("raise_always", "never mind"),
        ("lie_about_type", "returned int, not bool"),
        ("eat_memory", "MemoryError"),
        ("fail_to_load", "ZeroDivisionError"),
    ],
)
def test_environment_that_misbehaves_costs_its_own_samples_alone(folder: Path, name: str, said: str) -> None:
    asks = [Ask(DOUBLE, CORRECT), Ask(verifier(name), CORRECT), Ask(DOUBLE, WRONG)]
    with Scorer([folder], workers=1, limits=SHORT) as scorer:
        first, fault, last = scorer.score(asks)
    assert (first.reward, last.reward) == (1.0, pytest.approx(0.1))
    assert (fault.outcome, fault.reward) == (Outcome.FAULT, None)
    assert said in fault.fault


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not the verifier"),
        ("null", "is not the verifier"),
        ("[" * 100_000, "is not the verifier"),
        ("\0", "is not the verifier"),
        (DOUBLE.replace("double_number", "no_such_environment"), "no environment 'no_such_environment'"),
        (DOUBLE.replace("double_number", "../double_number"), "no environment"),
        (verifier("raise_always").replace("raise_always", "double_number"), "the row was drawn by"),
        (verifier("double_number").replace('_hash":"', '_hash":"' + "x" * 1_000_000), "the row was drawn by"),
    ],
)
def test_row_that_cannot_be_verified_is_a_fault_of_its_sample_and_told_up_front(
    scorer: Scorer, text: str, said: str
) -> None:
    fault, other = scorer.score([Ask(text, CORRECT), Ask(DOUBLE, CORRECT)])
    assert (fault.outcome, fault.reward, other.reward) == (Outcome.FAULT, None, 1.0)
    assert said in fault.fault
    assert len(fault.fault) < 1000  # whatever the row holds
    with pytest.raises(CatalogueError, match=said):
        scorer.check([DOUBLE, text])


def test_texts_that_are_none_are_faults_or_wrong_and_never_raised(scorer: Scorer) -> None:
    asks = [Ask(None, CORRECT), Ask({"schema": 1}, CORRECT), Ask(DOUBLE, None)]  # type: ignore[arg-type]
    assert [score.outcome for score in scorer.score(asks)] == [Outcome.FAULT, Outcome.FAULT, Outcome.WRONG]


def test_texts_of_a_kind_of_their_own_as_numpy_has_them_are_texts(scorer: Scorer) -> None:
    class Text(str):
        pass

    assert scorer.score([Ask(Text(DOUBLE), Text(CORRECT))])[0].outcome is Outcome.CORRECT
    assert [one.outcome for one in scorer.verify([Text(DOUBLE)], [Text("42")])] == [Outcome.CORRECT]


def test_row_with_a_reference_is_compared_and_needs_no_environment(scorer: Scorer) -> None:
    text = verifier("double_number", reference="forty two").replace("double_number", "gone")
    outcomes = [one.outcome for one in scorer.verify([text, text], ["Forty  two.", "42"])]
    assert outcomes == [Outcome.CORRECT, Outcome.WRONG]


def test_answer_beyond_all_measure_is_wrong_and_no_fault(scorer: Scorer) -> None:
    asks = [Ask(DOUBLE, f"<answer>{'4' * size}</answer>") for size in (MOST_ANSWER_CHARS, MOST_ANSWER_CHARS + 1)]
    assert [score.outcome for score in scorer.score(asks)] == [Outcome.WRONG, Outcome.WRONG]


def test_floats_have_the_same_keys_and_a_fault_is_absent(folder: Path) -> None:
    with Scorer([folder], workers=1) as scorer:
        scores = scorer.score([Ask(DOUBLE, CORRECT), Ask(DOUBLE, "?"), Ask(verifier("raise_always"), CORRECT)])
    floats = [score.to_floats() for score in scores]
    assert [tuple(row) for row in floats] == [FLOATS] * 3
    assert floats[0] == {"reward": 1.0, "correct": 1.0, "format": 1.0, "fault": 0.0, "answered": 1.0}
    assert floats[1] == {"reward": 0.0, "correct": 0.0, "format": 0.0, "fault": 0.0, "answered": 0.0}
    assert math.isnan(floats[2].pop("reward"))
    assert math.isnan(floats[2].pop("correct"))
    assert floats[2] == {"format": 1.0, "fault": 1.0, "answered": 1.0}
    assert scores[2].to_json()["reward"] is None


def test_many_environments_keep_the_order_of_the_samples(scorer: Scorer) -> None:
    numbers = [n % 37 for n in range(500)]
    asks = [Ask(verifier("double_number", n), f"<answer>{2 * n + (n % 3 == 0)}</answer>") for n in numbers]
    expected = [Outcome.WRONG if n % 3 == 0 else Outcome.CORRECT for n in numbers]
    assert [score.outcome for score in scorer.score(asks)] == expected


def test_nothing_to_score_is_nothing(scorer: Scorer) -> None:
    assert scorer.score([]) == []


def test_rows_and_answers_must_be_as_many(scorer: Scorer) -> None:
    with pytest.raises(ConfigError, match="1 rows have 2 answers"):
        scorer.verify([DOUBLE], ["x", "y"])


@pytest.mark.parametrize("weight", [-0.1, 1.1, math.nan])
def test_weight_outside_its_range_is_refused(weight: float) -> None:
    with pytest.raises(ConfigError, match="format_weight"):
        Scorer(format_weight=weight)


def test_weight_of_zero_is_the_verifiers_own_reward(folder: Path) -> None:
    with Scorer([folder], workers=1, format_weight=0.0) as scorer:
        assert [score.reward for score in scorer.score([Ask(DOUBLE, CORRECT), Ask(DOUBLE, WRONG)])] == [1.0, 0.0]


@given(st.text())
def test_no_reply_raises_and_every_reward_is_in_range(scorer: Scorer, response: str) -> None:
    asks = [Ask(DOUBLE, text) for text in (response, f"<answer>{response}</answer>", response + CORRECT)]
    assert all(score.reward is not None and 0.0 <= score.reward <= 1.0 for score in scorer.score(asks))


def test_killed_worker_in_mid_batch_costs_no_other_sample(folder: Path) -> None:
    asks = [Ask(verifier("double_number", n), f"<answer>{2 * n}</answer>") for n in range(200)]
    asks += [Ask(verifier("hang_for_ever", n), CORRECT) for n in range(2)]
    with Scorer([folder], workers=2, limits=Limits(cpu_seconds=0.5)) as scorer:
        scorer.score(asks[:1])
        before = set(scorer.processes)
        found: list[Outcome] = []
        thread = threading.Thread(target=lambda: found.extend(score.outcome for score in scorer.score(asks)))
        thread.start()
        time.sleep(0.3)  # the hanging samples take a second of it
        for pid in scorer.processes:
            os.kill(pid, signal.SIGKILL)
        thread.join()
        assert found == [Outcome.CORRECT] * 200 + [Outcome.FAULT] * 2
        assert scorer.score(asks[:1])[0].outcome is Outcome.CORRECT
        assert not before & set(scorer.processes)


def test_copy_by_pickle_scores_alike_and_has_a_jail_of_its_own(scorer: Scorer) -> None:
    asks = [Ask(DOUBLE, CORRECT), Ask(DOUBLE, WRONG)]
    before = scorer.score(asks)
    with pickle.loads(pickle.dumps(scorer)) as copy:
        assert copy.score(asks) == before
        assert not set(copy.processes) & set(scorer.processes)


def _reward_in_process(scorer: Scorer, queue: "multiprocessing.Queue[float | None]") -> None:
    with scorer:
        queue.put(scorer.score([Ask(DOUBLE, CORRECT)])[0].reward)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_scorer_works_in_another_process(scorer: Scorer, method: str) -> None:
    scorer.score([Ask(DOUBLE, CORRECT)])
    context = multiprocessing.get_context(method)
    queue = context.Queue()
    process = context.Process(target=_reward_in_process, args=(scorer, queue))
    process.start()
    assert queue.get(timeout=60) == 1.0
    process.join()
    assert scorer.score([Ask(DOUBLE, CORRECT)])[0].reward == 1.0


def test_many_threads_score_at_once(scorer: Scorer) -> None:
    found: dict[int, list[bool]] = {}

    def work(index: int) -> None:
        asks = [Ask(verifier("double_number", n), f"<answer>{2 * n}</answer>") for n in range(index, index + 40)]
        found[index] = [score.outcome is Outcome.CORRECT for score in scorer.score(asks)]

    threads = [threading.Thread(target=work, args=(index,)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {index: [True] * 40 for index in range(8)}


def test_closed_scorer_starts_again(folder: Path) -> None:
    scorer = Scorer([folder], workers=1)
    assert scorer.processes == []
    for _ in range(2):
        assert scorer.score([Ask(DOUBLE, CORRECT)])[0].reward == 1.0
        assert len(scorer.processes) == 1
        scorer.close()
        assert scorer.processes == []


def test_machine_that_cannot_build_a_jail_is_told_and_not_scored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "plan9")
    scorer = Scorer([folder], workers=1)
    with pytest.raises(SandboxError, match="needs Linux"):
        scorer.score([Ask(DOUBLE, CORRECT)])


def test_shipped_environments_need_no_folder() -> None:
    from resyn.core.environment import Environment
    from resyn.core.index import catalogue_folder
    from resyn.core.verifier import Verifier

    environment = Environment.read(catalogue_folder() / "planning" / "slide_tokens.py")
    text = Verifier(environment.name, 1, environment.behaviour_hash, "{}").to_text()
    Scorer().check([text])
    with pytest.raises(CatalogueError):
        Scorer().check([DOUBLE])
