"""reasoning-gym: our environments as its datasets (the extra `reasoning-gym`); for its datasets see `adapters.foreign`.

    register(["slide_tokens"])
    data = reasoning_gym.create_dataset("resyn_slide_tokens", seed=1, size=100, level=3)

Mixtures, curricula and the trainers' examples of reasoning-gym take them like its own.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from reasoning_gym.coaching import BaseCurriculum, ScalarAttributeDefinition
from reasoning_gym.factory import DATASETS, ProceduralDataset, register_dataset

from resyn.adapters.questions import Place, Questions
from resyn.adapters.scoring import Folders, folder_list
from resyn.core.contract import CALIBRATED_LEVELS
from resyn.core.errors import ConfigError
from resyn.core.records import Outcome
from resyn.core.verifier import Verifier
from resyn.reward import Scorer

PREFIX: Final = "resyn_"
_SPLIT: Final = "reasoning_gym"  # in the seeds: no dataset of ours draws from it
_LOG: Final = logging.getLogger(__name__)


@dataclass
class QuestionConfig:
    """What reasoning-gym sets of a dataset: our level, its seed and size."""

    level: int = 1
    seed: int | None = None
    size: int = 500

    def validate(self) -> None:
        """Refuse levels and sizes below 1; raises ConfigError."""
        if self.level < 1 or self.size < 1:
            raise ConfigError(f"level {self.level} and size {self.size} are not both 1 or more", hint="Both must be.")


class QuestionCurriculum(BaseCurriculum):
    """The calibrated levels; a dataset may be asked for higher ones too."""

    def __init__(self) -> None:
        super().__init__(type(self).__name__, QuestionConfig)
        self._define_attributes(
            ScalarAttributeDefinition(
                name="level", field_name="level", levels=list(CALIBRATED_LEVELS), description="Difficulty"
            )
        )


class QuestionDataset(ProceduralDataset):
    """One environment as a dataset; `faults` counts answers that could not be verified.

    The contract is a float: a fault scores 0 like a wrong answer, and is logged. Trainers that can leave a sample out
    get better from our own adapters.
    """

    environment: ClassVar[str]
    questions: ClassVar[Questions]
    scorer: ClassVar[Scorer]

    def __init__(self, config: QuestionConfig) -> None:
        super().__init__(config=config, seed=config.seed, size=config.size)
        self.faults = 0

    @property
    def category(self) -> str:
        """The environment's category."""
        return self.questions.environment(self.environment).category

    def __getitem__(self, idx: int) -> dict[str, Any]:
        """Draw an item; its metadata hold all that `score_answer` needs. Raises IndexError outside of the size."""
        if not 0 <= idx < self.size:
            raise IndexError(idx)
        item = self.questions.draw(Place(self.environment, self.config.level, self.seed, idx, _SPLIT))
        return {
            "question": item.question,
            "answer": item.solution,
            "metadata": {
                "source_dataset": PREFIX + self.environment,
                "source_index": idx,
                "verifier": Verifier.of(item).to_text(),
                "difficulty": {"level": item.level},
            },
        }

    def score_answer(self, answer: str | None, entry: dict[str, Any]) -> float:
        """Verify a bare answer by the entry alone: 1 for a correct one, else 0."""
        (verified,) = self.scorer.verify([entry["metadata"]["verifier"]], [answer])
        if verified.outcome is Outcome.FAULT:
            self.faults += 1
            _LOG.warning("%s: an answer scores 0 by a fault: %s", self.environment, verified.fault)
        return float(verified.outcome is Outcome.CORRECT)


def register(environments: Sequence[str] = (), *, folders: Folders | None = None) -> list[str]:
    """Register environments (none: all) with reasoning-gym under `resyn_` and their names, which are returned.

    Those registered already stay as they are. Raises CatalogueError for a name that is not there.
    """
    questions = Questions(folders, environments=environments)
    shared = {"questions": questions, "scorer": Scorer(folder_list(folders))}
    for name in questions.names:
        if PREFIX + name not in DATASETS:
            kind: Callable[..., type] = type
            dataset = kind(f"Question_{name}", (QuestionDataset,), {"environment": name, **shared})
            register_dataset(PREFIX + name, dataset, QuestionConfig, QuestionCurriculum)
    return [PREFIX + name for name in questions.names]
