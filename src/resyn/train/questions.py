"""Where questions come from: environments that draw them without end, or the rows of a dataset."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.parquet import load_pyarrow
from resyn.core.records import Item
from resyn.core.verifier import Verifier
from resyn.dataset.package import DATA_FOLDER
from resyn.dataset.trial import Trial, run_trials
from resyn.sandbox.jail import Jail
from resyn.train.curriculum import Curriculum
from resyn.train.task import Task

SPLIT: Final = "train"
_ROUNDS: Final = 8  # in which draws that fail are replaced
_HOPELESS: Final = 8  # failed draws in a row after which an environment is left out


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is trained on or measured; `verifier` is the text of `core.verifier`."""

    id: str
    task: Task
    text: str
    verifier: str
    solution: str

    @classmethod
    def of(cls, item: Item) -> "Question":
        """Return the question of a drawn item."""
        verifier = Verifier.of(item).to_text()
        return cls(item.id, Task(item.environment, item.level), item.question, verifier, item.solution)


class Source(Protocol):
    """Gives questions of a task one after the other; its positions are its state."""

    def draw(self, tasks: Sequence[Task]) -> list[Question | str]:
        """Return the next question of each task, or what kept it from being drawn."""
        ...

    def state(self) -> dict[str, Any]:
        """Return the positions."""
        ...

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from the positions."""
        ...


class EndlessSource:
    """Environments in the jail: every question is new."""

    def __init__(self, environments: Sequence[Environment], jail: Jail, *, seed: int) -> None:
        self._environments = {environment.name: environment for environment in environments}
        self._jail = jail
        self._seed = seed
        self._next: dict[str, int] = {}

    def draw(self, tasks: Sequence[Task]) -> list[Question | str]:
        """Draw in one batch of the jail; an environment that fails costs its own questions alone."""
        trials = []
        for task in tasks:
            key = f"{task.environment}:{task.level}"
            index = self._next.get(key, 0)
            self._next[key] = index + 1
            trials.append(Trial(self._environments[task.environment], SPLIT, task.level, self._seed, index))
        order = sorted(trials, key=lambda trial: trial.environment.name)  # those of one environment share a child
        run_trials(order, self._jail)
        return [trial.happened or Question.of(trial.item()) for trial in trials]

    def state(self) -> dict[str, Any]:
        """Return the next index of each environment and level."""
        return {"next": dict(self._next)}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on at these indices."""
        self._next = dict(state["next"])


class RowSource:
    """Rows of a dataset, each task's in their order and then again from the first."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._rows: dict[Task, list[Question]] = {}
        for question in questions:
            self._rows.setdefault(question.task, []).append(question)
        self._next: dict[str, int] = {}

    @property
    def tasks(self) -> list[Task]:
        """The environments and levels that have rows."""
        return sorted(self._rows)

    def draw(self, tasks: Sequence[Task]) -> list[Question | str]:
        """Return the next row of each task."""
        drawn: list[Question | str] = []
        for task in tasks:
            rows = self._rows.get(task)
            if not rows:
                drawn.append(f"the dataset has no row of {task.environment} at level {task.level}")
                continue
            key = f"{task.environment}:{task.level}"
            position = self._next.get(key, 0)
            self._next[key] = position + 1
            drawn.append(rows[position % len(rows)])
        return drawn

    def state(self) -> dict[str, Any]:
        """Return the position in each task's rows."""
        return {"next": dict(self._next)}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on at these positions."""
        self._next = dict(state["next"])


def read_rows(folder: Path, split: str) -> list[Question]:
    """Read the questions of a dataset's split; none where it has no such split.

    Raises ConfigError where pyarrow is missing, CatalogueError where the file is no split of a dataset.
    """
    path = folder / DATA_FOLDER / f"{split}.parquet"
    if not path.exists():
        return []
    _, parquet = load_pyarrow()
    try:
        columns = ["id", "environment", "level", "question", "verifier", "solution"]
        rows = parquet.read_table(path, columns=columns).to_pylist()
    except (OSError, ValueError, KeyError) as error:
        raise CatalogueError(f"{path} is not the split of a dataset: {error}", hint="Draw it again.") from None
    return [
        Question(row["id"], Task(row["environment"], row["level"]), row["question"], row["verifier"], row["solution"])
        for row in rows
    ]


def digest(text: str) -> str:
    """Return what two equal questions have in common: SHA-256 of the text, 16 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Stream:
    """The endless stream of questions of a run: what the curriculum chooses, drawn by the source.

    Passed over are questions that do not fit (`fits`), those that are measured (`excluded`, by `digest`), and draws
    that fail; `failures` holds what failed since it was last taken. An environment whose draws fail eight times in a
    row is not asked again in this run.
    """

    def __init__(
        self,
        curriculum: Curriculum,
        source: Source,
        *,
        fits: Callable[[str], bool] = lambda _: True,
        excluded: Collection[str] = (),
    ) -> None:
        self.curriculum = curriculum
        self._source = source
        self.fits = fits
        self._excluded = frozenset(excluded)
        self._broken: dict[str, int] = {}
        self.failures: list[tuple[str, str]] = []

    def take(self, count: int) -> list[Question]:
        """Return the next `count` questions; raises ConfigError where far too few can be drawn."""
        taken: list[Question] = []
        for _ in range(_ROUNDS):
            wanted = [task for task in self.curriculum.choose(count - len(taken)) if not self._is_broken(task)]
            for task, drawn in zip(wanted, self._source.draw(wanted), strict=True):
                if isinstance(drawn, str):
                    self._fail(task, drawn)
                    continue
                self._broken.pop(task.environment, None)
                if digest(drawn.text) not in self._excluded and self.fits(drawn.text):
                    taken.append(drawn)
            if len(taken) >= count:
                return taken
        raise ConfigError(
            f"only {len(taken)} of {count} questions could be drawn: "
            + (self._why() or "the others are too long, or among those that are measured"),
            hint="Give sound environments (`resyn check`) with more instances, or a larger max_prompt_tokens.",
        )

    def take_failures(self) -> list[tuple[str, str]]:
        """Return (environment, what happened) of the draws that failed since the last call."""
        failures, self.failures = self.failures, []
        return failures

    def state(self) -> dict[str, Any]:
        """Return all that `restore` needs, as a JSON object."""
        return {"curriculum": self.curriculum.state(), "source": self._source.state(), "broken": dict(self._broken)}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        self.curriculum.restore(state["curriculum"])
        self._source.restore(state["source"])
        self._broken = dict(state["broken"])

    def _is_broken(self, task: Task) -> bool:
        return self._broken.get(task.environment, 0) >= _HOPELESS

    def _fail(self, task: Task, happened: str) -> None:
        self._broken[task.environment] = self._broken.get(task.environment, 0) + 1
        self.failures.append((task.environment, happened))

    def _why(self) -> str:
        return "; ".join(f"{name}: {happened}" for name, happened in self.failures[-3:])
