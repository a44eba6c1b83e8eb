"""The scorer: replies in, scores out, by one jailed batch. Every trainer, the server and `resyn rescore` use this one.

Made for the places where trainers call rewards: it never raises for what a sample holds, sets no signal, is safe for
many threads, for fork and for pickle (a copy elsewhere opens environments and jail there), and starts its jail with the
first answer. A killed worker is replaced by the jail; a verifier that hangs or crashes is a fault of its samples.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from resyn.core.errors import ConfigError, ResynError
from resyn.core.records import Outcome
from resyn.core.response import extract_answer, follows_format
from resyn.core.verifier import Verifier
from resyn.reward.library import Library
from resyn.reward.score import Ask, Score, reward_of
from resyn.reward.verification import Verified, verify_answers
from resyn.sandbox.calls import Limits
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail

REWARD_LIMITS: Final = Limits(batch_cpu_seconds=30.0, deaths=16)
"""Closer than the jail's own: a training step waits for the slowest batch; this bounds what a hanging verifier adds."""

MOST_ANSWER_CHARS: Final = 100_000
"""A longer answer is wrong, unread: it is the reply's fault, and must not become one of the verifier."""


class Scorer:
    """Scores replies to rows of datasets; nothing starts before the first.

    `folders` are those of datasets, runs or environments, or files; the shipped catalogue is always looked in too.
    Raises ConfigError where one does not exist, or the weight is not in [0, 1].
    """

    def __init__(
        self,
        folders: Sequence[str | PathLike[str]] = (),
        *,
        format_weight: float = 0.1,
        workers: int | None = None,
        limits: Limits = REWARD_LIMITS,
        isolation: Isolation = Isolation.AUTO,
    ) -> None:
        if not 0.0 <= format_weight <= 1.0:
            raise ConfigError(f"format_weight={format_weight} is not in [0, 1]", hint="The paper's 0/1 reward is 0.")
        self._settings: dict[str, Any] = {
            "folders": tuple(Path(folder) for folder in folders),
            "format_weight": format_weight,
            "workers": workers,
            "limits": limits,
            "isolation": isolation,
        }
        self._format_weight = format_weight
        self._library = Library(self._settings["folders"])
        self._jail = self._new_jail()
        self._proven = False  # whether this machine has ever built the jail

    def score(self, asks: Sequence[Ask]) -> list[Score]:
        """Return the score of each sample, in order.

        What is wrong with a sample (an unreadable verifier, an environment that is missing or behaves otherwise than
        the one that drew the row) is a fault of that sample. Raises SandboxError only where this machine cannot build
        a jail at all.
        """
        rows = self._read([ask.verifier for ask in asks])
        answers = [_answer(ask.response) for ask in asks]
        verified = self._verify(rows, answers)
        return [self._score(*parts) for parts in zip(asks, rows, answers, verified, strict=True)]

    def verify(self, verifiers: Sequence[str], answers: Sequence[str | None]) -> list[Verified]:
        """Return what came of each bare answer, without tags; None is wrong. Else as `score`.

        Raises ConfigError where verifiers and answers differ in number.
        """
        if len(verifiers) != len(answers):
            raise ConfigError(
                f"{len(verifiers)} rows have {len(answers)} answers", hint="Give one answer for each row."
            )
        return self._verify(self._read(verifiers), answers)

    def check(self, verifiers: Iterable[str]) -> None:
        """Find the environment of every row; raises CatalogueError for the first that cannot be verified.

        Worth its seconds before a training begins: what it finds would be a fault of every sample.
        """
        self._library.check(Verifier.from_text(text) for text in dict.fromkeys(verifiers))

    def close(self) -> None:
        """End the jail's processes; the next answer starts others."""
        old, self._jail = self._jail, self._new_jail()
        old.close()

    @property
    def isolation(self) -> Isolation:
        """How strongly the jail holds; starts it where it does not run yet."""
        return self._jail.isolation

    @property
    def processes(self) -> list[int]:
        """The process ids of the jail's workers that run now."""
        return self._jail.processes

    @property
    def library(self) -> Library:
        """Where the environments are found."""
        return self._library

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __getstate__(self) -> dict[str, Any]:
        return self._settings

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]  # a copy elsewhere opens folders and jail anew

    def _new_jail(self) -> Jail:
        settings = self._settings
        return Jail(workers=settings["workers"], limits=settings["limits"], isolation=settings["isolation"])

    def _read(self, texts: Sequence[str]) -> list["_Row"]:
        """Read verifiers, each text once: the replies to one question share it."""
        rows: dict[Any, _Row] = {}
        for text in texts:
            key = text if isinstance(text, str) else repr(text)
            if key not in rows:
                rows[key] = self._row(key)
        return [rows[text if isinstance(text, str) else repr(text)] for text in texts]

    def _row(self, text: str) -> "_Row":
        verifier = None
        try:
            verifier = Verifier.from_text(text)
            self._library.check([verifier])
        except ResynError as error:
            return _Row(verifier, str(error))
        return _Row(verifier)

    def _verify(self, rows: Sequence["_Row"], answers: Sequence[str | None]) -> list[Verified]:
        asked: list[tuple[Verifier, str]] = []
        positions = []
        found = [Verified(Outcome.FAULT, row.fault) if row.fault else Verified(Outcome.WRONG) for row in rows]
        for position, (row, answer) in enumerate(zip(rows, answers, strict=True)):
            if row.verifier and not row.fault and answer is not None and len(answer) <= MOST_ANSWER_CHARS:
                asked.append((row.verifier, str(answer)))  # numpy has texts of its own
                positions.append(position)
        if not self._proven and any(verifier.reference is None for verifier, _ in asked):
            self._proven = bool(self._jail.isolation)  # raises where there can be no jail
        verified = verify_answers(asked, source=self._library.source, jail=self._jail)
        for position, one in zip(positions, verified, strict=True):
            found[position] = one
        return found

    def _score(self, ask: Ask, row: "_Row", answer: str | None, verified: Verified) -> Score:
        formatted = isinstance(ask.response, str) and follows_format(ask.response)
        return Score(
            environment=row.verifier.environment if row.verifier else "",
            outcome=verified.outcome,
            answer=answer,
            follows_format=formatted,
            fault=verified.fault,
            reward=reward_of(verified.outcome, follows_format=formatted, format_weight=self._format_weight),
        )


@dataclass(frozen=True, slots=True)
class _Row:
    verifier: Verifier | None  # None where it cannot be read
    fault: str = ""


def _answer(response: str) -> str | None:
    return extract_answer(response) if isinstance(response, str) else None
