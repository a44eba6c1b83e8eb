"""What a model can do before, in and after training: rates on questions that it is never trained on."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from resyn.core import jsontext
from resyn.core.environment import Environment
from resyn.core.errors import StoreError
from resyn.core.files import write_whole
from resyn.core.progress import Progress, Silent
from resyn.core.records import Outcome
from resyn.core.statistics import clustered_interval
from resyn.dataset.draw import Quota, draw_items
from resyn.sandbox.jail import Jail
from resyn.train.questions import Question
from resyn.train.rollout import Group

FOLDER: Final = "measures"
SPLIT: Final = "measure"
"""The split in the seeds of these instances; no dataset and no training draws from it."""

TRAINED: Final = "trained"
HELDOUT_ENVIRONMENTS: Final = "held-out environments"
HELDOUT_LEVELS: Final = "held-out levels"

_MOST_CHARS: Final = 20_000

QuestionSets = Mapping[str, Sequence[Question]]
"""What is measured: questions by the name of their set."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of the replies to one question; `judged` are those whose verifier did not fail."""

    set: str
    environment: str
    level: int
    correct: int
    judged: int
    replies: int
    formatted: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Rate:
    """The share solved with its 95% interval, in which the replies to one question count as alike."""

    value: float | None
    low: float
    high: float
    questions: int
    formatted: float


@dataclass(frozen=True, slots=True)
class Measure:
    """The answers to all questions at one step, by the question's id."""

    step: int
    answers: dict[str, Answered]

    @property
    def sets(self) -> list[str]:
        """The names of the sets, in the order in which they were measured."""
        return list(dict.fromkeys(answer.set for answer in self.answers.values()))

    def rate(self, name: str, *, level: int | None = None) -> Rate:
        """Return the rate on a set, or on its questions of one level."""
        seen = [one for one in self.answers.values() if one.set == name and level in (None, one.level)]
        judged, replies = sum(one.judged for one in seen), sum(one.replies for one in seen)
        low, high = clustered_interval([(one.correct, one.judged) for one in seen])
        return Rate(
            value=sum(one.correct for one in seen) / judged if judged else None,
            low=low,
            high=high,
            questions=len(seen),
            formatted=sum(one.formatted for one in seen) / replies if replies else 0.0,
        )

    def scores(self, name: str) -> dict[str, dict[str, float]]:
        """Return each question's share solved, by environment and id; those without a judged reply are left out."""
        found: dict[str, dict[str, float]] = {}
        for id_, one in self.answers.items():
            if one.set == name and one.judged:
                found.setdefault(one.environment, {})[id_] = one.correct / one.judged
        return found

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        fields = Answered.__slots__
        answers = {id_: [getattr(one, name) for name in fields] for id_, one in self.answers.items()}
        return {"step": self.step, "fields": list(fields), "answers": answers}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Measure":
        """Read what `to_json` wrote."""
        answers = {id_: Answered(**dict(zip(data["fields"], row, strict=True))) for id_, row in data["answers"].items()}
        return cls(data["step"], answers)


def pair_scores(first: Measure, second: Measure, name: str) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return the scores of a set by environment in two measures, on the questions that both judged, in one order."""
    one, other = first.scores(name), second.scores(name)
    both = {task: sorted(one[task].keys() & other.get(task, {}).keys()) for task in one}
    both = {task: ids for task, ids in both.items() if ids}
    return (
        {task: [one[task][id_] for id_ in ids] for task, ids in both.items()},
        {task: [other[task][id_] for id_ in ids] for task, ids in both.items()},
    )


def draw_question_sets(
    trained: Sequence[Environment],
    heldout: Sequence[Environment],
    jail: Jail,
    *,
    levels: Sequence[int],
    heldout_levels: Sequence[int],
    each: int,
    seed: int,
    progress: Progress | None = None,
) -> dict[str, list[Question]]:
    """Draw `each` questions of every environment and level for the three sets, as far as they can be drawn."""
    wanted = {
        TRAINED: [(one, level) for one in trained for level in levels],
        HELDOUT_ENVIRONMENTS: [(one, level) for one in heldout for level in levels],
        HELDOUT_LEVELS: [(one, level) for one in trained for level in heldout_levels],
    }
    sets = {}
    for name, pairs in wanted.items():
        if not pairs:
            continue
        quotas = [Quota(environment, SPLIT, level, each) for environment, level in pairs]
        drawn = draw_items(quotas, jail, seed=seed, max_question_chars=_MOST_CHARS, progress=progress or Silent())
        sets[name] = [Question.of(item) for item in drawn.items]
    return sets


def measure(
    sets: QuestionSets, sample: Callable[[Sequence[Question], int], Sequence[Group]], *, step: int, samples: int
) -> Measure:
    """Let `sample` give `samples` replies to each question, and count."""
    asked = [(name, question) for name, questions in sets.items() for question in questions]
    groups = sample([question for _, question in asked], samples) if asked else []
    answers = {}
    for (name, question), group in zip(asked, groups, strict=True):
        outcomes = [reply.score.outcome for reply in group.replies]
        answers[question.id] = Answered(
            set=name,
            environment=question.task.environment,
            level=question.task.level,
            correct=outcomes.count(Outcome.CORRECT),
            judged=len(outcomes) - outcomes.count(Outcome.FAULT),
            replies=len(outcomes),
            formatted=sum(reply.score.follows_format for reply in group.replies),
            tokens=sum(len(reply.tokens) for reply in group.replies),
        )
    return Measure(step, answers)


def write_measure(folder: Path, measured: Measure) -> None:
    """Write a measure into a run's folder; raises StoreError where that fails."""
    write_whole(folder / FOLDER / f"step-{measured.step:06d}.json", jsontext.dump(measured.to_json()) + "\n")


def forget_measures(folder: Path, *, after: int) -> None:
    """Remove measures of later steps: the run goes on from a checkpoint before them."""
    for path in (folder / FOLDER).glob("step-*.json"):
        if int(path.stem.removeprefix("step-")) > after:
            path.unlink()


def read_measures(folder: Path) -> list[Measure]:
    """Read the measures of a run, in the order of steps; raises StoreError where one is corrupt."""
    found = []
    for path in sorted((folder / FOLDER).glob("step-*.json")):
        try:
            found.append(Measure.from_json(json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path} is no measure: {error}", hint="Remove it; the run measures again.") from None
    return found
