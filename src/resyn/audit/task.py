"""What the rules look at: one task of a corpus, its items drawn once, and the scorer's marks kept."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from resyn.audit.corpus import Corpus, Item, Mark, Place, is_of_the_jail
from resyn.audit.defect import Defect, Evidence
from resyn.audit.solvers import Solvers
from resyn.core.jsontext import dump
from resyn.gate.evidence import Draw, Glance
from resyn.sandbox.calls import Reply, Status
from resyn.sandbox.package import Package

ITEMS: Final = 16
"""Items on which answers are scored."""
STREAM: Final = 60
"""Items drawn in a row, the first of which are those that are scored."""
SLOW: Final = 0.25
"""Mean CPU seconds of a draw from which fewer items are drawn, as many as take the same time."""
SLOW_SCORE: Final = 0.01
"""Mean CPU seconds of a score from which guesses are tried on fewer items."""


class OutOfTimeError(Exception):
    """The seconds of a task are spent."""


class DeniedError(Exception):
    """The jail or the installation does not give what a rule's calls want; the message says what was said."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The corpus in the main jail, what that imports, and the corpus under other salts and other versions of Python.

    `solvers` are second opinions, where there are any.
    """

    corpus: Corpus
    package: Package
    salted: tuple[Corpus, ...] = ()
    versions: tuple[tuple[str, Corpus], ...] = ()
    solvers: Solvers | None = None


class Task:
    """One task; every property is gathered at its first use and kept. Rules may put on record `figures`, by name."""

    def __init__(self, name: str, surroundings: Surroundings, *, seed: int = 0, seconds: float = 120.0) -> None:
        self.name = name
        self.surroundings = surroundings
        self.corpus = surroundings.corpus
        self.seed = seed
        self._deadline = time.monotonic() + seconds
        self._marks: dict[tuple[Place, str], Mark] = {}
        self.draw_seconds: dict[Place, float] = {}
        self.figures: dict[str, Any] = {}
        self._fresh: dict[tuple[int, int], list[Item]] = {}

    @cached_property
    def scouts(self) -> list[Item]:
        """The first items; the rest is drawn only where these could be."""
        return self.draw(range(ITEMS))

    @cached_property
    def items(self) -> list[Item]:
        """The items on which answers are scored."""
        return [item for item in self.scouts if not item.fault]

    @cached_property
    def golden(self) -> list[Item]:
        """Those of the items that have a reference answer."""
        return [item for item in self.items if item.gold is not None]

    @cached_property
    def refused_scorer(self) -> str:
        """What the jail or the installation does not give that the scorer wants of every answer; "" where it scores."""
        asked = self.golden[:4] or self.items[:4]
        faults = [mark.fault for mark in self.score([(item, item.gold or "0") for item in asked])]
        return faults[0] if faults and all(fault and is_of_the_jail(fault) for fault in faults) else ""

    @cached_property
    def stream(self) -> list[Item]:
        """Items in a row from one seed, as many as time allows."""
        return self.items + [
            item for item in self.draw(range(ITEMS, ITEMS + self.fair(STREAM - ITEMS))) if not item.fault
        ]

    def fresh(self, count: int, *, look: int) -> list[Item]:
        """Return items of a seed far away, another one for each look, seen by no rule before: fewer where slow."""
        if (count, look) not in self._fresh:
            drawn = self.draw(range(self.fair(count)), seed=self.seed + 1_000_003 * look)
            self._fresh[count, look] = [item for item in drawn if not item.fault]
        return self._fresh[count, look]

    @cached_property
    def levels(self) -> list[Any]:
        """The levels of the task, easiest first."""
        return self.corpus.levels(self.name)

    def fair(self, count: int) -> int:
        """Return a number of items: fewer where they are slow to draw."""
        mean = sum(item.seconds for item in self.scouts) / max(1, len(self.scouts))
        return count if mean <= SLOW else max(8, int(count * SLOW / mean))

    def affordable(self, items: Sequence[Item]) -> Sequence[Item]:
        """Return items to ask thousands of answers on: fewer, but 6 at least, where the scorer is slow."""
        mean = sum(mark.seconds for mark in self._marks.values()) / max(1, len(self._marks))
        return items if mean <= SLOW_SCORE else items[: max(6, int(len(items) * SLOW_SCORE / mean))]

    def costs(self, items: int, answers: int) -> float:
        """Return about how many CPU seconds it takes to draw items and to score answers, by those so far."""
        draws = sum(item.seconds for item in self.scouts) / max(1, len(self.scouts))
        scores = sum(mark.seconds for mark in self._marks.values()) / max(1, len(self._marks))
        return items * draws + answers * scores

    def draw(
        self,
        indices: Sequence[int],
        *,
        seed: int | None = None,
        level: Any = None,
        corpus: Corpus | None = None,
        fork_each: bool = False,
    ) -> list[Item]:
        """Draw items; raises OutOfTimeError where the task's seconds are spent."""
        self._spend()
        number = self.seed if seed is None else seed
        places = [Place(self.name, number, index, level) for index in indices]
        items = (corpus or self.corpus).draw(places, fork_each=fork_each)
        self.draw_seconds.update((item.place, item.seconds) for item in items)
        return items

    def score(self, pairs: Sequence[tuple[Item, str]]) -> list[Mark]:
        """Return the marks of answers, asked once each; raises OutOfTimeError where the seconds are spent."""
        self._spend()
        wanted = {(item.place, answer): item for item, answer in pairs if (item.place, answer) not in self._marks}
        asked = [(item, answer) for (_, answer), item in wanted.items()]
        for key, mark in zip(wanted, self.corpus.score(asked), strict=True):
            self._marks[key] = mark
        return [self._marks[item.place, answer] for item, answer in pairs]

    @property
    def faults(self) -> list[tuple[Place, str, Mark]]:
        """Every answer so far on which the scorer failed."""
        return [(place, answer, mark) for (place, answer), mark in self._marks.items() if mark.reward is None]

    @property
    def marks(self) -> dict[tuple[Place, str], Mark]:
        """Every mark so far."""
        return self._marks

    def evidence(self, item: Item, happened: str, answer: str | None = None) -> Evidence:
        """Return an item as a witness; long questions are shortened."""
        return self.place_evidence(item.place, happened, answer, question=item.question)

    def place_evidence(self, place: Place, happened: str, answer: str | None = None, *, question: str = "") -> Evidence:
        """Return a place as a witness."""
        snippet = (
            self.corpus.adapter.snippet(
                task=place.task, seed=place.seed, index=place.index, level=place.level, answer=answer
            )
            if answer is not None and len(answer) < 400
            else ""
        )
        return Evidence(happened, place.task, place.seed, place.index, place.level, answer, question[:1000], snippet)

    def defect(self, rule: str, message: str, *, rate: float | None = None, witness: Evidence | None = None) -> Defect:
        """Return a defect of a rule (the rule's `__name__` is cut to its last part)."""
        return Defect(rule.rpartition(".")[2], message, None if rate is None else round(rate, 3), witness)

    def _spend(self) -> None:
        if time.monotonic() > self._deadline:
            raise OutOfTimeError


def as_draw(item: Item) -> Draw:
    """Return an item as the gate's batteries and policies take it."""
    ok = Reply(Status.OK, value={}, text=dump([item.place.seed, item.place.index, item.place.level]))
    return Draw(
        0,
        str(item.place.seed),
        generated=ok,
        observed=Reply(Status.OK, value=item.question),
        solved=Reply(Status.OK, value=item.gold or ""),
        wrong=Reply(Status.OK, value=[]),
    )


def as_glance(item: Item) -> Glance:
    """Return an item as the gate's rules about distributions take it."""
    numbers = [float(number) for number in re.findall(r"[0-9]{1,15}(?:\.[0-9]{1,15})?", item.question)]
    return Glance(0, str(item.place.seed), "", {"numbers": numbers, "reference": item.gold or ""}, item.question)


def shown(answer: str) -> str:
    """Return an answer for a message: escaped, at most 60 characters."""
    return ascii(answer if len(answer) <= 60 else answer[:60] + "...")
