"""Which environment and level the next questions come from."""

import random
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from resyn.train.adaptive import AdaptiveCurriculum
from resyn.train.settings import TrainSettings
from resyn.train.task import Result, Task


class Curriculum(Protocol):
    """Chooses tasks, is told results; a pure function of its seed and what it was told, so its state resumes it."""

    def choose(self, count: int) -> list[Task]:
        """Return the tasks of the next `count` questions."""
        ...

    def observe(self, results: Sequence[Result]) -> None:
        """Take in the results of one round of sampling, those of groups that were thrown away included."""
        ...

    def state(self) -> dict[str, Any]:
        """Return all that `restore` needs, as a JSON object."""
        ...

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state; environments that it does not know begin afresh."""
        ...


class StaticCurriculum:
    """Every task equally often: the paper's setting. Goes through all of them in an order of its own for each pass."""

    def __init__(self, tasks: Iterable[Task], *, seed: int = 0) -> None:
        self._tasks = sorted(set(tasks))
        self._seed = seed
        self._position = 0
        self._pass = -1
        self._order: list[Task] = []

    def choose(self, count: int) -> list[Task]:
        """Return the tasks of the next `count` questions."""
        chosen = []
        for position in range(self._position, self._position + count):
            number, place = divmod(position, len(self._tasks))
            if number != self._pass:
                self._pass = number
                self._order = random.Random(f"curriculum:{self._seed}:{number}").sample(self._tasks, len(self._tasks))
            chosen.append(self._order[place])
        self._position += count
        return chosen

    def observe(self, results: Sequence[Result]) -> None:
        """Ignore: the levels stay what they are."""

    def state(self) -> dict[str, Any]:
        """Return the position in the order."""
        return {"position": self._position}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on at the position."""
        self._position = int(state["position"])


def open_curriculum(settings: TrainSettings, environments: Sequence[str]) -> Curriculum:
    """Return the curriculum that the settings name, over these environments."""
    if settings.curriculum == "static":
        tasks = [Task(name, level) for name in environments for level in settings.levels]
        return StaticCurriculum(tasks, seed=settings.seed)
    return AdaptiveCurriculum(environments, seed=settings.seed, top_level=settings.top_level)
