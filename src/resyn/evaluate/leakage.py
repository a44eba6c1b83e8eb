"""Do a dataset's questions repeat those of benchmarks? Runs of words in common, and nearness of whole texts."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from resyn.core.errors import ConfigError
from resyn.core.parquet import load_pyarrow
from resyn.core.progress import Progress, Silent
from resyn.dataset.package import DATA_FOLDER, MANIFEST_NAME
from resyn.gate.benchmarks import BenchmarkIndex
from resyn.gate.embedding import Embedder, HashedNgrams
from resyn.gate.rules.leaks_benchmark import RUN, SHARE

STAGE: Final = "leakage"
_COLUMNS: Final = ("question", "problem", "input", "prompt")
_DIMENSIONS: Final = 1024  # of texts by the ten thousand, which are all kept; four times as quick as the default
_WITNESS_CHARS: Final = 300


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a dataset: where it stands, and what it belongs to (its environment, else its file)."""

    id: str
    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Leak:
    """A question that repeats a benchmark's.

    `words` is the longest run in common, `share` that of its 8-word runs, `nearness` the cosine to the nearest
    published question; `repeated` is the run, or the near question where nearness alone tells.
    """

    id: str
    group: str
    file: str
    words: int
    share: float
    nearness: float
    repeated: str


@dataclass(frozen=True, slots=True)
class LeakageReport:
    """What was found. `nearest` holds, of all questions' nearness, the median, the 99th percentile and the greatest."""

    questions: int
    leaks: tuple[Leak, ...]
    nearest: tuple[float, float, float]
    method: dict[str, Any]

    @property
    def groups(self) -> dict[str, int]:
        """Leaking questions by environment or file, most first."""
        return dict(Counter(leak.group for leak in self.leaks).most_common())

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return asdict(self) | {"leaks": [asdict(leak) for leak in self.leaks], "groups": self.groups}


def check_leakage(
    questions: Sequence[Question],
    benchmarks: Path,
    *,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> LeakageReport:
    """Compare questions with all of a folder's benchmarks (see `gate.benchmarks`); some three milliseconds each.

    A question leaks by the bounds of the rule `leaks_benchmark`: 13 words in a row (Brown et al. 2020), 15 of 100 runs
    of 8 words, or as near as two texts that ask the same. Raises ConfigError where the folder holds no benchmark.
    """
    index, embedder = BenchmarkIndex(benchmarks), embedder or HashedNgrams(dimensions=_DIMENSIONS)
    progress = progress or Silent()
    progress.begin(STAGE, len(questions))
    leaks, nearness = [], []
    for question in questions:
        leak, near = _look(question, index, embedder)
        nearness.append(near)
        if leak is not None:
            leaks.append(leak)
        progress.advance(STAGE)
    return LeakageReport(
        questions=len(questions),
        leaks=tuple(_named(leaks, index)),
        nearest=_spread(nearness),
        method={"run": RUN, "share": SHARE, "embedder": embedder.name, "near": embedder.near},
    )


def is_dataset(path: Path) -> bool:
    """Tell whether a path is a dataset of rows (ours, a Parquet or a JSON-lines file), and no file of environments."""
    return path.suffix in (".parquet", ".jsonl") or (path / MANIFEST_NAME).is_file()


def read_questions(path: Path) -> Iterator[Question]:
    """Yield the questions of a dataset: a folder of ours, a Parquet or a JSON-lines file.

    They stand in a column question, problem, input or prompt (a text, or a conversation whose last turn counts). Raises
    ConfigError where a file cannot be read or has none of them.
    """
    files = sorted((path / DATA_FOLDER).glob("*.parquet")) if path.is_dir() else [path]
    for file in files:
        for number, row in enumerate(_rows(file)):
            column = next((name for name in _COLUMNS if row.get(name)), None)
            if column is None:
                raise ConfigError(
                    f"{file}, row {number + 1} has no question", hint=f"Name its column one of {', '.join(_COLUMNS)}."
                )
            text = row[column] if isinstance(row[column], str) else str(row[column][-1].get("content", ""))
            group = str(row.get("environment") or file.name)
            yield Question(str(row.get("id") or f"{file.name}:{number + 1}"), group, text)


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        if file.suffix == ".parquet":
            _, parquet = load_pyarrow()
            known = set(parquet.read_schema(file).names)
            table = parquet.read_table(file, columns=sorted(known & {*_COLUMNS, "id", "environment"}))
            return list(table.to_pylist())
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file} cannot be read as rows: {error}", hint="Give Parquet or JSON lines.") from None
    if not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{file} holds a line that is no JSON object", hint="Give Parquet or JSON lines.")
    return rows


def _look(question: Question, index: BenchmarkIndex, embedder: Embedder) -> tuple[Leak | None, float]:
    overlap = index.overlap(question.text)
    near = index.nearest(question.text, embedder)
    nearness = near.nearness if near else 0.0
    repeats = overlap.words >= RUN or overlap.share > SHARE
    if not repeats and nearness < embedder.near:
        return None, nearness
    file = near.file if near else ""
    repeated = overlap.run if repeats else near.question if near else ""
    leak = Leak(question.id, question.group, file, overlap.words, overlap.share, nearness, repeated[:_WITNESS_CHARS])
    return leak, nearness


def _named(leaks: Sequence[Leak], index: BenchmarkIndex) -> Iterator[Leak]:
    """Yield leaks, the worst of each group first among its own, that one with the very file its words stand in."""
    by_group: dict[str, list[Leak]] = defaultdict(list)
    for leak in sorted(leaks, key=lambda leak: (-leak.words, -leak.nearness, leak.id)):
        by_group[leak.group].append(leak)
    for group in by_group.values():
        worst, *others = group
        found = index.find(worst.repeated) if worst.words else ""
        yield replace(worst, file=found or worst.file)
        yield from others


def _spread(nearness: list[float]) -> tuple[float, float, float]:
    if not nearness:
        return 0.0, 0.0, 0.0
    ordered = sorted(nearness)
    last = len(ordered) - 1
    return ordered[last // 2], ordered[round(0.99 * last)], ordered[last]
