"""Levels that follow the model: each environment has a window of levels that moves with the share solved.

The rules, for each environment by itself:

- questions come from the window's `width` levels up to its top, each as often as the others;
- at the top level, once `samples` replies are judged, the count is closed and a new one begun: a share of at least
  `promote` moves the window up one level, a share of at most `demote` down one. There is no highest level, unless one
  is set;
- `patience` counts in a row that move nothing, while every group in the window is all right or all wrong, retire the
  environment. It returns after `rest` choices of every environment that is left, and after twice as long each time that
  it retires again without having taught anything in between, up to eight times as long;
- where all are retired, the one that is due first returns at once.
"""

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from resyn.core.errors import ConfigError
from resyn.train.task import Result, Task

_LONGEST: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast windows move; see the module."""

    width: int = 3
    samples: int = 32
    promote: float = 0.75
    demote: float = 0.15
    patience: int = 2
    rest: int = 20

    def __post_init__(self) -> None:
        if min(self.width, self.samples, self.patience, self.rest) < 1 or not 0 <= self.demote < self.promote <= 1:
            raise ConfigError(f"{self} cannot be kept", hint="Counts are 1 or more, 0 <= demote < promote <= 1.")


@dataclass(slots=True)
class Window:
    """Where one environment stands.

    `correct` of `judged` replies at the top level in this count; `taught` tells whether a group of it had both right
    and wrong replies. `silent` counts in a row taught nothing. `due` is the choice at which it returns, if retired.
    """

    top: int = 1
    correct: int = 0
    judged: int = 0
    taught: bool = False
    silent: int = 0
    retirements: int = 0
    due: int | None = None


@dataclass(slots=True)
class AdaptiveCurriculum:
    """See the module; deterministic in the seed and in what was observed."""

    environments: Sequence[str]
    seed: int = 0
    top_level: int | None = None
    pace: Pace = field(default_factory=Pace)
    windows: dict[str, Window] = field(init=False)
    _chosen: int = field(default=0, init=False)
    _queue: list[str] = field(default_factory=list, init=False)
    _pass: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if not self.environments:
            raise ConfigError("a curriculum over no environment has nothing to choose", hint="Give environments.")
        self.windows = {name: Window() for name in sorted(set(self.environments))}

    def choose(self, count: int) -> list[Task]:
        """Return the tasks of the next `count` questions: every environment at work in turn, a level of its window."""
        return [self._next() for _ in range(count)]

    def observe(self, results: Sequence[Result]) -> None:
        """Move windows, retire what teaches nothing."""
        for result in results:
            window = self.windows.get(result.task.environment)
            if window is not None and result.judged:  # a group of faults says nothing of the model
                self._count(window, result)

    def retired(self) -> list[str]:
        """Return the environments that rest now."""
        return [name for name, window in self.windows.items() if window.due is not None]

    def state(self) -> dict[str, Any]:
        """Return all windows and the place in the order."""
        windows = {name: asdict(window) for name, window in self.windows.items()}
        return {"windows": windows, "chosen": self._chosen, "queue": list(self._queue), "pass": self._pass}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state; environments that it does not know begin at level 1."""
        known = state["windows"]
        self.windows = {name: Window(**known[name]) if name in known else Window() for name in self.windows}
        self._chosen, self._pass = state["chosen"], state["pass"]
        self._queue = [name for name in state["queue"] if name in self.windows]

    def _next(self) -> Task:
        name = self._take()
        self._chosen += 1
        top = self.windows[name].top
        rng = random.Random(f"level:{self.seed}:{self._chosen}")
        return Task(name, rng.randint(max(1, top - self.pace.width + 1), top))

    def _take(self) -> str:
        self._wake()
        while True:
            if not self._queue:
                at_work = [name for name, window in self.windows.items() if window.due is None]
                self._pass += 1
                self._queue = random.Random(f"order:{self.seed}:{self._pass}").sample(at_work, len(at_work))
            name = self._queue.pop()
            if self.windows[name].due is None:
                return name

    def _wake(self) -> None:
        resting = {name: window.due for name, window in self.windows.items() if window.due is not None}
        back = [name for name, due in resting.items() if due <= self._chosen]
        if not back and len(resting) == len(self.windows):
            back = [min(resting, key=lambda name: (resting[name], name))]
        for name in back:
            window = self.windows[name]
            self.windows[name] = Window(top=window.top, retirements=window.retirements)

    def _count(self, window: Window, result: Result) -> None:
        if result.has_signal:
            window.taught, window.retirements = True, 0
        if result.task.level == window.top:
            window.correct += result.correct
            window.judged += result.judged
            if window.judged >= self.pace.samples:
                self._close(window)

    def _close(self, window: Window) -> None:
        rate, top = window.correct / window.judged, window.top
        if rate >= self.pace.promote and (self.top_level is None or top < self.top_level):
            window.top = top + 1
        elif rate <= self.pace.demote and top > 1:
            window.top = top - 1
        window.silent = 0 if window.taught or window.top != top else window.silent + 1
        window.correct, window.judged, window.taught = 0, 0, False
        if window.silent >= self.pace.patience and window.due is None:
            at_work = sum(other.due is None for other in self.windows.values())
            window.due = self._chosen + self.pace.rest * at_work * min(2**window.retirements, _LONGEST)
            window.retirements += 1
