"""Questions drawn at the moment they are asked for: environments never run out of instances."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from resyn.adapters.scoring import Folders, folder_list
from resyn.core.contract import CALIBRATED_LEVELS
from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.index import catalogue_folder
from resyn.core.records import Item
from resyn.core.verifier import Verifier
from resyn.dataset.trial import Trial, run_trials
from resyn.reward.library import place_of, shelve
from resyn.sandbox.calls import Call, Status
from resyn.sandbox.jail import Jail

_WAVE: Final = 32  # questions of a stream that are drawn at once
_HOPELESS: Final = 8  # rounds of a stream without a question after which it is given up


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question is drawn: equal places give equal questions, on any machine."""

    environment: str
    level: int = 1
    seed: int = 0
    index: int = 0
    split: str = "train"


class Questions:
    """Draws verified questions of environments in a jail, which starts with the first; safe for many threads.

    `folders` are those of datasets, runs or environments (None: those of RESYN_FOLDERS, else the shipped catalogue),
    `environments` the names to take of them (none: all).
    """

    def __init__(
        self, folders: Folders | None = None, *, environments: Sequence[str] = (), jail: Jail | None = None
    ) -> None:
        places = [place_of(Path(folder)) for folder in folder_list(folders)] or [catalogue_folder()]
        files = {name: shelved.path for place in reversed(places) for name, shelved in shelve(place)}
        for name in environments:
            if name not in files:
                raise CatalogueError(
                    f"no environment {name!r} in {', '.join(map(str, places))}",
                    hint="`resyn catalogue` lists the shipped ones.",
                )
        if not files:
            raise CatalogueError(f"{places[0]} holds no environment", hint="Give a folder that does.")
        self._files = {name: files[name] for name in sorted(environments or files)}
        self._read: dict[str, Environment] = {}
        self._jail = jail or Jail(workers=1)

    @property
    def names(self) -> list[str]:
        """The names of the environments, sorted."""
        return list(self._files)

    def environment(self, name: str) -> Environment:
        """Return an environment, read at its first use; raises CatalogueError where there is none of this name."""
        if name not in self._read:
            if name not in self._files:
                raise CatalogueError(
                    f"there is no environment {name!r} here",
                    hint=f"There are {len(self._files)}, such as {self._some}.",
                )
            self._read[name] = Environment.read(self._files[name])
        return self._read[name]

    def draw(self, place: Place) -> Item:
        """Draw one question, verified with its own solution; raises CatalogueError where that fails."""
        trial = self._trials([place])[0]
        if trial.happened:
            raise CatalogueError(
                f"{place.environment} gives no question at level {place.level}, seed {trial.seed_text!r}: "
                f"{trial.happened}",
                hint="Ask for another index, and run `resyn check` on the environment.",
            )
        return trial.item()

    def stream(
        self, *, levels: Sequence[int] = CALIBRATED_LEVELS, seed: int = 0, split: str = "train"
    ) -> Iterator[Item]:
        """Yield questions without end: all environments in turn, the levels in turn, a new index in each round.

        A place that gives no question is passed over. Raises CatalogueError where eight whole rounds give none.
        """
        turn = [(level, name) for level in levels for name in self._files]
        places = (Place(name, level, seed, index, split) for index in count() for level, name in turn)
        barren = 0
        while True:
            for trial in self._trials(list(islice(places, _WAVE))):
                barren = barren + 1 if trial.happened else 0
                if not trial.happened:
                    yield trial.item()
                elif barren >= _HOPELESS * len(turn):
                    raise CatalogueError(
                        f"no environment gave a single question; {trial.environment.name}: {trial.happened}",
                        hint="`resyn check` says more.",
                    )

    def solve(self, item: Verifier) -> str | None:
        """Return the environment's own solution of a row's instance; None where it gives none."""
        source = self.environment(item.environment).source
        (reply,) = self._jail.call(source, [Call("solve", instance=item.instance)])
        return reply.value if reply.status is Status.OK and isinstance(reply.value, str) else None

    def close(self) -> None:
        """End the jail's processes."""
        self._jail.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _some(self) -> str:
        return ", ".join(self.names[:3])

    def _trials(self, places: Sequence[Place]) -> list[Trial]:
        for place in places:
            if place.level < 1:
                raise ConfigError(f"level {place.level} is below 1", hint="Levels go from 1 upwards.")
        trials = [
            Trial(self.environment(place.environment), place.split, place.level, place.seed, place.index)
            for place in places
        ]
        run_trials(trials, self._jail)
        return trials
