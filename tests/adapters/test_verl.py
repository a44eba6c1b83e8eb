import asyncio
import json
import re
import struct
import sys
from pathlib import Path

import pyarrow.parquet
import pytest
from tests.adapters.conftest import ROOT, guide, run
from tests.adapters.replies import FORMAT, WRONG, changed, faulty, rows_with_solutions

from resyn.adapters.rows import read_rows
from resyn.adapters.verl import FAULT_SCORE, compute_score, compute_score_async, write_parquet
from resyn.core.errors import ConfigError

GUIDE = (ROOT / "docs" / "howto" / "train_with_verl.md").read_text()


def test_rows_have_the_layout_that_verl_reads_and_the_verifier_as_ground_truth(folder: Path, tmp_path: Path) -> None:
    files = write_parquet(folder, tmp_path / "verl")
    assert files == {"train": tmp_path / "verl" / "train.parquet"}
    ours, theirs = read_rows(folder), pyarrow.parquet.read_table(files["train"]).to_pylist()
    assert [set(row) for row in theirs] == [{"data_source", "prompt", "ability", "reward_model", "extra_info"}] * 12
    assert [row["reward_model"] for row in theirs] == [
        {"style": "rule", "ground_truth": row["verifier"]} for row in ours
    ]
    assert [row["prompt"] for row in theirs] == [row["prompt"] for row in ours]
    assert [row["extra_info"]["index"] for row in theirs] == list(range(12))


def test_a_folder_without_a_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no dataset"):
        write_parquet(tmp_path, tmp_path / "verl")


def test_every_sample_gets_the_same_keys_and_a_fault_the_score_that_stands_for_none(folder: Path) -> None:
    (row, right) = rows_with_solutions(folder)[0]
    truths = [row["verifier"], row["verifier"], faulty(row["verifier"]), changed(row["verifier"]), "no JSON"]
    replies = [right, WRONG, right, right, right]
    scores = [
        compute_score("resyn/x", reply, truth, {"index": 0}, folders=str(folder), num_turns=None)
        for reply, truth in zip(replies, truths, strict=True)
    ]
    assert {tuple(score) for score in scores} == {("score", "acc", "format", "fault", "answered")}
    assert [score["score"] for score in scores] == [1.0, FORMAT, FAULT_SCORE, FAULT_SCORE, FAULT_SCORE]
    assert [score["fault"] for score in scores] == [0.0, 0.0, 1.0, 1.0, 1.0]
    assert all(type(value) is float for score in scores for value in score.values())


def test_many_samples_at_once_are_scored_as_one_by_one(folder: Path) -> None:
    asked = [(row["verifier"], reply) for row, right in rows_with_solutions(folder) for reply in (right, WRONG)]

    async def ask_all() -> list[dict[str, float]]:
        return await asyncio.gather(
            *(
                compute_score_async("resyn/x", solution_str=reply, ground_truth=truth, folders=[str(folder)])
                for truth, reply in asked
            )
        )

    assert [score["acc"] for score in asyncio.run(ask_all())] == [1.0, 0.0] * 12


def test_the_score_that_stands_for_none_is_exact_in_the_types_that_trainers_use() -> None:
    assert struct.unpack("f", struct.pack("f", FAULT_SCORE))[0] == FAULT_SCORE
    assert FAULT_SCORE == -(2.0**-20)  # a power of two above the least of half precision


@pytest.mark.adapters
def test_the_command_of_the_guide_scores_in_reward_workers_and_leaves_faults_out_of_groups(
    folder: Path, model: Path, tmp_path: Path
) -> None:
    command = re.findall(r"python -m verl.trainer.main_ppo \\\n(.*?)```", GUIDE, flags=re.DOTALL)[0]
    (tmp_path / "data").symlink_to(folder)
    code = guide("train_with_verl")[0]
    assert run([sys.executable, "-c", code], tmp_path).stdout.split() == ["train", "data_verl/train.parquet"]
    places = {"Qwen/Qwen2.5-1.5B-Instruct": str(model), "reward_kwargs.folders=data": f"reward_kwargs.folders={folder}"}
    for old, new in places.items():
        assert old in command
        command = command.replace(old, new)
    overrides = json.dumps(command.replace("\\\n", " ").split())
    program = str(ROOT / "tests" / "adapters" / "verl_rewards.py")
    arguments = [str(folder), str(model), str(tmp_path / "data_verl" / "train.parquet"), overrides]
    ended = run([sys.executable, program, *arguments], tmp_path)
    assert ended.returncode == 0, ended.stderr[-6000:]
    told = json.loads(ended.stdout.strip().split("\n")[-1])
    expected = {"right": 1.0, "wrong": FORMAT, "fault": FAULT_SCORE, "silent": 0.0}
    assert told["rewards"] == pytest.approx([expected[kind] for kind in told["kinds"]], abs=1e-7)
    assert told["fault"] == [float(kind == "fault") for kind in told["kinds"]]
    right, wrong, fault, silent, *second = told["advantages"]
    mean = (1.0 + FORMAT + 0.0) / 3
    deviation = (sum((reward - mean) ** 2 for reward in (1.0, FORMAT, 0.0)) / 2) ** 0.5
    assert [right, wrong, silent] == pytest.approx(
        [(reward - mean) / deviation for reward in (1.0, FORMAT, 0.0)], abs=1e-4
    )
    assert [fault, *second] == [0.0] * 5
