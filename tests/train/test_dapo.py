"""The trainer by itself: advantages, clipping, the recipe of DAPO as TRL is told it."""

import math
import os
from pathlib import Path
from typing import Any

import pytest

from resyn.core.environment import Environment
from resyn.reward.scorer import Scorer
from resyn.sandbox.jail import Jail
from resyn.train.curriculum import StaticCurriculum
from resyn.train.questions import EndlessSource, Stream
from resyn.train.task import Task

pytestmark = [pytest.mark.adapters, pytest.mark.filterwarnings("default")]

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def jail() -> Any:
    with Jail() as jail:
        yield jail


def open_on(path: Path, model: Path, out: Path, jail: Jail, told: Any) -> Any:
    from resyn.train.engine import open_trainer

    os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    environment = Environment.read(path)
    stream = Stream(StaticCurriculum([Task(environment.name, 1)]), EndlessSource([environment], jail, seed=0))
    scorer = Scorer([path], format_weight=told.format_weight)
    return open_trainer(str(model), out, settings=told, stream=stream, scorer=scorer, callbacks=[])


def settings(**changed: Any) -> Any:
    from resyn.train.settings import TrainSettings

    told: dict[str, Any] = {
        "steps": 2,
        "groups": 4,
        "generations": 8,
        "micro_batch": 32,
        "max_prompt_tokens": 256,
        "max_answer_tokens": 32,
        "overlong": "none",
        "format_weight": 0.0,
        "system_prompt": "",
        "save_every": 2,
        "gradient_checkpointing": False,
    }
    return TrainSettings(**told | changed)


def test_faults_have_no_advantage_and_no_part_in_the_baseline(taught_model: Path, tmp_path: Path, jail: Jail) -> None:
    trainer = open_on(HERE / "moody" / "moody_vowel.py", taught_model, tmp_path, jail, settings(max_rounds=1))
    output = trainer._generate_and_score_completions([])
    rewards = trainer._replayed["earned"]
    assert None in rewards
    for start in range(0, 32, 8):
        told = [
            (reward, output["advantages"][start + place].item())
            for place, reward in enumerate(rewards[start : start + 8])
        ]
        judged = [reward for reward, _ in told if reward is not None]
        mean = sum(judged) / len(judged) if judged else math.nan
        spread = math.sqrt(sum((one - mean) ** 2 for one in judged) / (len(judged) - 1)) if len(judged) > 1 else 0.0
        for reward, advantage in told:
            expected = 0.0 if reward is None else (reward - mean) / (spread + 1e-4)
            assert advantage == pytest.approx(expected, abs=1e-4)


def test_recipe_is_handed_to_the_trainer(taught_model: Path, tmp_path: Path, jail: Jail) -> None:
    told = settings(updates=2, micro_batch=8, overlong="mask")
    arguments = open_on(HERE / "environments" / "name_vowel.py", taught_model, tmp_path, jail, told).args
    assert (arguments.loss_type, arguments.epsilon, arguments.epsilon_high, arguments.beta) == ("dapo", 0.2, 0.28, 0.0)
    assert arguments.mask_truncated_completions
    assert (arguments.steps_per_generation, arguments.gradient_accumulation_steps) == (4, 2)


def test_second_update_of_a_rollout_moves_the_ratio_and_clips_it(
    taught_model: Path, tmp_path: Path, jail: Jail
) -> None:
    told = settings(updates=2, micro_batch=16, steps=4, save_every=4, learning_rate=0.05, warmup=0)
    trainer = open_on(HERE / "environments" / "name_vowel.py", taught_model, tmp_path, jail, told)
    trainer.train()
    logged = [entry for entry in trainer.state.log_history if "clip_ratio/region_mean" in entry]
    assert logged[0]["clip_ratio/region_mean"] == 0.0
    assert logged[1]["clip_ratio/region_mean"] > 0.0


def test_overlong_replies_lose_reward(taught_model: Path, tmp_path: Path, jail: Jail) -> None:
    told = settings(overlong="punish", overlong_buffer=31, max_rounds=1)
    trainer = open_on(HERE / "environments" / "name_vowel.py", taught_model, tmp_path, jail, told)
    groups = trainer.sample(trainer.stream.take(2), 8)
    for reply in (reply for group in groups for reply in group.replies):
        assert reply.reward == pytest.approx(reply.score.reward - min(1.0, max(0, len(reply.tokens) - 1) / 31))


def test_measuring_leaves_the_random_numbers_of_training_alone(taught_model: Path, tmp_path: Path, jail: Jail) -> None:
    import torch

    trainer = open_on(HERE / "environments" / "name_vowel.py", taught_model, tmp_path, jail, settings())
    questions = trainer.stream.take(2)
    before = torch.get_rng_state()
    first = trainer.sample(questions, 4)
    assert torch.equal(before, torch.get_rng_state())
    assert first == trainer.sample(questions, 4)


@pytest.mark.parametrize("checkpointing", [False, True])
def test_lora_trains_adapters_alone(taught_model: Path, tmp_path: Path, jail: Jail, checkpointing: bool) -> None:
    told = settings(lora=4, steps=1, save_every=1, gradient_checkpointing=checkpointing)
    trainer = open_on(HERE / "environments" / "name_vowel.py", taught_model, tmp_path, jail, told)
    trained = [name for name, weight in trainer.model.named_parameters() if weight.requires_grad]
    assert trained
    assert all("lora_" in name for name in trained)
    trainer.train()
    assert trainer.state.log_history[0]["grad_norm"] > 0
    assert (tmp_path / "checkpoints" / "checkpoint-1" / "adapter_model.safetensors").exists()
