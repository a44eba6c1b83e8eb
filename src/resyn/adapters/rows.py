"""The rows of a dataset folder, as every trainer's adapter takes them."""

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any, Final

from resyn.core.errors import ConfigError
from resyn.core.parquet import load_pyarrow
from resyn.core.records import Item
from resyn.dataset.package import DATA_FOLDER, row_of

COLUMNS: Final = ("id", "prompt", "question", "verifier", "environment", "category", "level", "split")
"""What a trainer may see of a row; the solution is not among it."""


def read_rows(folder: str | PathLike[str], split: str = "train") -> list[dict[str, Any]]:
    """Read a split's rows with the keys of COLUMNS; `prompt` is a list of chat messages.

    Raises ConfigError where the folder has no such split, or pyarrow is not installed.
    """
    _, parquet = load_pyarrow()
    path = Path(folder) / DATA_FOLDER / f"{split}.parquet"
    if not path.is_file():
        there = ", ".join(sorted(file.stem for file in path.parent.glob("*.parquet")))
        raise ConfigError(
            f"{folder} has no split {split!r}",
            hint=f"It has {there}." if there else "Give the folder that `resyn dataset` wrote.",
        )
    rows: list[dict[str, Any]] = parquet.read_table(path, columns=list(COLUMNS)).to_pylist()
    return rows


def rows_of(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Return items that were drawn just now as `read_rows` returns those of a folder."""
    return [{key: row[key] for key in COLUMNS} for row in map(row_of, items)]
