"""The configuration of verl: what it says, and that verl's own schema and entry point take it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from resyn.core.environment import Environment
from resyn.core.errors import ConfigError
from resyn.dataset.build import build_dataset
from resyn.dataset.plan import DatasetPlan
from resyn.sandbox.jail import Jail
from resyn.train.settings import TrainSettings
from resyn.train.verl import as_arguments, check_overrides, verl_overrides, write_script

VOWEL = Environment.read(Path(__file__).parent / "environments" / "name_vowel.py")


def overrides(folder: Path, **changed: Any) -> dict[str, Any]:
    files = {"train": folder / "train.parquet", "test": folder / "test.parquet"}
    return verl_overrides(TrainSettings(**changed), model="a 'model'", files=files, folder=folder, nodes=2)


def test_recipe_is_that_of_the_settings(tmp_path: Path) -> None:
    found = overrides(tmp_path, updates=2, save_every=10, lora=32)
    actor = "actor_rollout_ref.actor"
    assert (found[f"{actor}.clip_ratio_low"], found[f"{actor}.clip_ratio_high"]) == (0.2, 0.28)
    assert (found["data.train_batch_size"], found[f"{actor}.ppo_mini_batch_size"]) == (16, 8)
    assert (found["trainer.total_training_steps"], found["trainer.save_freq"]) == (200, 5)
    assert found["algorithm.filter_groups.enable"] is True
    assert found["algorithm.adv_estimator"] == "grpo_without_faults"
    assert found["actor_rollout_ref.model.lora_alpha"] == 64
    assert found["+reward.reward_kwargs.overlong_buffer_cfg.len"] == 256
    assert overrides(tmp_path, max_rounds=1)["algorithm.filter_groups.enable"] is False
    assert "+reward.reward_kwargs.max_resp_len" not in overrides(tmp_path, overlong="none")


@pytest.mark.parametrize("changed", [{"curriculum": "adaptive"}, {"overlong": "mask"}])
def test_what_verl_has_no_counterpart_of_is_refused(tmp_path: Path, changed: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="verl has no counterpart"):
        overrides(tmp_path, **changed)


def test_script_hands_every_override_to_verl_unbroken(tmp_path: Path) -> None:
    found = overrides(tmp_path)
    script = write_script(tmp_path, found)
    program = tmp_path / "python3"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    told = subprocess.run(
        [script, "trainer.nnodes=4"], capture_output=True, text=True, env={"PATH": path}, check=True
    ).stdout.splitlines()
    assert told == ["-m", "verl.trainer.main_ppo", *as_arguments(found), "trainer.nnodes=4"]
    assert "actor_rollout_ref.model.path='a \\'model\\''" in told


@pytest.mark.adapters
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("changed", [{}, {"lora": 32, "overlong": "none", "report_to": "wandb"}])
def test_schema_of_verl_takes_the_configuration(tmp_path: Path, changed: dict[str, Any]) -> None:
    config = check_overrides(as_arguments(overrides(tmp_path, **changed)))
    assert config.actor_rollout_ref.model.path == "a 'model'"
    assert config.reward.custom_reward_function.reward_kwargs.folders == str(tmp_path)
    assert config.trainer.logger == (["console", "wandb"] if changed else ["console"])


@pytest.mark.adapters
@pytest.mark.filterwarnings("default")
def test_key_that_verl_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="verl refuses the configuration"):
        check_overrides([*as_arguments(overrides(tmp_path)), "actor_rollout_ref.actor.clip_ratio_middle=0.1"])


@pytest.mark.adapters
def test_script_runs_dry_through_the_entry_point_of_verl(tmp_path: Path) -> None:
    plan = DatasetPlan(instances=2, levels=(1,), validation=0, test=0)
    with Jail(workers=1) as jail:
        build_dataset([VOWEL], tmp_path / "data", jail=jail, plan=plan)
    told = [str(tmp_path / "data"), "--model", "m", "--verl", str(tmp_path / "verl"), "--json"]
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run([sys.executable, "-m", "resyn", "train", *told], check=True, env=environment, capture_output=True)
    assert (tmp_path / "verl" / "data" / "train.parquet").exists()
    ended = subprocess.run(
        [tmp_path / "verl" / "train.sh", "trainer.nnodes=3", "--cfg", "job"],
        capture_output=True,
        text=True,
        env=environment,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert "nnodes: 3" in ended.stdout
    assert "adv_estimator: grpo_without_faults" in ended.stdout
