"""What a dataset is asked to hold."""

import re
from dataclasses import asdict, dataclass
from typing import Any, Final

from resyn.core.contract import CALIBRATED_LEVELS
from resyn.core.errors import ConfigError
from resyn.core.prompting import SYSTEM_PROMPT

SPLITS: Final = ("train", "validation", "test", "heldout")
"""`validation` and `test` hold environments that `train` lacks, `heldout` further instances of those of `train`."""

SUPERVISIONS: Final = ("verifier", "code", "answer")
"""What an answer to a row of `train` is held against: verify, what a solver's code computed, what a model wrote."""

_MAX_LEVEL: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetPlan:
    """Everything that decides a dataset's rows; equal plans on equal environments give equal files.

    `environments` of those given are taken (None: all), `instances` rows drawn of each, spread evenly over `levels`.
    `validation` and `test` are the shares of environments in these splits. `heldout` is the number of further rows of
    each training environment. `supervision` is of the rows of `train`; all others are verified, whatever was trained
    on. A question longer than `max_question_chars` is dropped: trainers do not cut prompts.
    """

    environments: int | None = None
    instances: int = 40  # the paper's best mix is 400 x 40
    levels: tuple[int, ...] = CALIBRATED_LEVELS
    validation: float = 0.05
    test: float = 0.05
    heldout: int = 0
    seed: int = 0
    supervision: str = "verifier"
    max_question_chars: int = 20_000
    system_prompt: str = SYSTEM_PROMPT

    def __post_init__(self) -> None:
        if self.environments is not None and self.environments < 1:
            raise ConfigError(
                f"a dataset of {self.environments} environments is empty", hint="Give 1 or more, or leave it out."
            )
        if self.instances < 1:
            raise ConfigError(
                f"{self.instances} instances per environment make an empty dataset", hint="Give 1 or more instances."
            )
        if self.heldout < 0:
            raise ConfigError(f"{self.heldout} held-out instances cannot be drawn", hint="Give 0 or more.")
        known = self.levels and min(self.levels) >= 1 and max(self.levels) <= _MAX_LEVEL
        if not known or len(set(self.levels)) < len(self.levels):
            raise ConfigError(
                f"levels {list(self.levels)} are not distinct integers from 1 to {_MAX_LEVEL}", hint=_LEVELS_HINT
            )
        if self.supervision not in SUPERVISIONS:
            raise ConfigError(
                f"supervision {self.supervision!r} is not known", hint=f"Give one of {', '.join(SUPERVISIONS)}."
            )
        if abs(self.seed) >= 2**63:
            raise ConfigError(f"seed {self.seed} does not fit a column of 64 bits", hint="Give a smaller seed.")
        if not (0 <= self.validation <= 1 and 0 <= self.test <= 1 and self.validation + self.test <= 1):
            raise ConfigError(
                f"shares validation = {self.validation} and test = {self.test} are not parts of one whole",
                hint="Give shares from 0 to 1 whose sum is at most 1, such as 0.05 and 0.05.",
            )

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return asdict(self) | {"levels": list(self.levels)}


_LEVELS_HINT: Final = "Give levels as 1-5, or 1,3,5, or 1-3,8."


def parse_levels(text: str) -> tuple[int, ...]:
    """Read levels such as "1-5" or "1,3,8-10"; sorted, each once. Raises ConfigError for anything else."""
    levels: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*([0-9]{1,4})(?:\s*-\s*([0-9]{1,4}))?\s*", part)
        first = int(match[1]) if match else 0
        last = int(match[2] or first) if match else 0
        if not 1 <= first <= last <= _MAX_LEVEL:
            raise ConfigError(f"levels {text!r}: {part.strip()!r} is not a level or a range of them", hint=_LEVELS_HINT)
        levels.update(range(first, last + 1))
    return tuple(sorted(levels))
