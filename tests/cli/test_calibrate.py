import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import SOUND, Command
from tests.llm.conftest import Answer, FakeEndpoint, chat_answer

# Level 1 is answered by "5 7" always, higher levels by the real sum alone.
EASY_FIRST = SOUND.replace(
    "    tokens = answer", '    if len(instance["numbers"]) == 7:\n        return answer == "5 7"\n    tokens = answer'
)


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    server = FakeEndpoint()
    server.answers = [Answer(chat_answer("<think>a guess</think><answer>5 7</answer>"))]
    yield server
    server.close()


@pytest.fixture
def asked(tmp_path: Path, endpoint: FakeEndpoint) -> list[str | Path]:
    return ["--model", "tiny", "--endpoint", endpoint.url, "--instances", "8", "--levels", "1-3",
            "--out", tmp_path / "run"]  # fmt: skip


def test_learnable_environment_is_found_and_kept_for_the_report(
    resyn: Command, tmp_path: Path, endpoint: FakeEndpoint, asked: list[str | Path]
) -> None:
    file = tmp_path / "name_summands.py"
    file.write_text(EASY_FIRST)
    ended = resyn("calibrate", file, *asked, "--temperature", "0.5", "--json")
    assert ended.code == 0
    (found,) = json.loads(ended.out)
    assert (found["environment"], found["verdict"]) == ("name_summands", "learnable")
    assert [rate["correct"] for rate in found["curves"][0]["levels"]] == [8, 0, 0]
    assert json.loads((tmp_path / "run" / "calibration.json").read_text()) == [found]
    assert len(endpoint.requests) == 24
    assert {request["temperature"] for request in endpoint.requests} == {0.5}
    assert resyn("report", tmp_path / "run").code == 0
    page = (tmp_path / "run" / "report.html").read_text()
    assert 'aria-label="Pass rate by level: tiny 100%, 0%, 0%"' in page
    assert "learnable of 1 calibrated" in page
    message = endpoint.requests[0]["messages"][-1]["content"]
    assert message.startswith("Which two of [")


def test_same_command_again_asks_nothing_and_another_level_only_what_is_new(
    resyn: Command, sound_file: Path, endpoint: FakeEndpoint, asked: list[str | Path]
) -> None:
    first = resyn("calibrate", sound_file, *asked)
    assert first.code == 1
    assert "unclear" in first.out
    again = resyn("calibrate", sound_file, *asked)
    assert (again.code, again.out, len(endpoint.requests)) == (1, first.out, 24)
    resyn("calibrate", sound_file, *asked, "--levels", "1-4")
    assert len(endpoint.requests) == 32


def test_question_that_the_solver_refuses_is_counted_and_stops_nothing(
    resyn: Command, sound_file: Path, endpoint: FakeEndpoint, asked: list[str | Path]
) -> None:
    refusal = Answer(b'{"error": {"message": "the prompt is too long"}}', status=400)
    endpoint.answers = [refusal, *endpoint.answers]
    ended = resyn("calibrate", sound_file, *asked, "--concurrency", "1")
    assert ended.code == 1, ended.err
    assert "0 / 0 / 0 / 1" in ended.out
    found = json.loads((Path(asked[-1]) / "calibration.json").read_text())
    (rates,) = [[level["refused"], level["judged"]] for level in found[0]["curves"][0]["levels"][:1]]
    assert rates == [1, 7]


def test_solvers_stand_side_by_side(
    resyn: Command, sound_file: Path, endpoint: FakeEndpoint, asked: list[str | Path]
) -> None:
    ended = resyn("calibrate", sound_file, *asked, "--model", "other", "--json")
    (found,) = json.loads(ended.out)
    assert [curve["solver"] for curve in found["curves"]] == ["tiny", "other"]
    assert {request["model"] for request in endpoint.requests} == {"tiny", "other"}


def test_dry_run_asks_nothing(resyn: Command, tmp_path: Path, endpoint: FakeEndpoint, asked: list[str | Path]) -> None:
    ended = resyn("calibrate", "--catalogue", *asked, "--dry-run", "--json")
    estimate = json.loads(ended.out)
    assert estimate["model_calls"] == estimate["environments"] * 24
    assert estimate["output_tokens"] == estimate["model_calls"] * 2048
    assert endpoint.requests == []
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "no environment is given"),
        (("--catalogue", "FILE"), "--catalogue"),
        (("FILE", "--levels", "2"), "levels [2]"),
        (("FILE", "--model", "a", "--model", "a"), "a, a"),
        (("FILE", "--model", "a", "--endpoint", "http://x/v1", "--endpoint", "http://y/v1"), "2 endpoints"),
        (("FILE", "--model", "a", "--endpoint", "nowhere"), "nowhere"),
        (("missing.py",), "missing.py"),
    ],
)
def test_wrong_use_names_the_value(
    resyn: Command, sound_file: Path, tmp_path: Path, arguments: tuple[str, ...], named: str
) -> None:
    given = [str(sound_file) if argument == "FILE" else argument for argument in arguments]
    ended = resyn("calibrate", *given, "--out", tmp_path / "run")
    assert ended.code == 2
    assert named in ended.err
    assert not (tmp_path / "run").exists()


def test_dead_endpoint_is_a_failure_of_the_outside(resyn: Command, sound_file: Path, tmp_path: Path) -> None:
    ended = resyn("calibrate", sound_file, "--model", "a", "--endpoint", "http://127.0.0.1:9/v1", "--instances", "1",
                  "--levels", "1-2", "--out", tmp_path / "run")  # fmt: skip
    assert ended.code == 3
    assert "http://127.0.0.1:9/v1" in ended.err
