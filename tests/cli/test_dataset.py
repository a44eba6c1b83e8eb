import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.llm.conftest import Answer, FakeEndpoint, chat_answer


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    server = FakeEndpoint()
    yield server
    server.close()


def test_dataset_of_a_file_is_written_and_counted(resyn: Command, sound_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "data"
    ended = resyn("dataset", sound_file, "--out", out, "-m", "5", "--levels", "1,3", "--validation", "0", "--test", "0",
                  "--json")  # fmt: skip
    assert ended.code == 0
    assert json.loads(ended.out)["rows"] == {"train": 5}
    assert (out / "environments" / "index.jsonl").exists()
    assert resyn("dataset", sound_file, "--out", out, "-m", "5").code == 2


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--levels", "0-3"), "0-3"),
        (("--levels", "x"), "'x'"),
        (("-m", "0"), "0 instances"),
        (("-n", "0"), "0 environments"),
        (("--validation", "0.9", "--test", "0.9"), "0.9"),
    ],
)
def test_bad_plan_names_the_value(
    resyn: Command, sound_file: Path, tmp_path: Path, arguments: tuple[str, ...], named: str
) -> None:
    ended = resyn("dataset", sound_file, "--out", tmp_path / "data", *arguments)
    assert ended.code == 2
    assert named in ended.err
    assert not (tmp_path / "data").exists()


SOLVER = """
def solve(question):
    import re
    numbers = [int(number) for number in re.findall(r"[0-9]+", question)][:-2]
    *numbers, total = numbers
    return next(f"{a} {b}" for a in numbers for b in numbers if a < b and a + b == total)
"""
WHOLE = ("--validation", "0", "--test", "0", "-m", "6", "--levels", "1-2", "--json")


def test_code_answers_are_taken_from_a_folder_of_solvers(resyn: Command, sound_file: Path, tmp_path: Path) -> None:
    (tmp_path / "solvers").mkdir()
    (tmp_path / "solvers" / sound_file.name).write_text(SOLVER)
    ended = resyn("dataset", sound_file, "--out", tmp_path / "data", *WHOLE, "--supervision", "code",
                  "--answers-from", tmp_path / "solvers", "--config", "title=Computed")  # fmt: skip
    assert ended.code == 0
    found = json.loads(ended.out)
    assert found["rows"] == {"train": 6}
    counts = {"asked": 6, "given": 6, "accepted_by_verify": 6, "faults_of_verify": 0}
    assert found["references"] == counts | {"dropped": {}}
    assert "# Computed" in (tmp_path / "data" / "README.md").read_text()


def test_model_answers_are_recorded_and_not_paid_twice(
    resyn: Command, sound_file: Path, tmp_path: Path, endpoint: FakeEndpoint
) -> None:
    endpoint.answers = [Answer(chat_answer("<think>a guess</think><answer>5 7</answer>"))]
    asked = ("dataset", sound_file, "--out", tmp_path / "data", *WHOLE, "--supervision", "answer", "--answers-from",
             "tiny", "--config", f"endpoint={endpoint.url}", "--config", "votes=3", "--force")  # fmt: skip
    found = json.loads(resyn(*asked).out)
    counts = {"asked": 6, "given": 6, "accepted_by_verify": 0, "faults_of_verify": 0}
    assert found["references"] == counts | {"dropped": {}}
    assert len(endpoint.requests) == 18
    assert len((tmp_path / "data.calls.jsonl").read_text().splitlines()) == 18
    assert json.loads(resyn(*asked).out)["rows"] == found["rows"]
    assert len(endpoint.requests) == 18


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--supervision", "code"), "--supervision code goes with --answers-from"),
        (("--answers-from", "tiny"), "--supervision verifier goes without --answers-from"),
        (("--supervision", "code", "--answers-from", "missing"), "missing is no folder of solvers"),
        (("--config", "votes=0"), "votes = 0 is less than 1"),
        (("--config", "vote=2"), "no setting 'vote'"),
    ],
)
def test_supervision_that_does_not_fit_is_named(
    resyn: Command, sound_file: Path, tmp_path: Path, arguments: tuple[str, ...], named: str
) -> None:
    ended = resyn("dataset", sound_file, "--out", tmp_path / "data", *arguments)
    assert ended.code == 2
    assert named in ended.err
    assert not (tmp_path / "data").exists()
