"""What a curriculum chooses, and what it is told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Task:
    """An environment and a level of it: what a curriculum chooses."""

    environment: str
    level: int


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one group of replies to one question: how many were judged (faults are not), how many correct."""

    task: Task
    correct: int
    judged: int

    @property
    def has_signal(self) -> bool:
        """Tell whether right and wrong both occurred: without that a group's replies have nothing to learn from."""
        return 0 < self.correct < self.judged
