"""What a calibration asks of its solvers, and when it calls an environment learnable."""

from dataclasses import asdict, dataclass
from typing import Any

from resyn.core.contract import CALIBRATED_LEVELS
from resyn.core.errors import ConfigError
from resyn.llm.model import Sampling


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPlan:
    """Everything that decides a calibration but the models: equal plans ask equal questions.

    Each level gets `instances` different questions, and each question `samples` answers. They are drawn as training
    draws its rollouts, at temperature 1 (DAPO, arXiv 2503.14476), cut off at `max_tokens`.

    A pass rate within `band` gives a group of rollouts something to learn from: of 8 rollouts at a rate of 0.1 or 0.9
    not all fare alike in 57 groups of 100. `alpha` is the level of the trend test (0.05 in the paper); a curve that
    falls by less than `least_fall` from the first level to the last is called flat.
    """

    levels: tuple[int, ...] = CALIBRATED_LEVELS
    instances: int = 20
    samples: int = 1
    temperature: float = 1.0
    top_p: float = 1.0
    max_tokens: int = 2048
    seed: int = 0
    band: tuple[float, float] = (0.1, 0.9)
    alpha: float = 0.05
    least_fall: float = 0.3

    def __post_init__(self) -> None:
        if len(self.levels) < 2 or min(self.levels) < 1 or len(set(self.levels)) < len(self.levels):
            raise ConfigError(
                f"levels {list(self.levels)} show no trend", hint="Give two or more different levels, such as 1-5."
            )
        for name in ("instances", "samples", "max_tokens"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name}={getattr(self, name)} asks nothing of a solver", hint="Give 1 or more.")
        low, high = self.band
        if not 0.0 <= low < high <= 1.0:
            raise ConfigError(f"the band {low} to {high} holds no pass rate", hint="Give two shares, the lower first.")
        for name in ("alpha", "least_fall"):
            if not 0.0 < getattr(self, name) < 1.0:
                raise ConfigError(
                    f"{name}={getattr(self, name)} is no share between 0 and 1", hint="Give such a share."
                )

    @property
    def answers(self) -> int:
        """The number of answers asked of each solver for each environment."""
        return len(self.levels) * self.instances * self.samples

    def sampling(self, sample: int) -> Sampling:
        """Return how the `sample`-th answer to a question is drawn; its seed tells it from the others."""
        return Sampling(self.temperature, self.top_p, self.max_tokens, seed=self.seed * self.samples + sample)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "CalibrationPlan":
        """Read what `to_json` wrote."""
        return cls(**(data | {"levels": tuple(data["levels"]), "band": tuple(data["band"])}))

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return asdict(self) | {"levels": list(self.levels), "band": list(self.band)}
