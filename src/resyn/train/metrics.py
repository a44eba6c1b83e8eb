"""The record of a run: one JSON line per optimizer step, in a file that a resumed run goes on with."""

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from resyn.core import jsontext
from resyn.core.errors import StoreError
from resyn.core.files import write_whole

FILE_NAME: Final = "metrics.jsonl"

KEPT: Final = {
    "loss": "loss",
    "grad_norm": "grad_norm",
    "learning_rate": "learning_rate",
    "entropy": "entropy",
    "step_time": "step_seconds",
    "clip_ratio/low_mean": "clipped_low",
    "clip_ratio/high_mean": "clipped_high",
    "sampling/sampling_logp_difference/mean": "sampler_difference",
    "frac_reward_zero_std": "groups_without_signal",
}
"""What of the trainer's log is kept, and its name here."""

Record = dict[str, Any]


def make_record(step: int, logs: Mapping[str, Any], rollout: Mapping[str, Any] | None) -> Record:
    """Return the record of a step: what the trainer logged, and its rollout where it sampled one."""
    kept = {name: _finite(logs[key]) for key, name in KEPT.items() if key in logs}
    record: Record = {"step": step, **kept}
    if rollout is not None:
        verify, whole = rollout["seconds"].get("verify", 0.0), kept.get("step_seconds")
        record["verify_share"] = verify / whole if whole else None
        record["rollout"] = dict(rollout)
    return record


class MetricsFile:
    """The lines of a run; `records` holds all of them, the file is appended to."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self.records: list[Record] = list(read_metrics(folder))

    def append(self, record: Record) -> None:
        """Add a line; raises StoreError where it cannot be written."""
        self.records.append(record)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(jsontext.dump(record) + "\n")
        except OSError as error:
            raise StoreError(
                f"{self._path} cannot be written: {error.strerror}", hint="Check permissions and the space left."
            ) from None

    def rewind(self, step: int) -> None:
        """Drop what was recorded after a step: the run goes on from a checkpoint taken there."""
        self.records = [record for record in self.records if record["step"] <= step]
        write_whole(self._path, "".join(jsontext.dump(record) + "\n" for record in self.records))


def read_metrics(folder: Path) -> Iterator[Record]:
    """Yield the records of a run's folder; a last line that was cut off by a kill is left out.

    Raises StoreError where the file cannot be read, or a line before the last is no record.
    """
    path = folder / FILE_NAME
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}", hint="Check path and permissions.") from None
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            record = json.loads(line)
            _ = record["step"]
        except (ValueError, TypeError, KeyError):
            if number == len(lines):  # no line break at its end: the write was cut off
                return
            raise StoreError(f"{path}, line {number}: is no record", hint="Remove the line.") from None
        yield record


def _finite(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
