"""What a scorer is asked and what it answers: plain records, no process in sight."""

import math
from dataclasses import asdict, dataclass
from typing import Any, Final

from resyn.core.records import Outcome

FLOATS: Final = ("reward", "correct", "format", "fault", "answered")
"""The keys of `Score.to_floats`, the same for every sample: trainers take them from the first of a batch."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One sample: the column `verifier` of its dataset row as it is, and the model's whole reply.

    Never hand on prompt and reply in one text: the prompt shows answer tags of its own.
    """

    verifier: str
    response: str


@dataclass(frozen=True, slots=True)
class Score:
    """What one reply earns; `reward` lies in [0, 1] and is None for a fault, which says nothing about the reply.

    `environment` is "" where the verifier cannot be read. `answer` is None where the reply gives none; that is wrong.
    `fault` says how a fault came about, and is "" otherwise.
    """

    environment: str
    outcome: Outcome
    answer: str | None
    follows_format: bool
    fault: str
    reward: float | None

    def to_floats(self) -> dict[str, float]:
        """Return numbers under the keys of FLOATS; reward and correct of a fault are NaN: absent, and never 0."""
        is_fault = self.outcome is Outcome.FAULT
        return {
            "reward": math.nan if self.reward is None else self.reward,
            "correct": math.nan if is_fault else float(self.outcome is Outcome.CORRECT),
            "format": float(self.follows_format),
            "fault": float(is_fault),
            "answered": float(self.answer is not None),
        }

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object; the reward of a fault is null."""
        return asdict(self)


def reward_of(outcome: Outcome, *, follows_format: bool, format_weight: float) -> float | None:
    """Return the verifier reward (0 or 1) and the format reward, weighted so that they add up to at most 1.

    The paper adds a format reward to the verifier's (section on training) and does not say with which weight.
    """
    if outcome is Outcome.FAULT:
        return None
    return (1.0 - format_weight) * (outcome is Outcome.CORRECT) + format_weight * follows_format
