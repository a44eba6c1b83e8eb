"""verl: its Parquet layout, and `compute_score` for `reward.custom_reward_function` (the extra `verl`).

    reward.custom_reward_function.path=pkg://resyn.adapters.verl
    reward.custom_reward_function.name=compute_score_async
    +reward.custom_reward_function.reward_kwargs.folders=data

verl takes a float from every sample, and knows no absent reward. A fault gets FAULT_SCORE, which no other sample can
get; the advantage estimator `grpo_without_faults` (see `adapters.verl_plugin`) leaves it out of its group's baseline.
Nothing of verl is imported here.
"""

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

from resyn.adapters.rows import read_rows
from resyn.adapters.scoring import Folders, score, score_async
from resyn.core.errors import ConfigError
from resyn.core.parquet import load_pyarrow
from resyn.dataset.package import DATA_FOLDER, storing
from resyn.reward import Score

FAULT_SCORE: Final = -(2.0**-20)
"""Stands for an absent reward: as good as 0 to whoever does not know it, and exact in 32 and in 16 bits."""


def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: str,
    extra_info: Mapping[str, Any] | None = None,
    folders: Folders | None = None,
    format_weight: float = 0.1,
    workers: int | None = None,
    **_: Any,
) -> dict[str, float]:
    """Score a reply; `ground_truth` is the column `verifier` of a row. Returns the same keys for every sample.

    Waits for its batch: for the manager `remote`, which knows no coroutines. Others use `compute_score_async`.
    """
    scored = score(ground_truth, solution_str, folders=folders, format_weight=format_weight, workers=workers)
    return as_verl(scored)


async def compute_score_async(
    data_source: str,
    solution_str: str,
    ground_truth: str,
    extra_info: Mapping[str, Any] | None = None,
    folders: Folders | None = None,
    format_weight: float = 0.1,
    workers: int | None = None,
    **_: Any,
) -> dict[str, float]:
    """Score a reply as `compute_score` does; all that a reward worker asks for at a time is one jailed batch."""
    return as_verl(
        await score_async(ground_truth, solution_str, folders=folders, format_weight=format_weight, workers=workers)
    )


def as_verl(scored: Score) -> dict[str, float]:
    """Return a score under verl's names: `score` the reward, `acc` 1 where correct (0 for a fault: see `fault`)."""
    floats = scored.to_floats()
    return {
        "score": FAULT_SCORE if floats["fault"] else floats["reward"],
        "acc": 0.0 if floats["fault"] else floats["correct"],
        "format": floats["format"],
        "fault": floats["fault"],
        "answered": floats["answered"],
    }


def write_parquet(folder: str | PathLike[str], target: str | PathLike[str]) -> dict[str, Path]:
    """Write each split of a dataset folder as verl reads it; returns the files by split.

    `data_source` is the environment, by which verl groups validation; `ability` is its category. Raises ConfigError
    where there is no dataset, StoreError where the target cannot be written.
    """
    pyarrow, parquet = load_pyarrow()
    splits = sorted(file.stem for file in (Path(folder) / DATA_FOLDER).glob("*.parquet"))
    if not splits:
        raise ConfigError(f"{folder} holds no dataset", hint="Give the folder that `resyn dataset` wrote.")
    files = {split: Path(target) / f"{split}.parquet" for split in splits}
    for split, file in files.items():
        rows = [_row(index, row) for index, row in enumerate(read_rows(folder, split))]
        with storing(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            parquet.write_table(pyarrow.Table.from_pylist(rows), file, compression="zstd")
    return files


def _row(index: int, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "data_source": f"resyn/{row['environment']}",
        "prompt": row["prompt"],
        "ability": row["category"],
        "reward_model": {"style": "rule", "ground_truth": row["verifier"]},
        "extra_info": {"index": index, "split": row["split"], "id": row["id"], "level": row["level"]},
    }
