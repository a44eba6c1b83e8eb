import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.evaluate.conftest import data
from tests.llm.conftest import Answer, FakeEndpoint, chat_answer

RIGHT = chat_answer("<think>two each</think><answer>4</answer>")
__all__ = ["data"]  # a fixture


@pytest.fixture
def server() -> Iterator[FakeEndpoint]:
    endpoint = FakeEndpoint()
    endpoint.answers = [Answer(RIGHT)]
    yield endpoint
    endpoint.close()


def at(server: FakeEndpoint) -> tuple[str, ...]:
    return ("--endpoint", server.url, "--model", "tiny")


def test_results_are_printed_written_and_shown_again(
    resyn: Command, server: FakeEndpoint, data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "e"
    ended = resyn("evaluate", "-b", "gsm8k,bbeh-mini", "-k", "2", "--data", data, "--out", out, *at(server), "--json")
    assert ended.code == 0, ended.err
    result = json.loads(ended.out)
    found = result["benchmarks"]
    assert {name: (one["problems"], one["samples"]) for name, one in found.items()} == {
        "gsm8k": (5, 2),
        "bbeh-mini": (1, 2),
    }
    assert found["gsm8k"]["mean"]["value"] == 0.2
    assert (found["gsm8k"]["answered"], found["gsm8k"]["follows_format"]) == (1.0, 1.0)
    assert result["usage"]["output_tokens"] == 12 * 7
    assert sorted(path.name for path in out.iterdir() if not path.name.startswith("run.")) == [
        "answers.parquet",
        "index.html",
        "results.json",
    ]
    shown = resyn("evaluate", "show", out)
    assert (shown.code, "gsm8k" in shown.out) == (0, True)
    tables = resyn("evaluate", "show", out, "--markdown")
    assert "| gsm8k | 5 | 2 | 20.00 |" in tables.out
    assert json.loads(resyn("evaluate", "show", out, "--json").out) == result


def test_every_request_carries_its_own_seed_and_the_sampling(
    resyn: Command, server: FakeEndpoint, data: Path, tmp_path: Path
) -> None:
    sampling = ("--temperature", "0.3", "--max-tokens", "77", "--limit", "3")
    ended = resyn("evaluate", "-b", "gsm8k", "-k", "4", "--data", data, "--out", tmp_path / "e", *sampling, *at(server))
    assert ended.code == 0, ended.err
    assert len(server.requests) == 12
    assert len({request["seed"] for request in server.requests}) == 12
    sent = {(request["temperature"], request.get("max_tokens", request.get("max_completion_tokens")))
            for request in server.requests}  # fmt: skip
    assert sent == {(0.3, 77)}


def test_two_evaluations_are_compared(resyn: Command, server: FakeEndpoint, data: Path, tmp_path: Path) -> None:
    for name, reply in (("a", chat_answer("I do not know")), ("b", RIGHT)):
        server.answers = [Answer(reply)]
        arguments = ("-b", "gsm8k", "-k", "1", "--data", data, "--out", tmp_path / name)
        assert resyn("evaluate", *arguments, *at(server)).code == 0
    ended = resyn("evaluate", "compare", tmp_path / "a", tmp_path / "b", "--json")
    (found,) = json.loads(ended.out)
    assert (found["first"], found["second"], found["gained"], found["lost"]) == (0.0, 0.2, 1, 0)
    assert "+20.00" in resyn("evaluate", "compare", tmp_path / "a", tmp_path / "b").out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "no benchmark is named"),
        (("-b", "mmlu"), "no benchmark 'mmlu'"),
        (("-b", "gsm8k", "--data", "/nowhere"), "is missing"),
        (("-b", "gsm8k", "--endpoint", "nonsense"), "not an http(s) address"),
        (("-b", "heldout", "--environments", "/nowhere"), "does not exist"),
        (("show", "/nowhere"), "does not exist"),
    ],
)
def test_what_cannot_be_asked_for_is_named(
    resyn: Command, tmp_path: Path, arguments: tuple[str, ...], named: str
) -> None:
    options = () if arguments[:1] == ("show",) else ("--out", str(tmp_path / "e"))
    ended = resyn("evaluate", *options, *arguments)
    assert (ended.code, named in ended.err) == (2, True), ended.err


def test_a_folder_that_holds_no_evaluation_is_named(resyn: Command, tmp_path: Path) -> None:
    ended = resyn("evaluate", "compare", tmp_path, tmp_path)
    assert (ended.code, "holds no answers" in ended.err) == (2, True)


def test_a_dead_endpoint_is_an_outside_failure_not_a_score(
    resyn: Command, server: FakeEndpoint, data: Path, tmp_path: Path
) -> None:
    server.answers = [Answer(b'{"error": {"message": "no"}}', status=400)]
    out = tmp_path / "e"
    ended = resyn("evaluate", "-b", "gsm8k", "-k", "1", "--data", data, "--out", out, *at(server))
    assert (ended.code, "answered 400 for tiny: no" in ended.err) == (3, True), ended.err
    assert not (out / "results.json").exists()


def test_a_question_too_long_for_the_endpoint_costs_itself_alone(
    resyn: Command, server: FakeEndpoint, data: Path, tmp_path: Path
) -> None:
    server.answers = [Answer(b'{"error": {"message": "the prompt is too long"}}', status=400), Answer(RIGHT)]
    out = tmp_path / "e"
    ended = resyn("evaluate", "-b", "gsm8k", "-k", "1", "--data", data, "--out", out, *at(server), "--json")
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)["benchmarks"]["gsm8k"]
    assert (found["problems"], found["unanswered"], found["answered"]) == (5, 1, 0.8)


def committed(out: Path) -> int:
    try:
        connection = sqlite3.connect(f"file:{out / 'run.sqlite'}?mode=ro", uri=True)
        try:
            return int(connection.execute("SELECT count(*) FROM model_call").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return 0


@pytest.mark.slow  # three processes of its own
def test_after_kill_9_nothing_that_was_answered_is_asked_for_again(
    server: FakeEndpoint, sound_file: Path, tmp_path: Path
) -> None:
    server.answers = [Answer(chat_answer("<think>hm</think><answer>1 2</answer>"), delay=0.05)]
    out, at_once = tmp_path / "e", 4
    arguments = [
        "evaluate",
        "-b",
        "heldout",
        "--environments",
        str(sound_file),
        "-k",
        "3",
        "--out",
        str(out),
        *at(server),
    ]
    command = [sys.executable, "-m", "resyn", *arguments, "--concurrency", str(at_once), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while committed(out) < 12 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    kept = committed(out)
    assert 12 <= kept < 60
    asked_before = len(server.requests)
    while server.at_once:  # what was under way at the kill ends at the server
        time.sleep(0.02)
    server.requests.clear()
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    assert len(server.requests) == 60 - kept
    assert asked_before - kept <= at_once
    result = json.loads(ended.stdout)["benchmarks"]["heldout"]
    assert (result["problems"], result["samples"]) == (20, 3)
    again = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert len(server.requests) == 60 - kept
    first, second = json.loads(ended.stdout), json.loads(again.stdout)
    assert first["benchmarks"] == second["benchmarks"]
