"""Held-out environments as a benchmark: instances of their own split, verified in the jail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from resyn.core.contract import CALIBRATED_LEVELS
from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError
from resyn.core.progress import Progress
from resyn.core.records import Outcome
from resyn.core.verifier import Verifier
from resyn.dataset.draw import Quota, draw_items
from resyn.evaluate.problem import Problem
from resyn.reward.verification import verify_answers
from resyn.sandbox.jail import Jail

NAME: Final = "heldout"
SPLIT: Final = "evaluate"
"""The split in the seeds of these instances; no dataset draws from it, so no instance is one of a training set's."""

_MAX_QUESTION_CHARS: Final = 40_000


@dataclass(frozen=True, slots=True)
class HeldoutPlan:
    """Which instances are drawn of each environment; `seed` is not the one of sampling."""

    levels: tuple[int, ...] = CALIBRATED_LEVELS
    instances: int = 4  # per level
    seed: int = 0


class Heldout:
    """Environments and the jail that runs them."""

    def __init__(self, environments: Sequence[Environment], jail: Jail, *, plan: HeldoutPlan | None = None) -> None:
        self._sources = {environment.name: environment.source for environment in environments}
        if len(self._sources) < len(environments):
            raise CatalogueError("two environments have the same name", hint="A name stands for one environment.")
        self._environments = environments
        self._jail = jail
        self.plan = plan or HeldoutPlan()

    def draw(self, progress: Progress) -> list[Problem]:
        """Draw the problems; each one's task is its environment, its rule the level, its target the verifier's text.

        Raises CatalogueError where not a single instance can be drawn; what fails is told to `progress`.
        """
        quotas = [
            Quota(environment, SPLIT, level, self.plan.instances)
            for environment in self._environments
            for level in self.plan.levels
        ]
        drawn = draw_items(
            quotas, self._jail, seed=self.plan.seed, max_question_chars=_MAX_QUESTION_CHARS, progress=progress
        )
        if not drawn.items:
            raise CatalogueError("no environment gave a single verified instance", hint="`resyn check` says more.")
        for short in drawn.shortfalls:
            progress.say(f"{short.environment}: {short.drawn} of {short.asked} instances at level {short.level}")
        return [
            Problem(NAME, item.environment, item.id, item.question, Verifier.of(item).to_text(), str(item.level))
            for item in drawn.items
        ]

    def verify(self, answers: Sequence[tuple[Problem, str]]) -> list[Outcome]:
        """Return the outcome of each answer, verified in the jail in one batch."""
        asked = [(Verifier.from_text(problem.target), answer) for problem, answer in answers]
        verified = verify_answers(asked, source=lambda row: self._sources[row.environment], jail=self._jail)
        return [one.outcome for one in verified]
