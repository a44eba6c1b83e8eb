"""The trainer that a run's settings describe: model, adapters, sampling, batches. Needs the extra `train`."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from resyn.core.errors import ConfigError, ProviderError
from resyn.reward.scorer import Scorer
from resyn.train.checkpoint import FOLDER
from resyn.train.questions import Stream
from resyn.train.settings import TrainSettings

EXTRA_HINT: Final = "Run `pip install 'resyn[train]'`; for rollouts by vLLM `pip install 'resyn[vllm]'` too."

_MOST_AT_ONCE: Final = 4096  # TRL bounds vLLM's batches to so many tokens, and vLLM wants one for each reply


def check_installed() -> None:
    """Raise ConfigError where a library that training needs is missing, before anything is drawn or loaded."""
    missing = [name for name in ("torch", "trl", "peft", "accelerate", "datasets") if find_spec(name) is None]
    if missing:
        raise ConfigError(f"training needs {', '.join(missing)}", hint=EXTRA_HINT)


def choose_rollouts(settings: TrainSettings) -> str:
    """Return what samples: as the settings say, or on an accelerator vLLM where it is installed, else batching."""
    import torch

    accelerated = torch.cuda.is_available()
    if settings.rollouts == "auto":
        return ("vllm" if find_spec("vllm") else "batching") if accelerated else "generate"
    if settings.rollouts == "vllm" and not (accelerated and find_spec("vllm")):
        raise ConfigError("rollouts = 'vllm' needs vllm and an accelerator", hint="Set rollouts to auto.")
    return settings.rollouts


def open_trainer(
    model: str, out: Path, *, settings: TrainSettings, stream: Stream, scorer: Scorer, callbacks: list[Any]
) -> Any:
    """Load the model and return the trainer; raises ProviderError where the model cannot be loaded.

    With LoRA the weights are held in bfloat16 and the adapters in float32, without autocast: transformers' continuous
    batching would otherwise turn the adapters into bfloat16 too, in which updates of 1e-6 vanish.
    """
    os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")  # its rollout_func is marked as experimental
    os.environ.setdefault("VLLM_LOGGING_STREAM", "ext://sys.stderr")  # stdout is the result's
    import torch
    from datasets import Dataset
    from transformers import PrinterCallback

    from resyn.train.dapo import DapoTrainer

    arguments = _arguments(out, settings, accelerated=torch.cuda.is_available())
    rows = Dataset.from_dict({"prompt": ["placeholder"] * (settings.groups * settings.steps)})
    try:
        trainer = DapoTrainer(
            stream=stream,
            scorer=scorer,
            settings=settings,
            model=model,
            args=arguments,
            train_dataset=rows,
            peft_config=_lora(settings) if settings.lora else None,
            callbacks=callbacks,
        )
    except (OSError, RuntimeError, ValueError) as error:
        raise ProviderError(
            f"{model} cannot be trained here: {error}",
            hint="Check the folder (it needs weights and a tokenizer with a chat template) and the free memory.",
        ) from error
    trainer.remove_callback(PrinterCallback)  # it prints on stdout, where the result belongs
    return trainer


def _arguments(out: Path, settings: TrainSettings, *, accelerated: bool) -> Any:
    from trl import GRPOConfig

    world = int(os.environ.get("WORLD_SIZE", "1"))
    if settings.groups % world or settings.replies // settings.updates % (settings.micro_batch * world):
        raise ConfigError(
            f"groups = {settings.groups} do not divide over {world} processes",
            hint="Each process needs as many whole groups and batches as the others.",
        )
    rollouts = choose_rollouts(settings)
    if rollouts == "vllm" and settings.replies // world > _MOST_AT_ONCE:
        raise ConfigError(
            f"groups x generations = {settings.replies} are more than {_MOST_AT_ONCE} replies a process for vLLM",
            hint="Take fewer groups, or more processes.",
        )
    mixed = settings.bf16 and accelerated and not settings.lora and rollouts != "batching"
    batches = settings.replies // (settings.micro_batch * world)
    return GRPOConfig(
        output_dir=str(out / FOLDER),
        max_steps=settings.steps,
        per_device_train_batch_size=settings.micro_batch,
        gradient_accumulation_steps=batches // settings.updates,
        steps_per_generation=batches,
        num_generations=settings.generations,
        max_completion_length=settings.max_answer_tokens,
        temperature=settings.temperature,
        learning_rate=settings.learning_rate,
        lr_scheduler_type="constant_with_warmup",
        warmup_steps=settings.warmup,
        weight_decay=settings.weight_decay,
        max_grad_norm=settings.max_grad_norm,
        loss_type="dapo",
        epsilon=settings.clip_low,
        epsilon_high=settings.clip_high,
        beta=0.0,
        mask_truncated_completions=settings.overlong == "mask",
        use_vllm=rollouts == "vllm",
        vllm_mode="colocate",
        vllm_importance_sampling_mode="token_truncate",  # masks of whole replies lose most of the long ones
        vllm_gpu_memory_utilization=settings.vllm_memory,
        vllm_max_model_length=settings.max_prompt_tokens + settings.max_answer_tokens,
        use_transformers_continuous_batching=rollouts == "batching",
        model_init_kwargs={"dtype": "bfloat16" if settings.bf16 and accelerated and settings.lora else "float32"},
        bf16=mixed,
        use_cpu=not accelerated,
        gradient_checkpointing=settings.gradient_checkpointing,
        shuffle_dataset=False,
        logging_steps=1,
        logging_nan_inf_filter=False,
        save_strategy="steps",
        save_steps=settings.save_every,
        seed=settings.seed,
        report_to=[] if settings.report_to == "none" else settings.report_to.split(","),
        disable_tqdm=True,
    )


def _lora(settings: TrainSettings) -> Any:
    from peft import LoraConfig

    return LoraConfig(
        r=settings.lora,
        lora_alpha=settings.lora_alpha or 2 * settings.lora,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
