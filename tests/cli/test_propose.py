import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.cli.conftest import SOUND, Command
from tests.llm.conftest import Answer, FakeEndpoint, chat_answer

from resyn.cli.estimate import PROMPT_TOKENS
from resyn.core.store import Step, Store
from resyn.pipeline.settings import RunSettings, bind
from resyn.propose.author import Style

FILE = Answer(chat_answer(f"```python\n{SOUND}```"))
KEYWORD = "sums"


@pytest.fixture
def server() -> Iterator[FakeEndpoint]:
    endpoint = FakeEndpoint()
    endpoint.answers = [Answer(chat_answer("Name: name_summands\nTask: two numbers of a sum.")), FILE]
    yield endpoint
    endpoint.close()


@pytest.fixture
def arguments(server: FakeEndpoint, tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "keywords.txt").write_text(f"{KEYWORD}\n")
    out = str(tmp_path / "run")
    return ("propose", "--keywords", f"{tmp_path}/keywords.txt", "--endpoint", server.url, "--model", "m", "--out", out)


def test_file_is_written_and_its_path_is_the_result(
    resyn: Command, arguments: tuple[str, ...], server: FakeEndpoint, tmp_path: Path
) -> None:
    ended = resyn(*arguments)
    assert (ended.code, ended.out) == (0, f"{tmp_path}/run/candidates/name_summands.py\n")
    assert Path(ended.out.strip()).read_text() == SOUND
    assert resyn(*arguments, "--json").out == json.dumps([ended.out.strip()], indent=2) + "\n"
    assert len(server.requests) == 2


def test_reply_without_a_file_exits_with_1(resyn: Command, arguments: tuple[str, ...], server: FakeEndpoint) -> None:
    server.answers = [Answer(chat_answer("I would rather not."))]
    ended = resyn(*arguments, "--json")
    assert (ended.code, json.loads(ended.out)) == (1, [])


def test_dry_run_is_an_upper_bound_as_json_and_writes_nothing(
    resyn: Command, arguments: tuple[str, ...], server: FakeEndpoint, tmp_path: Path
) -> None:
    ended = resyn(*arguments, "--dry-run", "--json")
    assert json.loads(ended.out) == {
        "candidates": 1,
        "model_calls": 2,
        "output_tokens": 2 * Style().max_tokens,
        "input_tokens": 2 * PROMPT_TOKENS["author"],
        "cost": None,
    }
    assert server.requests == []
    assert not (tmp_path / "run").exists()
    assert resyn(*arguments).code == 0
    assert sum(request["max_completion_tokens"] for request in server.requests) <= 2 * Style().max_tokens


def test_candidate_that_a_run_is_judging_is_left_to_that_run(
    resyn: Command, arguments: tuple[str, ...], server: FakeEndpoint, tmp_path: Path
) -> None:
    assert resyn(*arguments).code == 0
    with Store(tmp_path / "run") as store:
        report = {"passed": False, "findings": [{"rule": "guessable", "message": "m"}]}
        store.add_step(store.candidate(KEYWORD, 0).id, Step("checked", {"report": report, "mended": 0}))
    assert resyn(*arguments).code == 0
    with Store(tmp_path / "run") as store:
        assert [step.kind for step in store.candidate(KEYWORD, 0).steps] == ["planned", "written", "checked"]


def test_begun_run_is_not_bound_to_settings_that_only_write(
    resyn: Command, arguments: tuple[str, ...], server: FakeEndpoint, tmp_path: Path
) -> None:
    with Store(tmp_path / "run") as store:
        bind(RunSettings(keywords=(KEYWORD,), model="m", proposals=2), store)
        store.add_step(store.candidate(KEYWORD, 0).id, Step("planned", {"plan": "", "title": ""}))
        before = store.read_meta("settings")
    ended = resyn(*arguments)
    assert (ended.code, "holds a run" in ended.err) == (2, True), ended.err
    assert "resyn run" in ended.err
    assert server.requests == []
    with Store(tmp_path / "run") as store:
        assert store.read_meta("settings") == before


def test_wrong_key_names_the_variable_and_never_the_key(
    resyn: Command, arguments: tuple[str, ...], server: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-very-secret")
    server.answers = [Answer(b'{"error": {"message": "Incorrect API key sk-very-secret"}}', 401)]
    ended = resyn(*arguments, "--key-variable", "MY_KEY")
    assert ended.code == 3
    assert "MY_KEY" in ended.err
    assert "very-secret" not in ended.err + ended.out


@pytest.mark.slow
def test_first_interrupt_waits_for_the_call_under_way_and_the_second_leaves_at_once(
    arguments: tuple[str, ...], server: FakeEndpoint, tmp_path: Path
) -> None:
    server.answers = [Answer(delay=60)]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # shells let what runs in the background ignore it
    command = [sys.executable, "-m", "resyn", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heard)
    assert process.stderr is not None
    while not server.requests:
        time.sleep(0.02)
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    while "interrupt again" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    assert process.wait(timeout=30) == 130
    assert time.monotonic() - begun < 10
    rest = process.stderr.read()
    process.stderr.close()
    assert "interrupted; what was committed is kept" in rest
    assert "Traceback" not in rest
    with Store(tmp_path / "run") as store:
        assert [row.keyword for row in store.candidates()] == [KEYWORD]
