import json
from pathlib import Path

import pytest
from tests.cli.conftest import SOUND, Command

from resyn.core.environment import Environment
from resyn.core.index import build_index
from resyn.core.verifier import Verifier

ENVIRONMENT = Environment("name_two", SOUND)
INSTANCE = '{"numbers":[1,2,5],"sum":7}'
ROW = Verifier("name_two", 1, ENVIRONMENT.behaviour_hash, INSTANCE).to_text()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "data" / "environments"
    place.mkdir(parents=True)
    (place / "name_two.py").write_text(SOUND)
    build_index(place)
    return tmp_path / "data"


def save(path: Path, *rollouts: tuple[str, float | None]) -> Path:
    rows = [{"gts": ROW, "output": f"<answer>{answer}</answer>", "score": reward} for answer, reward in rollouts]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


NAMES = ("--column", "verifier=gts", "--column", "response=output", "--column", "reward=score")


def test_recorded_rewards_that_agree_exit_with_0(resyn: Command, folder: Path, tmp_path: Path) -> None:
    file = save(tmp_path / "rollouts.jsonl", ("5 2", 1.0), ("1 2", 0.0))
    ended = resyn("rescore", file, "--folder", folder, *NAMES, "--format-weight", "0", "--json")
    assert (ended.code, json.loads(ended.out)["outcomes"]) == (0, {"correct": 1, "wrong": 1, "fault": 0})


def test_others_exit_with_1_and_are_shown_and_written(resyn: Command, folder: Path, tmp_path: Path) -> None:
    file = save(tmp_path / "rollouts.jsonl", ("5 2", 0.0), ("1 2", 0.0))
    out = tmp_path / "scores.jsonl"
    ended = resyn("rescore", file, "--folder", folder, *NAMES, "--out", out)
    assert ended.code == 1
    assert "1 of 2 recorded rewards are others now" in ended.err
    assert [json.loads(line)["reward"] for line in out.read_text().splitlines()] == [0.9, 0.0]
    assert "name_two" in ended.out


def test_other_behaviour_is_refused_before_anything_is_written(resyn: Command, folder: Path, tmp_path: Path) -> None:
    file = save(tmp_path / "rollouts.jsonl", ("5 2", 1.0))
    path = folder / "environments" / "name_two.py"
    path.write_text(path.read_text().replace("== instance", ">= instance"))
    ended = resyn("rescore", file, "--folder", folder, *NAMES, "--out", tmp_path / "scores.jsonl")
    assert ended.code == 2
    assert ENVIRONMENT.behaviour_hash in ended.err
    assert not (tmp_path / "scores.jsonl").exists()


@pytest.mark.parametrize("column", ["verifier", "answer=x", "reward="])
def test_column_that_is_none_is_refused(resyn: Command, tmp_path: Path, column: str) -> None:
    file = save(tmp_path / "rollouts.jsonl")
    ended = resyn("rescore", file, "--column", column)
    assert ended.code == 2
    assert column in ended.err


def test_a_file_without_rollouts_is_refused_instead_of_agreeing(resyn: Command, tmp_path: Path) -> None:
    ended = resyn("rescore", save(tmp_path / "rollouts.jsonl"))
    assert ended.code == 2
    assert "holds no rollouts" in ended.err
