"""Two evaluations of the same questions, compared pair by pair."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from resyn.core.errors import ConfigError
from resyn.evaluate.estimate import Difference, compare, harmonic, mean
from resyn.evaluate.grade import Graded
from resyn.evaluate.registry import BENCHMARKS
from resyn.evaluate.summary import scores_by_problem

Scores = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the second model differs on a benchmark; `gained` and `lost` count problems with a higher, a lower score.

    `first` and `second` are mean@k over the problems that both have; `harmonic` is the difference of BBEH's headline.
    """

    name: str
    first: float
    second: float
    difference: Difference
    gained: int
    lost: int
    harmonic: Difference | None = None

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return asdict(self)


def compare_answers(first: Sequence[Graded], second: Sequence[Graded], *, seed: int = 0) -> list[Comparison]:
    """Compare the benchmarks that two evaluations share, on the problems that both have.

    Raises ConfigError where they share none, or put different questions under one name.
    """
    _check_same_questions(first, second)
    names = dict.fromkeys(row.benchmark for row in first)
    found = []
    for name in names:
        sides = [scores_by_problem([row for row in rows if row.benchmark == name]) for rows in (first, second)]
        shared = _shared(*sides)
        if shared:
            found.append(_comparison(name, sides, shared, seed=seed))
    if not found:
        raise ConfigError(
            "the two evaluations have no question in common", hint="Evaluate both models on the same benchmarks."
        )
    return found


def _comparison(name: str, sides: Sequence[Scores], shared: dict[str, list[str]], *, seed: int) -> Comparison:
    before, after = (
        {task: [side[task][problem] for problem in problems] for task, problems in shared.items()} for side in sides
    )
    pairs = [pair for task in before for pair in zip(before[task], after[task], strict=True)]
    ranked = name in BENCHMARKS and BENCHMARKS[name].headline == "harmonic"
    return Comparison(
        name=name,
        first=sum(one for one, _ in pairs) / len(pairs),
        second=sum(two for _, two in pairs) / len(pairs),
        difference=compare(before, after, mean, seed=seed),
        gained=sum(two > one for one, two in pairs),
        lost=sum(two < one for one, two in pairs),
        harmonic=compare(before, after, harmonic, seed=seed) if ranked else None,
    )


def _shared(first: Scores, second: Scores) -> dict[str, list[str]]:
    shared = {task: sorted(first[task].keys() & second[task].keys()) for task in first.keys() & second.keys()}
    return {task: problems for task, problems in sorted(shared.items()) if problems}


def _check_same_questions(first: Sequence[Graded], second: Sequence[Graded]) -> None:
    asked = {(row.benchmark, row.problem): row.question for row in first}
    for row in second:
        if asked.get((row.benchmark, row.problem), row.question) != row.question:
            raise ConfigError(
                f"{row.benchmark} {row.problem} is another question in the second evaluation",
                hint="Compare evaluations of the same version of the data and of the environments.",
            )
