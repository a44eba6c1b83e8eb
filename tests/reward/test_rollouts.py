"""Rollouts as trainers save them."""

import json
from pathlib import Path

import pytest
from pyarrow import Table, parquet

from resyn.core.errors import ConfigError
from resyn.reward.rollouts import Columns, Rollout, read_rollouts

ROWS = [
    {"verifier": "v", "response": "first", "reward": 1.0, "step": 3},
    {"verifier": "v", "response": "second\u2028line", "reward": None, "step": 3},
    {"verifier": "w", "response": "", "reward": 0.25, "step": 4},
]
READ = [
    Rollout(1, "v", "first", 1.0, True),
    Rollout(2, "v", "second\u2028line", None, True),
    Rollout(3, "w", "", 0.25, True),
]


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return path


def read(path: Path, **columns: str) -> list[Rollout]:
    return list(read_rollouts(path, columns=Columns(**columns)))


def test_json_lines_are_read_and_blank_ones_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "rollouts.jsonl", *ROWS)
    assert read(path) == READ
    path.write_text("\n" + path.read_text())
    assert [rollout.line for rollout in read(path)] == [2, 3, 4]


def test_parquet_is_read_alike(tmp_path: Path) -> None:
    parquet.write_table(Table.from_pylist(ROWS), tmp_path / "rollouts.parquet")
    assert read(tmp_path / "rollouts.parquet") == READ


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_columns_are_named_and_dots_lead_into_objects(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rollouts.{suffix}"
    row = {"reward_model": {"ground_truth": "v"}, "output": "said", "score": 1}
    if suffix == "jsonl":
        write(path, row)
    else:
        parquet.write_table(Table.from_pylist([row]), path)
    expected = [Rollout(1, "v", "said", 1.0, True)]
    assert read(path, verifier="reward_model.ground_truth", response="output", reward="score") == expected


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_name_with_a_dot_of_its_own_is_found(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rollouts.{suffix}"
    row = {"verifier": "v", "response": "r", "reward.mean": 0.5}
    if suffix == "jsonl":
        write(path, row)
    else:
        parquet.write_table(Table.from_pylist([row]), path)
    assert read(path, reward="reward.mean")[0].recorded == 0.5


def test_last_of_chat_messages_is_the_response(tmp_path: Path) -> None:
    messages = [{"role": "user", "content": "asked"}, {"role": "assistant", "content": "said"}]
    assert read(write(tmp_path / "rollouts.jsonl", {"verifier": "v", "response": messages}))[0].response == "said"


@pytest.mark.parametrize(
    ("row", "recorded", "is_recorded"),
    [
        ({}, None, False),
        ({"reward": None}, None, True),
        ({"reward": float("nan")}, None, True),
        ({"reward": float("inf")}, None, True),
        ({"reward": True}, 1.0, True),
        ({"reward": "0.5"}, 0.5, True),
    ],
)
def test_reward_is_a_finite_number_or_absent(
    tmp_path: Path, row: dict[str, object], recorded: float | None, is_recorded: bool
) -> None:
    (rollout,) = read(write(tmp_path / "rollouts.jsonl", {"verifier": "v", "response": "r"} | row))
    assert (rollout.recorded, rollout.is_recorded) == (recorded, is_recorded)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "line 1 has no text under 'verifier'"),
        ('{"verifier": "v"}', "line 1 has no text under 'response'"),
        ('{"verifier": {"schema": 1}, "response": ""}', "no text under 'verifier'"),
        ('{"verifier": "v", "response": [{"role": "tool"}]}', "no text under 'response'"),
        ('{"verifier": "v", "response": "", "reward": "good"}', "no number: good"),
        ('{"verifier": "v", "response": "", "reward": 1' + "0" * 400 + "}", "no number"),
        ("[1, 2]", "no text under 'verifier'"),
        ("{", "line 1 is not JSON"),
        ("[" * 100_000, "line 1 is not JSON"),
        ("\udcff", "line 1 is not JSON"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "rollouts.jsonl"
    path.write_text(text, errors="surrogateescape")
    with pytest.raises(ConfigError, match=said):
        read(path)


@pytest.mark.parametrize("name", ["gone.jsonl", "gone.parquet", "broken.parquet", "."])
def test_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.parquet").write_text("PAR0")
    with pytest.raises(ConfigError, match="cannot be read"):
        read(tmp_path / name)
