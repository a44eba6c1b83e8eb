"""The results of an evaluation on disk: `results.json` for reading, `answers.parquet` with a row per sample."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

from resyn.core.errors import ConfigError
from resyn.core.files import write_whole
from resyn.core.parquet import load_pyarrow
from resyn.core.records import Usage
from resyn.dataset.package import storing
from resyn.evaluate.grade import Graded
from resyn.evaluate.summary import BenchmarkResult

FORMAT: Final = "resyn-evaluation"
SCHEMA: Final = 1
RESULTS_NAME: Final = "results.json"
ANSWERS_NAME: Final = "answers.parquet"
PAGE_NAME: Final = "index.html"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one evaluation found.

    `settings` is how answers were sampled, `usage` what all of them took of the model, `seconds` the wall time of
    asking, `data` the publishers' revisions.
    """

    model: str
    command: str
    version: str
    settings: dict[str, Any]
    data: dict[str, str]
    usage: Usage
    seconds: float
    benchmarks: dict[str, BenchmarkResult]

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        found = {name: benchmark.to_json() for name, benchmark in self.benchmarks.items()}
        return {"format": FORMAT, "schema": SCHEMA} | asdict(self) | {"benchmarks": found}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote; raises ValueError for anything else."""
        if data.get("format") != FORMAT or data.get("schema") != SCHEMA:
            raise ValueError(f"it is no {FORMAT} of schema {SCHEMA}")
        fields = {name: value for name, value in data.items() if name not in ("format", "schema")}
        found = {name: BenchmarkResult.from_json(benchmark) for name, benchmark in data["benchmarks"].items()}
        return cls(**fields | {"usage": Usage(**data["usage"]), "benchmarks": found})


def write_evaluation(folder: Path, evaluation: Evaluation, rows: Sequence[Graded]) -> None:
    """Write results and answers; raises StoreError where that fails, ConfigError without pyarrow."""
    pyarrow, parquet = load_pyarrow()
    folder.mkdir(parents=True, exist_ok=True)
    table = pyarrow.Table.from_pylist([row.to_json() for row in rows], schema=_schema(pyarrow))
    partial = folder / f".{ANSWERS_NAME}.partial"
    with storing(folder / ANSWERS_NAME):
        parquet.write_table(table, partial, compression="zstd")
        partial.replace(folder / ANSWERS_NAME)
    write_whole(folder / RESULTS_NAME, json.dumps(evaluation.to_json(), ensure_ascii=False, indent=1) + "\n")


def read_evaluation(folder: Path) -> Evaluation:
    """Read the results of a folder; raises ConfigError where there are none."""
    path = folder / RESULTS_NAME
    try:
        return Evaluation.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(
            f"{path} holds no results of an evaluation: {error}", hint="Give a folder that `resyn evaluate` wrote."
        ) from None


def read_answers(folder: Path) -> list[Graded]:
    """Read the graded answers of a folder; raises ConfigError where there are none."""
    _, parquet = load_pyarrow()
    path = folder / ANSWERS_NAME
    try:
        return [Graded(**row) for row in parquet.read_table(path).to_pylist()]
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError(
            f"{path} holds no answers of an evaluation: {error}", hint="Give a folder that `resyn evaluate` wrote."
        ) from None


def _schema(pyarrow: Any) -> Any:
    text, integer, number, flag = pyarrow.string(), pyarrow.int64(), pyarrow.float64(), pyarrow.bool_()
    kinds = {
        **dict.fromkeys(("sample", "input_tokens", "output_tokens"), integer),
        **dict.fromkeys(("seconds", "cost"), number),
        **dict.fromkeys(("follows_format", "truncated"), flag),
    }
    return pyarrow.schema([(name, kinds.get(name, text)) for name in Graded.__dataclass_fields__])
