"""Tasks of a foreign corpus as items of ours: drawn and scored by the corpus itself, in the jail.

    with ForeignCorpus("reasoning-gym") as corpus:
        items = corpus.draw(["leg_counting"], count=100, seed=1)
        scores = corpus.score(asks)        # as `Scorer`; replies to rows of ours go on to `ours`

Nothing of the corpus is imported here; it has the walls that an audit gives it (see `audit.corpus`). An audit says
first which tasks are worth it: some accept junk.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from resyn.audit.adapter import Adapter
from resyn.audit.corpus import LIMITS, Corpus, Mark
from resyn.audit.corpus import Item as Drawn
from resyn.audit.corpus import Place as ForeignPlace
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.records import Item, Outcome
from resyn.core.response import extract_answer, follows_format
from resyn.core.verifier import Verifier
from resyn.reward import Ask, Score, Scorer
from resyn.reward.scorer import MOST_ANSWER_CHARS
from resyn.sandbox.jail import Jail

_BATCH: Final = 32  # draws or answers of one task in one child
_AT_ONCE: Final = 8  # batches handed to the jail at the same time
_HOPELESS: Final = 8  # draws of a task that fail before any succeeds


class ForeignCorpus:
    """A corpus behind an audit's adapter: the name of one that comes with this package, or an adapter's file.

    `python` is the interpreter that has the corpus installed (None: this one). Replies to rows of other origin are
    scored by `ours`. A reward is the task's own where `graded`, else 1 for a full one and 0 for all below: partial
    credit of published tasks can often be had without an answer.
    """

    def __init__(
        self,
        corpus: str | Path,
        *,
        python: str | None = None,
        folders: Sequence[Path] = (),
        ours: Scorer | None = None,
        graded: bool = False,
        format_weight: float = 0.1,
    ) -> None:
        self._settings: dict[str, Any] = {
            "corpus": corpus,
            "python": python,
            "folders": tuple(folders),
            "ours": ours,
            "graded": graded,
            "format_weight": format_weight,
        }
        self.adapter = Adapter.read(corpus) if isinstance(corpus, Path) else Adapter.built_in(corpus)
        package = self.adapter.package(python=python, folders=folders)
        self._hash = hashlib.sha256(f"{self.adapter.version(package)}\n{self.adapter.program}".encode()).hexdigest()
        self._corpus = Corpus(self.adapter, Jail(limits=LIMITS, package=package))
        self._ours = ours
        self._graded = graded
        self._format_weight = format_weight

    @cached_property
    def tasks(self) -> list[str]:
        """The names of the corpus's tasks."""
        return self._corpus.names()

    def draw(
        self, tasks: Sequence[str], *, count: int, seed: int = 0, level: Any = None, split: str = "train"
    ) -> list[Item]:
        """Draw `count` items of each task; one that cannot be drawn is passed over.

        `level` is the corpus's own, None its default. Raises ConfigError for a task that it does not have,
        CatalogueError where a task gives none.
        """
        for task in tasks:
            if task not in self.tasks:
                raise ConfigError(f"{self.adapter.name} has no task {task!r}", hint=f"It has {len(self.tasks)}.")
        return [item for task in tasks for item in self._draw(task, count, seed, level, split)]

    def score(self, asks: Sequence[Ask]) -> list[Score]:
        """Return the score of each reply, in order; what is wrong with a sample is a fault of that sample."""
        scores: dict[int, Score] = {}
        theirs: list[tuple[int, Verifier, str]] = []
        others: list[int] = []
        for position, ask in enumerate(asks):
            verifier = self._read(ask.verifier)
            answer = extract_answer(ask.response) if isinstance(ask.response, str) else None
            if verifier is None:
                others.append(position)
            elif verifier.behaviour_hash != self._hash:
                changed = Mark(None, f"the row was drawn by another version of {self.adapter.name}, or its adapter")
                scores[position] = self._score(ask, verifier, answer, changed)
            elif answer is None or len(answer) > MOST_ANSWER_CHARS:
                scores[position] = self._score(ask, verifier, answer, Mark(0.0))
            else:
                theirs.append((position, verifier, answer))
        for (position, verifier, answer), mark in zip(theirs, self._marks(theirs), strict=True):
            scores[position] = self._score(asks[position], verifier, answer, mark)
        handed_on = self._score_others([asks[position] for position in others])
        scores |= dict(zip(others, handed_on, strict=True))
        return [scores[position] for position in range(len(asks))]

    def close(self) -> None:
        """End the processes of the corpus's jail."""
        self._corpus.jail.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __getstate__(self) -> dict[str, Any]:
        return self._settings

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]  # a copy elsewhere opens corpus and jail anew

    @property
    def _prefix(self) -> str:
        return f"{self.adapter.name}/"

    def _draw(self, task: str, count: int, seed: int, level: Any, split: str) -> list[Item]:
        items: list[Item] = []
        tried = 0
        while len(items) < count:
            places = [ForeignPlace(task, seed, tried + step, level) for step in range(min(_BATCH, count - len(items)))]
            tried += len(places)
            drawn = self._corpus.draw(places)
            items += [self._item(one, split) for one in drawn if not one.fault]
            if (not items and tried >= _HOPELESS) or tried > 4 * count + _BATCH:
                raise CatalogueError(
                    f"{self._prefix}{task} gave {len(items)} of {count} items: {next((o.fault for o in drawn), '')}",
                    hint=f"`resyn audit {self.adapter.name}` says more.",
                )
        return items

    def _item(self, drawn: Drawn, split: str) -> Item:
        place = drawn.place
        return Item(
            id=f"{self._prefix}{place.task}:{place.level}:{place.seed}:{place.index}",
            environment=self._prefix + place.task,
            version=1,
            behaviour_hash=self._hash,
            category=self.adapter.name,
            split=split,
            level=place.level if isinstance(place.level, int) else 0,
            seed=place.seed,
            index=place.index,
            question=drawn.question,
            instance=drawn.entry,
            solution=drawn.gold or "",
        )

    def _read(self, text: str) -> Verifier | None:
        """Return the verifier of a row of this corpus, None for any other text."""
        try:
            verifier = Verifier.from_text(text)
        except CatalogueError:
            return None
        return verifier if verifier.environment.startswith(self._prefix) else None

    def _marks(self, asked: Sequence[tuple[int, Verifier, str]]) -> list[Mark]:
        """Score answers, those of one task together; a task's answers never share a batch with another's."""
        by_task: dict[str, list[int]] = {}
        for place, (_, verifier, _) in enumerate(asked):
            by_task.setdefault(verifier.environment, []).append(place)
        parts = [
            places[start : start + _BATCH] for places in by_task.values() for start in range(0, len(places), _BATCH)
        ]

        def score(part: list[int]) -> list[Mark]:
            return self._corpus.score([(self._drawn(asked[place][1]), asked[place][2]) for place in part])

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            found = [mark for marks in pool.map(score, parts) for mark in marks]
        marks = dict(zip((place for part in parts for place in part), found, strict=True))
        return [marks[place] for place in range(len(asked))]

    def _drawn(self, verifier: Verifier) -> Drawn:
        return Drawn(ForeignPlace(verifier.environment.removeprefix(self._prefix), 0, 0), entry=verifier.instance)

    def _score(self, ask: Ask, verifier: Verifier, answer: str | None, mark: Mark) -> Score:
        formatted = isinstance(ask.response, str) and follows_format(ask.response)
        reward = None
        if mark.reward is not None:
            earned = min(max(mark.reward, 0.0), 1.0) if self._graded else float(mark.full)
            reward = (1.0 - self._format_weight) * earned + self._format_weight * formatted
        outcome = Outcome.FAULT if reward is None else Outcome.CORRECT if mark.full else Outcome.WRONG
        return Score(verifier.environment, outcome, answer, formatted, mark.fault if reward is None else "", reward)

    def _score_others(self, asks: list[Ask]) -> list[Score]:
        if self._ours is not None:
            return self._ours.score(asks)
        fault = f"the row is none of {self.adapter.name}, and no scorer of ours was given"
        formatted = [isinstance(ask.response, str) and follows_format(ask.response) for ask in asks]
        return [Score("", Outcome.FAULT, None, kept, fault, None) for kept in formatted]
