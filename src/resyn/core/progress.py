"""How a long job tells what it is doing, without knowing who listens."""

from typing import Protocol


class Progress(Protocol):
    """Listener of a job: the command line draws it, a library user may ignore it. Called from many threads."""

    def begin(self, stage: str, total: int | None = None) -> None:
        """Announce a stage and how many units it has, None where that is unknown."""
        ...

    def advance(self, stage: str, amount: int = 1) -> None:
        """Tell that units of a stage are done."""
        ...

    def show(self, stage: str, **figures: str) -> None:
        """Set short figures beside a stage's progress, such as `accepted="12"` or `cost="$0.40"`; each by its name."""
        ...

    def say(self, line: str) -> None:
        """Tell one thing that happened."""
        ...


class Silent:
    """A listener that ignores everything."""

    def begin(self, stage: str, total: int | None = None) -> None:
        """Ignore."""

    def advance(self, stage: str, amount: int = 1) -> None:
        """Ignore."""

    def show(self, stage: str, **figures: str) -> None:
        """Ignore."""

    def say(self, line: str) -> None:
        """Ignore."""
