import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from resyn.core.errors import ConfigError, ProviderError
from resyn.core.records import Usage
from resyn.core.store import Store
from resyn.llm.model import Completion, Message, Sampling
from resyn.llm.recording import CallLog, JsonLinesLog, RecordedModel, ReplayModel

ASK = [Message("user", "Say it.")]


class CountingModel:
    """Answers with the number of the call."""

    name = "counting"

    def __init__(self) -> None:
        self.calls = 0
        self._lock = threading.Lock()

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        time.sleep(0.02)
        with self._lock:
            self.calls += 1
            return Completion(f"answer {self.calls} ü\ud800", Usage(3, 5, 0.5, 0.25), "counting-v1", truncated=True)


class FailingFirst:
    """Fails three times, then answers; keeps how many calls were under way at once."""

    name = "failing"

    def __init__(self) -> None:
        self.calls = self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        with self._lock:
            self.calls += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            number = self.calls
        time.sleep(0.01)
        with self._lock:
            self.at_once -= 1
        if number <= 3:
            raise ProviderError("busy", hint="Again.")
        return Completion(f"answer {number}", Usage(), self.name)


@pytest.fixture(params=["store", "lines"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CallLog]:
    if request.param == "lines":
        yield JsonLinesLog(tmp_path / "calls.jsonl")
    else:
        with Store(tmp_path / "run") as store:
            yield store


def test_no_call_is_made_twice(log: CallLog) -> None:
    inner = CountingModel()
    first = RecordedModel(inner, log).complete(ASK, Sampling())
    second = RecordedModel(inner, log).complete(ASK, Sampling())
    assert inner.calls == 1
    assert second.text.startswith("answer 1 ü")
    assert replace(second, text=first.text) == first


def test_equal_calls_at_the_same_time_are_made_once(log: CallLog) -> None:
    inner = CountingModel()
    model = RecordedModel(inner, log)
    with ThreadPoolExecutor(8) as pool:
        texts = {answer.text[:8] for answer in pool.map(lambda _: model.complete(ASK, Sampling()), range(8))}
    assert (inner.calls, texts) == (1, {"answer 1"})


def test_models_that_share_a_log_make_an_equal_call_once(log: CallLog) -> None:
    inner = CountingModel()
    models = [RecordedModel(inner, log) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        texts = {answer.text[:8] for answer in pool.map(lambda model: model.complete(ASK, Sampling()), models)}
    assert (inner.calls, texts) == (1, {"answer 1"})


def test_equal_calls_are_never_under_way_together_even_where_the_first_fails(log: CallLog) -> None:
    inner = FailingFirst()
    model = RecordedModel(inner, log)

    def ask(_: int) -> str:
        try:
            return model.complete(ASK, Sampling()).text[:8]
        except ProviderError:
            return "failed"

    with ThreadPoolExecutor(8) as pool:
        texts = sorted(pool.map(ask, range(32)))
    assert inner.most_at_once == 1
    assert (inner.calls, texts) == (4, ["answer 4"] * 29 + ["failed"] * 3)


def test_what_is_used_now_is_what_is_found_the_next_time(log: CallLog) -> None:
    first = RecordedModel(CountingModel(), log).complete(ASK, Sampling())
    assert first.text == RecordedModel(CountingModel(), log).complete(ASK, Sampling()).text == "answer 1 ü?"


def test_line_torn_by_a_kill_is_asked_for_again_and_the_others_are_not(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    inner = CountingModel()
    for seed in (0, 1):
        RecordedModel(inner, JsonLinesLog(path)).complete(ASK, Sampling(seed=seed))
    path.write_bytes(path.read_bytes()[:-30])
    for seed in (0, 1, 1):
        RecordedModel(inner, JsonLinesLog(path)).complete(ASK, Sampling(seed=seed))
    assert inner.calls == 3
    assert len(path.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    "other",
    [
        ("b", ASK, Sampling()),
        ("a", [Message("system", "Say it.")], Sampling()),
        ("a", [*ASK, *ASK], Sampling()),
        ("a", ASK, Sampling(seed=1)),
        ("a", ASK, Sampling(temperature=0.1)),
        ("a", ASK, Sampling(max_tokens=1)),
    ],
)
def test_another_model_prompt_or_sample_is_another_call(
    other: tuple[str, list[Message], Sampling], tmp_path: Path
) -> None:
    log = JsonLinesLog(tmp_path / "calls.jsonl")
    inner = CountingModel()
    inner.name = "a"
    RecordedModel(inner, log).complete(ASK, Sampling())
    inner.name = other[0]
    RecordedModel(inner, log).complete(other[1], other[2])
    assert inner.calls == 2


def test_a_recording_replays_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    answer = RecordedModel(CountingModel(), JsonLinesLog(path)).complete(ASK, Sampling())
    replayed = ReplayModel("counting", JsonLinesLog(path)).complete(ASK, Sampling())
    assert (replayed.usage, replayed.model, replayed.truncated) == (answer.usage, answer.model, answer.truncated)
    assert replayed.text.startswith("answer 1 ü")


def test_replay_refuses_what_was_not_recorded(tmp_path: Path) -> None:
    model = ReplayModel("counting", JsonLinesLog(tmp_path / "none.jsonl"))
    with pytest.raises(ProviderError, match=r"no answer to request \w{12} \(its end: 'Say it.'\)"):
        model.complete(ASK, Sampling())


def test_a_damaged_recording_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    RecordedModel(CountingModel(), JsonLinesLog(path)).complete(ASK, Sampling())
    path.write_text(path.read_text() + '{"key": "x"}\n')
    with pytest.raises(ConfigError, match="line 2"):
        JsonLinesLog(path)


def test_a_failed_call_is_not_recorded(log: CallLog) -> None:
    class Failing(CountingModel):
        def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
            raise ProviderError("down", hint="wait")

    with pytest.raises(ProviderError):
        RecordedModel(Failing(), log).complete(ASK, Sampling())
    inner = CountingModel()
    inner.name = "counting"
    assert RecordedModel(inner, log).complete(ASK, Sampling()).text.startswith("answer 1")
