"""The published question that is nearest to a text: found by rare words in common, measured by an embedder."""

import heapq
import math
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from resyn.gate.embedding import Embedder, cosine

_CANDIDATES: Final = 5  # questions that are measured
_RARE: Final = 16  # words of the text that look for them, the rarest first
_COMMON: Final = 0.2  # share of questions from which a word says nothing
_MAX_CHARS: Final = 2000  # of each text; what is copied is copied from its beginning


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A question, the file it stands in, and how near it is to a text: a cosine, 1 for the same."""

    file: str
    question: str
    nearness: float


class Neighbourhood:
    """Questions by their words; read at the first use, some seconds for ten thousand, and kept in memory."""

    def __init__(self, read: Callable[[], Iterable[tuple[str, str]]], words: Callable[[str], Iterable[str]]) -> None:
        self._read = read
        self._words = words
        self._lock = threading.Lock()
        self._questions: list[tuple[str, str]] | None = None
        self._holding: dict[str, list[int]] = defaultdict(list)

    def nearest(self, text: str, embedder: Embedder) -> Neighbour | None:
        """Return the nearest question that shares a rare word with a text; None where none does.

        Only the first 2,000 characters of either are measured.
        """
        questions = self._load()
        vector = embedder.embed(text[:_MAX_CHARS])
        found = [
            Neighbour(*questions[number], cosine(vector, embedder.embed(questions[number][1][:_MAX_CHARS])))
            for number in self._candidates(text, len(questions))
        ]
        return max(found, key=lambda neighbour: neighbour.nearness, default=None)

    def _candidates(self, text: str, total: int) -> list[int]:
        common = max(2.0, _COMMON * total)
        words = [word for word in set(self._words(text)) if 0 < len(self._holding.get(word, ())) <= common]
        rarest = heapq.nsmallest(_RARE, words, key=lambda word: (len(self._holding[word]), word))
        weights: dict[int, float] = defaultdict(float)
        for word in rarest:
            weight = math.log(total / len(self._holding[word]) + 1)
            for number in self._holding[word]:
                weights[number] += weight
        return heapq.nlargest(_CANDIDATES, weights, key=lambda number: (weights[number], -number))

    def _load(self) -> list[tuple[str, str]]:
        with self._lock:
            if self._questions is None:
                questions = list(self._read())
                for number, (_, question) in enumerate(questions):
                    for word in sorted(set(self._words(question))):
                        self._holding[word].append(number)
                self._questions = questions
            return self._questions
