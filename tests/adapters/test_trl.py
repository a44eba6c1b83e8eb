"""The reward function and the columns as GRPOTrainer calls them; the trainer itself in a process of its own."""

import ast
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.conftest import guide, run_python
from tests.adapters.replies import FORMAT, WRONG, faulty, rows_with_solutions

from resyn.adapters.trl import VerifierReward, plain_prompt, read_rows


@pytest.fixture(scope="module")
def reward(folder: Path) -> Iterator[VerifierReward]:
    reward = VerifierReward(folder)
    yield reward
    reward.scorer.close()


def message(text: str) -> list[dict[str, str]]:
    return [{"role": "assistant", "content": text}]


def test_right_wrong_and_unverifiable_completions_earn_one_the_format_and_none(
    reward: VerifierReward, folder: Path
) -> None:
    (row, right) = rows_with_solutions(folder)[0]
    verifiers = [row["verifier"], row["verifier"], faulty(row["verifier"])]
    plain = reward(completions=[right, WRONG, right], verifier=verifiers, prompts=[], completion_ids=[])
    conversational = reward(completions=[message(right), message(WRONG), message(right)], verifier=verifiers)
    assert plain == [1.0, FORMAT, None]
    assert conversational == plain


def test_rates_are_logged_and_those_of_what_was_verified_stand_apart_from_faults(
    reward: VerifierReward, folder: Path
) -> None:
    (row, right) = rows_with_solutions(folder)[0]
    metrics: dict[str, float] = {}
    extra: dict[str, list[Any]] = {}
    reward(
        completions=[right, WRONG, right, "nothing"],
        verifier=[row["verifier"], row["verifier"], faulty(row["verifier"]), row["verifier"]],
        log_metric=metrics.__setitem__,
        log_extra=extra.__setitem__,
    )
    assert metrics == {
        "verifier/format": 0.75,
        "verifier/fault": 0.25,
        "verifier/answered": 0.75,
        "verifier/correct": pytest.approx(1 / 3),
    }
    assert extra == {"outcome": ["correct", "wrong", "fault", "wrong"]}


def test_shaping_is_added_to_what_was_verified_and_to_nothing_else(reward: VerifierReward, folder: Path) -> None:
    (row, right) = rows_with_solutions(folder)[0]
    shaped = VerifierReward(scorer=reward.scorer, shaping=[lambda completions, **_: [-0.5] * len(completions)])
    verifiers = [row["verifier"], faulty(row["verifier"])]
    assert shaped(completions=[right, right], verifier=verifiers) == [0.5, None]


def test_a_pickled_reward_function_opens_its_folders_anew(reward: VerifierReward, folder: Path) -> None:
    (row, right) = rows_with_solutions(folder)[0]
    copy = pickle.loads(pickle.dumps(reward))
    assert copy(completions=[right], verifier=[row["verifier"]]) == [1.0]
    assert copy.__name__ == "verifier"
    copy.scorer.close()


def test_columns_are_those_that_the_trainer_hands_to_the_reward_function(folder: Path) -> None:
    conversational, plain = read_rows(folder), read_rows(folder, plain=True)
    assert set(conversational.column_names) == {"prompt", "verifier", "id", "environment", "level"}
    assert conversational[0]["prompt"][-1]["role"] == "user"
    assert plain[0]["prompt"] == plain_prompt(conversational[0]["prompt"])


# On this machine, and for two steps; nothing that the adapter has to do with.
SMALL: dict[str, Any] = {
    "use_cpu": True,
    "bf16": False,
    "max_steps": 2,
    "per_device_train_batch_size": 4,
    "num_generations": 4,
    "max_completion_length": 16,
    "logging_steps": 1,
    "report_to": [],
    "save_strategy": "no",
}

TRAIN_WITH_FAULTS = """
import json, sys
from trl import GRPOConfig, GRPOTrainer
from replies import changed
from resyn.adapters.trl import VerifierReward, read_rows

folder, model, small = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
logs = {}
for plain in (True, False):
    rows = read_rows(folder, plain=plain).map(lambda row: {"verifier": changed(row["verifier"])})
    trainer = GRPOTrainer(model, VerifierReward(folder), GRPOConfig("out", **small), train_dataset=rows)
    trainer.train()
    logs["plain" if plain else "conversational"] = trainer.state.log_history[:2]
print(json.dumps(logs))
"""


@pytest.mark.adapters
def test_the_guide_trains_with_the_real_trainer(folder: Path, model: Path, tmp_path: Path) -> None:
    (code,) = guide("train_with_trl")[:1]
    code = code.replace('"Qwen/Qwen2.5-0.5B-Instruct"', repr(str(model))).replace('"data"', repr(str(folder)))
    small = ", ".join(f"{name}={value!r}" for name, value in SMALL.items())
    code = code.replace('"runs/grpo", ', f'"runs/grpo", {small}, ') + "\nprint(trainer.state.log_history)"
    printed = run_python(code, tmp_path)
    logged = eval_literal(printed)
    assert all(log["verifier/fault"] == 0.0 and log["verifier/answered"] == 0.0 for log in logged[:2])
    assert [log["rewards/verifier/mean"] for log in logged[:2]] == [0.0, 0.0]


@pytest.mark.adapters
def test_a_training_on_nothing_but_faults_learns_nothing_and_says_so(folder: Path, model: Path, tmp_path: Path) -> None:
    arguments = (str(folder), str(model), json.dumps(SMALL))
    printed = run_python(TRAIN_WITH_FAULTS, tmp_path, *arguments)
    logs = json.loads(printed.strip().split("\n")[-1])
    assert set(logs) == {"plain", "conversational"}
    for steps in logs.values():
        assert [step["verifier/fault"] for step in steps] == [1.0, 1.0]
        assert [step["grad_norm"] for step in steps] == [0.0, 0.0]


def eval_literal(printed: str) -> list[dict[str, Any]]:
    return list(ast.literal_eval(printed.strip().split("\n")[-1].replace("nan", "None")))
