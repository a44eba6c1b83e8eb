"""What the graded rows of a benchmark amount to: estimates with intervals, rates, lengths."""

import math
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from resyn.core.records import Outcome
from resyn.evaluate.benchmarks.benchmark import Benchmark
from resyn.evaluate.estimate import Bootstrap, Estimate, harmonic, mean, pass_at
from resyn.evaluate.grade import Graded
from resyn.evaluate.heldout import NAME as HELDOUT


@dataclass(frozen=True, slots=True)
class Lengths:
    """Output tokens of the replies."""

    mean: float
    median: float
    p95: float
    most: int


@dataclass(frozen=True, slots=True)
class TaskResult:
    """A task's mean@k with its interval, and how many problems it has."""

    problems: int
    mean: Estimate


@dataclass(frozen=True, slots=True)
class BenchmarkResult:
    """A benchmark's result.

    `mean` is mean@k over problems; `harmonic` BBEH's headline, None for others; `pass_at` gives pass@k by k. Rates are
    shares of all samples: a final answer found, format kept, cut off at the limit of tokens. `faults` counts answers
    that a verifier failed on (they count neither way), `unanswered` those that the model refused to give (wrong).
    """

    name: str
    title: str
    headline: str
    problems: int
    samples: int
    mean: Estimate
    harmonic: Estimate | None
    pass_at: dict[int, Estimate]
    tasks: dict[str, TaskResult]
    levels: dict[str, TaskResult]
    answered: float
    follows_format: float
    truncated: float
    faults: int
    unanswered: int
    output: Lengths

    @property
    def headline_estimate(self) -> Estimate:
        """The figure that the publisher ranks by."""
        return self.harmonic if self.headline == "harmonic" and self.harmonic else self.mean

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return asdict(self) | {"pass_at": {str(k): asdict(value) for k, value in self.pass_at.items()}}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote; raises KeyError, TypeError or ValueError for other objects."""
        return cls(
            **data
            | {
                "mean": Estimate(**data["mean"]),
                "harmonic": Estimate(**data["harmonic"]) if data["harmonic"] else None,
                "pass_at": {int(k): Estimate(**value) for k, value in data["pass_at"].items()},
                "tasks": _read_tasks(data["tasks"]),
                "levels": _read_tasks(data["levels"]),
                "output": Lengths(**data["output"]),
            }
        )


def scores_by_problem(rows: Sequence[Graded]) -> dict[str, dict[str, float]]:
    """Return the mean score of each problem, by task; faults count neither way, problems with nothing else are out."""
    counts = _counts(rows)
    return {
        task: {problem: correct / samples for problem, (correct, samples) in problems.items()}
        for task, problems in counts.items()
    }


def summarise(rows: Sequence[Graded], benchmark: Benchmark | None, *, seed: int = 0) -> BenchmarkResult:
    """Return what the rows of one benchmark amount to; None stands for held-out environments."""
    scores = {task: list(of_task.values()) for task, of_task in scores_by_problem(rows).items()}
    bootstrap = Bootstrap(scores, seed=seed)
    headline = benchmark.headline if benchmark else "mean"
    return BenchmarkResult(
        name=benchmark.name if benchmark else HELDOUT,
        title=benchmark.title if benchmark else "Held-out environments",
        headline=headline,
        problems=len({row.problem for row in rows}),
        samples=max((row.sample for row in rows), default=-1) + 1,
        mean=bootstrap.estimate(mean),
        harmonic=bootstrap.estimate(harmonic) if headline == "harmonic" else None,
        pass_at=_passes(rows, seed=seed),
        tasks=_tasks(bootstrap),
        levels={} if benchmark else _levels(rows, seed=seed),
        answered=_share(row.answer is not None for row in rows),
        follows_format=_share(row.follows_format for row in rows),
        truncated=_share(row.truncated for row in rows),
        faults=sum(row.outcome == Outcome.FAULT for row in rows),
        unanswered=sum(bool(row.error) for row in rows),
        output=_lengths([row.output_tokens for row in rows if not row.error]),
    )


def _counts(rows: Sequence[Graded]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return for each task and problem how many samples are correct, of how many that are no fault."""
    counts: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in rows:
        if row.outcome != Outcome.FAULT:
            correct, samples = counts[row.task].get(row.problem, (0, 0))
            counts[row.task][row.problem] = correct + row.correct, samples + 1
    return dict(sorted(counts.items()))


def _passes(rows: Sequence[Graded], *, seed: int) -> dict[int, Estimate]:
    """Return pass@k for 1, 2, 4, ... and the number of samples, over the problems that have as many samples."""
    counts = _counts(rows)
    most = max((samples for task in counts.values() for _, samples in task.values()), default=0)
    wanted = [2**power for power in range(most.bit_length()) if 2**power <= most]
    passes = {}
    for k in sorted({*wanted, most} - {0}):
        scores = {
            task: [pass_at(k, correct=c, samples=n) for c, n in problems.values() if n >= k]
            for task, problems in counts.items()
        }
        passes[k] = Bootstrap(scores, seed=seed).estimate(mean)
    return passes


def _levels(rows: Sequence[Graded], *, seed: int) -> dict[str, TaskResult]:
    by_level: dict[str, list[Graded]] = defaultdict(list)
    for row in rows:
        by_level[row.rule].append(row)
    found = {}
    for level, of_level in sorted(by_level.items(), key=lambda pair: int(pair[0])):
        scores = {task: list(problems.values()) for task, problems in scores_by_problem(of_level).items()}
        found[level] = TaskResult(sum(map(len, scores.values())), Bootstrap(scores, seed=seed).estimate(mean))
    return found


def _tasks(bootstrap: Bootstrap) -> dict[str, TaskResult]:
    return {task: TaskResult(bootstrap.sizes[task], estimate) for task, estimate in bootstrap.tasks().items()}


def _read_tasks(data: dict[str, Any]) -> dict[str, TaskResult]:
    return {task: TaskResult(value["problems"], Estimate(**value["mean"])) for task, value in data.items()}


def _share(flags: Any) -> float:
    values = list(flags)
    return sum(values) / len(values) if values else 0.0


def _lengths(tokens: list[int]) -> Lengths:
    if not tokens:
        return Lengths(0.0, 0.0, 0.0, 0)
    ordered = sorted(tokens)
    p95 = ordered[min(len(ordered) - 1, math.ceil(0.95 * len(ordered)) - 1)]
    return Lengths(statistics.fmean(ordered), statistics.median(ordered), p95, ordered[-1])
