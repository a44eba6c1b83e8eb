"""What a calibration found: pass rates per level and solver, and the verdict on them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from resyn.calibrate.plan import CalibrationPlan
from resyn.calibrate.trend import Trend
from resyn.core.records import Usage
from resyn.core.statistics import clustered_interval


class CurveVerdict(StrEnum):
    """What a curve of pass rates says of an environment; only a learnable one is kept."""

    LEARNABLE = "learnable"  # the rate falls with the level, and not all of it lies beyond the band
    TOO_EASY = "too_easy"  # solved above the band at every level
    TOO_HARD = "too_hard"  # solved below the band at every level
    FLAT = "flat"  # the level does not matter, or too little
    INVERTED = "inverted"  # higher levels are easier
    UNCLEAR = "unclear"  # too few answers to tell


@dataclass(frozen=True, slots=True)
class LevelRate:
    """How one solver fared at one level.

    `solved` holds a pair for each instance: answers that verify accepted, and answers that it judged. A fault of verify
    is neither right nor wrong and is counted apart, and so is a request that the solver `refused` (a question too long
    for it). `unanswered` replies held no answer and `truncated` ones were cut off; both were judged: a missing answer
    is wrong. `undrawn` instances could not be drawn, or repeated another.
    """

    level: int
    solved: tuple[tuple[int, int], ...]
    faults: int = 0
    unanswered: int = 0
    truncated: int = 0
    undrawn: int = 0
    refused: int = 0

    @property
    def correct(self) -> int:
        """Answers that verify accepted."""
        return sum(yes for yes, _ in self.solved)

    @property
    def judged(self) -> int:
        """Answers that verify judged."""
        return sum(count for _, count in self.solved)

    @property
    def rate(self) -> float | None:
        """The share of judged answers that are correct; None where none was judged."""
        return self.correct / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of the rate, answers to one question taken together."""
        return clustered_interval(self.solved)

    @property
    def shares(self) -> list[float]:
        """The share of solved answers of each instance that was judged."""
        return [yes / count for yes, count in self.solved if count]

    def place(self, band: tuple[float, float]) -> str:
        """Say where the rate's interval lies: below, inside or above the band, or across one of its ends."""
        low, high = self.interval
        if band[0] <= low and high <= band[1]:
            return "inside"
        return "above" if low > band[1] else "below" if high < band[0] else "across"

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "LevelRate":
        """Read what `to_json` wrote."""
        names = ("faults", "unanswered", "truncated", "undrawn", "refused")
        counts = {name: data[name] for name in names if name in data}  # earlier versions knew no refusals
        return cls(data["level"], tuple((yes, count) for yes, count in data["solved"]), **counts)

    def to_json(self, band: tuple[float, float]) -> dict[str, Any]:
        """Return a JSON object, with what follows from the counts for readers that do not count again."""
        low, high = self.interval
        return {
            "level": self.level,
            "correct": self.correct,
            "judged": self.judged,
            "rate": self.rate,
            "low": low,
            "high": high,
            "place": self.place(band),
            "faults": self.faults,
            "unanswered": self.unanswered,
            "truncated": self.truncated,
            "undrawn": self.undrawn,
            "refused": self.refused,
            "solved": [list(pair) for pair in self.solved],
        }


@dataclass(frozen=True, slots=True)
class Curve:
    """One solver's pass rates over the levels, the trend test on them, and what the answers cost."""

    solver: str
    levels: tuple[LevelRate, ...]
    trend: Trend
    verdict: CurveVerdict
    usage: Usage

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Curve":
        """Read what `to_json` wrote."""
        return cls(
            solver=data["solver"],
            levels=tuple(map(LevelRate.from_json, data["levels"])),
            trend=Trend(data["p_falling"], data["p_rising"]),
            verdict=CurveVerdict(data["verdict"]),
            usage=Usage(**data["usage"]),
        )

    def to_json(self, band: tuple[float, float]) -> dict[str, Any]:
        """Return a JSON object."""
        usage = self.usage
        return {
            "solver": self.solver,
            "verdict": str(self.verdict),
            "p_falling": self.trend.falling,
            "p_rising": self.trend.rising,
            "levels": [rate.to_json(band) for rate in self.levels],
            "usage": {
                "input_tokens": usage.input_tokens,
                "output_tokens": usage.output_tokens,
                "seconds": usage.seconds,
                "cost": usage.cost,
            },
        }


@dataclass(frozen=True, slots=True)
class Calibration:
    """An environment's curves, one for each solver, and the verdict that follows from all of them."""

    environment: str
    behaviour_hash: str
    plan: CalibrationPlan
    curves: tuple[Curve, ...]
    verdict: CurveVerdict

    @property
    def admitted(self) -> bool:
        """Whether the environment is kept: unknown means rejected."""
        return self.verdict is CurveVerdict.LEARNABLE

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Calibration":
        """Read what `to_json` wrote."""
        return cls(
            environment=data["environment"],
            behaviour_hash=data["behaviour_hash"],
            plan=CalibrationPlan.from_json(data["plan"]),
            curves=tuple(map(Curve.from_json, data["curves"])),
            verdict=CurveVerdict(data["verdict"]),
        )

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {
            "environment": self.environment,
            "behaviour_hash": self.behaviour_hash,
            "verdict": str(self.verdict),
            "plan": self.plan.to_json(),
            "curves": [curve.to_json(self.plan.band) for curve in self.curves],
        }
