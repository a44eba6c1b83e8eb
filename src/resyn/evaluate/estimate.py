"""Estimates from samples that are grouped by problem: mean@k, pass@k, harmonic mean, bootstrap, paired comparison.

Samples of one problem are no independent trials: every interval resamples whole problems, within their tasks, so that
it speaks of other questions like these.
"""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

DRAWS: Final = 2000
CONFIDENCE: Final = 0.95

Tasks = Mapping[str, Sequence[float]]
"""For each task a score per problem, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class TaskMean:
    """A task's mean score and its number of problems; what a statistic over tasks is made of."""

    mean: float
    problems: int


Statistic = Callable[[Sequence[TaskMean]], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval of CONFIDENCE."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Second less first, with the interval of CONFIDENCE and the two-sided p of no difference."""

    value: float
    low: float
    high: float
    p: float
    problems: int


def mean(tasks: Sequence[TaskMean]) -> float:
    """Return the mean over all problems (micro average); 0 for none."""
    problems = sum(task.problems for task in tasks)
    return math.fsum(task.mean * task.problems for task in tasks) / problems if problems else 0.0


def harmonic(tasks: Sequence[TaskMean]) -> float:
    """Return the harmonic mean over tasks of (accuracy in percent + 1), less 1, as a share of 1.

    BBEH's headline (Kazemi et al. 2025): one task that is never solved does not make the whole 0.
    """
    shares = [100 * task.mean + 1 for task in tasks if task.problems]
    return (len(shares) / math.fsum(1 / share for share in shares) - 1) / 100 if shares else 0.0


def pass_at(k: int, *, correct: int, samples: int) -> float:
    """Return the chance that k of the samples, drawn without return, hold a correct one.

    The unbiased estimator of Chen et al. 2021 (arXiv 2107.03374): 1 - C(n - c, k) / C(n, k).
    """
    if not 1 <= k <= samples or not 0 <= correct <= samples:
        raise ValueError(f"pass@{k} of {correct} correct among {samples} samples")
    return 1.0 - math.comb(samples - correct, k) / math.comb(samples, k)


class Bootstrap:
    """DRAWS resamplings of problems within tasks.

    Equal seeds draw the same problems of tasks with equal names and sizes, whatever the scores: two of them are paired.
    """

    def __init__(self, tasks: Tasks, *, seed: int = 0) -> None:
        self.sizes = {task: len(scores) for task, scores in tasks.items() if scores}
        self._observed = [TaskMean(math.fsum(tasks[task]) / size, size) for task, size in self.sizes.items()]
        self._draws = {task: _resampled_means(tasks[task], f"{seed}:{task}") for task in self.sizes}

    def observed(self, statistic: Statistic = mean) -> float:
        """Return the statistic of the scores themselves."""
        return statistic(self._observed)

    def draws(self, statistic: Statistic = mean) -> list[float]:
        """Return the statistic of each resampling."""
        sizes = list(self.sizes.values())
        return [
            statistic([TaskMean(value, size) for value, size in zip(values, sizes, strict=True)])
            for values in zip(*self._draws.values(), strict=True)
        ]

    def estimate(self, statistic: Statistic = mean) -> Estimate:
        """Return the statistic with its percentile interval; three zeros where there is no problem."""
        return Estimate(self.observed(statistic), *_interval(self.draws(statistic)))

    def tasks(self) -> dict[str, Estimate]:
        """Return the mean of each task with its percentile interval."""
        observed = zip(self.sizes, self._observed, strict=True)
        return {task: Estimate(of_task.mean, *_interval(self._draws[task])) for task, of_task in observed}


def compare(first: Tasks, second: Tasks, statistic: Statistic = mean, *, seed: int = 0) -> Difference:
    """Return how much better the second is on the same problems, in the same order; both are resampled together.

    p is twice the share of resamplings on the far side of no difference, ties counted half, and at least 1 / DRAWS.
    Raises ValueError where the problems differ in number.
    """
    sides = [Bootstrap(tasks, seed=seed) for tasks in (first, second)]
    if sides[0].sizes != sides[1].sizes:
        raise ValueError("a paired comparison needs the same problems on both sides")
    draws = [after - before for before, after in zip(*(side.draws(statistic) for side in sides), strict=True)]
    value = sides[1].observed(statistic) - sides[0].observed(statistic)
    below = sum(draw < 0 for draw in draws) + sum(draw == 0 for draw in draws) / 2
    p = 2 * min(below, len(draws) - below) / len(draws) if draws else 1.0
    return Difference(value, *_interval(draws), max(p, 1 / DRAWS), sum(sides[0].sizes.values()))


def _resampled_means(scores: Sequence[float], seed: str) -> list[float]:
    rng = random.Random(seed)
    size = len(scores)
    return [sum(rng.choices(scores, k=size)) / size for _ in range(DRAWS)]


def _interval(draws: Sequence[float]) -> tuple[float, float]:
    if not draws:
        return 0.0, 0.0
    ordered = sorted(draws)
    tail = (1 - CONFIDENCE) / 2
    return ordered[round(tail * (len(ordered) - 1))], ordered[round((1 - tail) * (len(ordered) - 1))]
