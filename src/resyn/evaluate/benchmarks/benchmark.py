"""What a benchmark is, and how its publisher's files are read."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from resyn.core.errors import ConfigError
from resyn.evaluate.problem import Problem


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark's questions and its scoring rule.

    `samples` is how many answers per question the paper takes the mean of. `headline` is the publisher's: the mean over
    questions, or the harmonic mean over tasks. `read` takes the folder of all benchmarks, `is_correct` an answer.
    """

    name: str
    title: str
    samples: int
    read: Callable[[Path], Iterator[Problem]]
    is_correct: Callable[[str, Problem], bool]
    headline: Literal["mean", "harmonic"] = "mean"


def read_examples(path: Path) -> list[dict[str, Any]]:
    """Return the entries of `*.json` (under "examples") or `*.jsonl`; raises ConfigError where they are not there."""
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            entries = [json.loads(line) for line in text.split("\n") if line.strip()]
        else:
            entries = json.loads(text)["examples"]
        if not all(isinstance(entry, dict) for entry in entries):
            raise ValueError("an entry is no JSON object")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ConfigError(
            f"{path} cannot be read as benchmark data: {error}", hint="Give the publisher's files with --data."
        ) from None
    return list(entries)


def field(entry: dict[str, Any], name: str, path: Path) -> str:
    """Return a text or a number of an entry as text; raises ConfigError where it is missing."""
    value = entry.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ConfigError(f"{path}: an entry has no {name!r}", hint="Give the publisher's files with --data.")
    return str(value)
