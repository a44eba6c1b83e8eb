"""The same recipe as a configuration of verl, for several machines on Ray: a script to start, and overrides for Hydra.

Nothing of verl is imported here, but where a configuration is checked against its schema.
"""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from resyn.core.errors import ConfigError
from resyn.core.files import write_whole
from resyn.train.settings import TrainSettings

SCRIPT_NAME: Final = "train.sh"

_HEAD: Final = """\
#!/usr/bin/env bash
# DAPO with verl on Ray. On the first machine: ray start --head; on each other one: ray start --address=FIRST:6379.
# Every machine needs resyn (it is imported by the reward workers), verl's training extras and these files.
# Start this script on the first machine; what follows is handed on, such as trainer.nnodes=4.
set -euo pipefail
exec python3 -m verl.trainer.main_ppo \\
"""


def verl_overrides(
    settings: TrainSettings,
    *,
    model: str,
    files: Mapping[str, Path],
    folder: Path,
    nodes: int = 1,
    gpus: int = 8,
) -> dict[str, Any]:
    """Return Hydra overrides of verl's `ppo_trainer`, from key to value.

    `files` are verl's Parquet files by split, `folder` is the dataset's. Raises ConfigError where a setting has no
    counterpart: the curriculum must be static, and long replies punished or left alone.
    """
    if settings.curriculum != "static" or settings.overlong == "mask":
        raise ConfigError(
            f"verl has no counterpart of curriculum = {settings.curriculum!r} with overlong = {settings.overlong!r}",
            hint="Set curriculum to static, and overlong to punish or none.",
        )
    found: dict[str, Any] = {
        "data.train_files": str(files["train"]),
        "data.val_files": str(files.get("test") or files.get("validation") or files["train"]),
        "data.train_batch_size": settings.groups,
        "data.max_prompt_length": settings.max_prompt_tokens,
        "data.max_response_length": settings.max_answer_tokens,
        "data.filter_overlong_prompts": True,
        "data.truncation": "error",
        "actor_rollout_ref.model.path": model,
        "actor_rollout_ref.model.enable_gradient_checkpointing": settings.gradient_checkpointing,
        "actor_rollout_ref.rollout.name": "vllm",
        "actor_rollout_ref.rollout.gpu_memory_utilization": settings.vllm_memory,
        "actor_rollout_ref.rollout.n": settings.generations,
        "actor_rollout_ref.rollout.temperature": settings.temperature,
        "actor_rollout_ref.rollout.log_prob_micro_batch_size_per_gpu": settings.micro_batch,
        "trainer.nnodes": nodes,
        "trainer.n_gpus_per_node": gpus,
        "trainer.total_training_steps": settings.steps // settings.updates,
        "trainer.save_freq": max(1, settings.save_every // settings.updates),
        "trainer.max_actor_ckpt_to_keep": settings.keep,
        "trainer.test_freq": max(-1, settings.measure_every // settings.updates) or -1,
        "trainer.val_before_train": True,
        "trainer.logger": ["console"] if settings.report_to == "none" else ["console", *settings.report_to.split(",")],
        "trainer.project_name": "resyn",
        "trainer.experiment_name": "dapo",
    }
    return found | _actor(settings) | _algorithm(settings) | _reward(settings, folder)


def write_script(target: Path, overrides: Mapping[str, Any]) -> Path:
    """Write the script that starts verl, and return its path; raises StoreError where that fails."""
    path = target / SCRIPT_NAME
    lines = [f"  {shlex.quote(text)} \\\n" for text in as_arguments(overrides)]
    write_whole(path, _HEAD + "".join(lines) + '  "$@"\n')
    path.chmod(0o755)
    return path


def as_arguments(overrides: Mapping[str, Any]) -> list[str]:
    """Return overrides as Hydra reads them on a command line."""
    return [f"{key}={_hydra(value)}" for key, value in overrides.items()]


def check_overrides(arguments: Sequence[str]) -> Any:
    """Return the configuration that verl composes of overrides; raises ConfigError naming what its schema refuses.

    Needs the extra `verl`. Nothing is started.
    """
    try:
        from hydra import compose, initialize_config_module
        from hydra.errors import HydraException
        from omegaconf import OmegaConf
        from omegaconf.errors import OmegaConfBaseException
    except ImportError as error:
        raise ConfigError(f"checking needs verl: {error}", hint="Run `pip install 'resyn[verl]'`.") from None
    try:
        with initialize_config_module(config_module="verl.trainer.config", version_base=None):
            config = compose("ppo_trainer", overrides=list(arguments))
        OmegaConf.to_container(config, resolve=True)
    except (HydraException, OmegaConfBaseException) as error:
        raise ConfigError(f"verl refuses the configuration: {error}", hint="Use verl 0.9 or newer.") from error
    return config


def _actor(settings: TrainSettings) -> dict[str, Any]:
    actor = "actor_rollout_ref.actor"
    found = {
        f"{actor}.optim.lr": settings.learning_rate,
        f"{actor}.optim.lr_warmup_steps": settings.warmup,
        f"{actor}.optim.weight_decay": settings.weight_decay,
        f"{actor}.grad_clip": settings.max_grad_norm,
        f"{actor}.ppo_mini_batch_size": settings.groups // settings.updates,
        f"{actor}.ppo_micro_batch_size_per_gpu": settings.micro_batch,
        f"{actor}.clip_ratio_low": settings.clip_low,
        f"{actor}.clip_ratio_high": settings.clip_high,
        f"{actor}.loss_agg_mode": "token-mean",
        f"{actor}.use_kl_loss": False,
    }
    if settings.lora:
        found["actor_rollout_ref.model.lora_rank"] = settings.lora
        found["actor_rollout_ref.model.lora_alpha"] = settings.lora_alpha or 2 * settings.lora
        found["actor_rollout_ref.rollout.load_format"] = "safetensors"
    return found


def _algorithm(settings: TrainSettings) -> dict[str, Any]:
    return {
        "algorithm.adv_estimator": "grpo_without_faults",
        "algorithm.use_kl_in_reward": False,
        "algorithm.filter_groups.enable": settings.max_rounds > 1,
        "algorithm.filter_groups.metric": "acc",
    }


def _reward(settings: TrainSettings, folder: Path) -> dict[str, Any]:
    function = "reward.custom_reward_function"
    found: dict[str, Any] = {
        f"{function}.path": "pkg://resyn.adapters.verl",
        f"{function}.name": "compute_score_async",
        f"+{function}.reward_kwargs.folders": str(folder),
        f"+{function}.reward_kwargs.format_weight": settings.format_weight,
        "reward.reward_manager.name": "naive",
    }
    if settings.overlong == "punish":
        buffer = "+reward.reward_kwargs.overlong_buffer_cfg"
        found |= {
            "reward.reward_manager.name": "dapo",
            "+reward.reward_kwargs.max_resp_len": settings.max_answer_tokens,
            f"{buffer}.enable": True,
            f"{buffer}.len": settings.overlong_buffer,
            f"{buffer}.penalty_factor": 1.0,
            f"{buffer}.log": False,
        }
    return found


def _hydra(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ",".join(map(str, value)) + "]"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return str(value)
