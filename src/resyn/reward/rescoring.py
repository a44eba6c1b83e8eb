"""Score saved rollouts again, and say where the recorded rewards are others."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from resyn.core.progress import Progress
from resyn.core.records import Outcome
from resyn.reward.rollouts import Rollout
from resyn.reward.score import Ask, Score
from resyn.reward.scorer import Scorer

STAGE: Final = "rescore"
_BATCH: Final = 4096
_TOLERANCE: Final = 1e-6  # recorded rewards may have gone through float32
_EXAMPLES: Final = 20


@dataclass(frozen=True, slots=True)
class Rescored:
    """One rollout and the score that it gets now."""

    rollout: Rollout
    score: Score

    @property
    def differs(self) -> bool:
        """Whether a reward was recorded and is another now; null is recorded too, and agrees with a fault alone."""
        if not self.rollout.is_recorded:
            return False
        recorded, reward = self.rollout.recorded, self.score.reward
        if recorded is None or reward is None:
            return recorded is not reward
        return abs(recorded - reward) > _TOLERANCE

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object; `recorded` is left out where nothing was."""
        recorded = {"recorded": self.rollout.recorded} if self.rollout.is_recorded else {}
        return {"line": self.rollout.line} | self.score.to_json() | recorded


@dataclass(slots=True)
class Report:
    """What came of scoring a file again; `changes` counts (recorded, now), None for an absent reward."""

    rollouts: int = 0
    recorded: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    by_environment: dict[str, Counter[Outcome]] = field(default_factory=dict)
    differing: Counter[str] = field(default_factory=Counter)
    changes: Counter[tuple[float | None, float | None]] = field(default_factory=Counter)
    examples: list[Rescored] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def differences(self) -> int:
        """How many recorded rewards are others now."""
        return sum(self.differing.values())

    def add(self, one: Rescored) -> None:
        """Count one rollout."""
        score = one.score
        self.rollouts += 1
        self.recorded += one.rollout.is_recorded
        self.outcomes[score.outcome] += 1
        self.by_environment.setdefault(score.environment, Counter())[score.outcome] += 1
        if score.fault:
            self.faults[score.fault] += 1
        if one.differs:
            self.differing[score.environment] += 1
            self.changes[_rounded(one.rollout.recorded), _rounded(score.reward)] += 1
            if len(self.examples) < _EXAMPLES:
                self.examples.append(one)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {
            "rollouts": self.rollouts,
            "outcomes": _counts(self.outcomes),
            "recorded": self.recorded,
            "differences": self.differences,
            "changes": [
                {"recorded": recorded, "reward": reward, "rollouts": count}
                for (recorded, reward), count in self.changes.most_common(_EXAMPLES)
            ],
            "environments": {
                name: _counts(counts) | {"differences": self.differing[name]}
                for name, counts in sorted(self.by_environment.items())
            },
            "faults": dict(self.faults.most_common(_EXAMPLES)),
            "examples": [one.to_json() for one in self.examples],
        }


def rescore(rollouts: Iterable[Rollout], scorer: Scorer, *, progress: Progress) -> Iterator[Rescored]:
    """Score rollouts again, a few thousand at a time."""
    progress.begin(STAGE)
    remaining = iter(rollouts)
    while batch := list(islice(remaining, _BATCH)):
        scores = scorer.score([Ask(rollout.verifier, rollout.response) for rollout in batch])
        for rollout, score in zip(batch, scores, strict=True):
            yield Rescored(rollout, score)
        progress.advance(STAGE, len(batch))


def _counts(outcomes: Counter[Outcome]) -> dict[str, int]:
    return {str(outcome): outcomes[outcome] for outcome in Outcome}


def _rounded(reward: float | None) -> float | None:
    return None if reward is None else round(reward, 4)
