"""Read saved rollouts, JSON lines or Parquet: what a model said to which row, and what reward was recorded for it."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from resyn.core.errors import ConfigError
from resyn.core.parquet import load_pyarrow

_PARQUET: Final = (".parquet", ".pq")
_BATCH: Final = 1024
_MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where rollouts keep what is read; a dot leads into an object, such as reward_model.ground_truth."""

    verifier: str = "verifier"
    response: str = "response"
    reward: str = "reward"


@dataclass(frozen=True, slots=True)
class Rollout:
    """One saved sample; `line` counts from 1. `recorded` is None where the reward is null, and where there is none."""

    line: int
    verifier: str
    response: str
    recorded: float | None
    is_recorded: bool


def read_rollouts(path: Path, *, columns: Columns) -> Iterator[Rollout]:
    """Read rollouts one after the other, holding few at once.

    A response is a text, or chat messages of which the last is taken. Raises ConfigError naming file and line for what
    cannot be read; a file without rewards is no error.
    """
    rows = _parquet_rows(path, columns) if path.suffix in _PARQUET else _json_rows(path)
    for line, row in rows:
        yield _rollout(path, line, row, columns)


def _json_rows(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise ConfigError(
                        f"{path}, line {number} is not JSON: {error}", hint="Give JSON lines, or *.parquet."
                    ) from None
                yield number, row
    except OSError as error:
        raise _unreadable(path, error) from None


def _parquet_rows(path: Path, columns: Columns) -> Iterator[tuple[int, Any]]:
    pyarrow, parquet = load_pyarrow()
    try:
        with parquet.ParquetFile(path) as file:
            names = (columns.verifier, columns.response, columns.reward)
            wanted = {*names, *(name.split(".")[0] for name in names)}  # a column's own name may hold dots
            present = [name for name in file.schema_arrow.names if name in wanted]
            rows = (row for batch in file.iter_batches(_BATCH, columns=present) for row in batch.to_pylist())
            yield from enumerate(rows, start=1)
    except (OSError, pyarrow.ArrowException) as error:
        raise _unreadable(path, error) from None


def _rollout(path: Path, line: int, row: Any, columns: Columns) -> Rollout:
    response = _text_of(_at(row, columns.response))
    verifier = _at(row, columns.verifier)
    for what, value, column in (("verifier", verifier, columns.verifier), ("response", response, columns.response)):
        if not isinstance(value, str):
            raise ConfigError(
                f"{path}, line {line} has no text under {column!r}",
                hint=f"Name where it stands, such as --column {what}=NAME; a dot leads into an object.",
            )
    recorded = _at(row, columns.reward, _MISSING)
    try:
        reward = None if recorded is None or recorded is _MISSING else float(recorded)
    except (ValueError, TypeError, OverflowError):
        raise ConfigError(
            f"{path}, line {line} has a reward under {columns.reward!r} that is no number: {str(recorded)[:80]}",
            hint="Name another with --column reward=NAME, or one that is not there to compare with none.",
        ) from None
    reward = None if reward is None or not math.isfinite(reward) else reward
    return Rollout(line, verifier, response, reward, recorded is not _MISSING)


def _at(row: Any, column: str, missing: Any = None) -> Any:
    """Return what stands under a name, or under the names between its dots; `missing` where nothing does."""
    if isinstance(row, Mapping) and column in row:
        return row[column]
    for name in column.split("."):
        if not isinstance(row, Mapping) or name not in row:
            return missing
        row = row[name]
    return row


def _text_of(response: Any) -> Any:
    """Return the content of the last of chat messages, and anything else as it is."""
    if isinstance(response, list) and response and isinstance(response[-1], Mapping):
        return response[-1].get("content")
    return response


def _unreadable(path: Path, error: Exception) -> ConfigError:
    return ConfigError(f"{path} cannot be read: {error}", hint="Give a file of JSON lines, or *.parquet.")
