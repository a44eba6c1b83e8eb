"""Vectors of texts, so that two texts that ask the same have a cosine near 1."""

import math
import operator
import zlib
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from resyn.core.errors import ConfigError

Vector = Sequence[float]
"""A vector of length 1, or of zeros alone for an empty text."""


class Embedder(Protocol):
    """What turns texts into vectors. `near` is the cosine from which two texts count as asking the same."""

    name: str
    near: float

    def embed(self, text: str) -> Vector:
        """Return the vector of a text."""
        ...


class HashedNgrams:
    """Counts of runs of three to five characters, hashed with signs: for templated text as good as a sentence model.

    Measured on texts of shipped environments, pairs of different tasks stay below 0.55 and copies under other words
    begin at 0.7. A paraphrase in quite other words is not seen; `SentenceModel` is for those.
    """

    name = "ngrams"
    near = 0.8

    def __init__(self, *, dimensions: int = 4096) -> None:
        self._dimensions = dimensions
        self._known: dict[str, Vector] = {}

    def embed(self, text: str) -> Vector:
        """Return the vector of a text; counts are damped by a logarithm, so that a repeated line does not rule."""
        if text not in self._known:
            self._known[text] = self._count(f" {' '.join(text.lower().split())} ".encode("utf-8", "replace"))
        return self._known[text]

    def _count(self, text: bytes) -> Vector:
        counts: dict[bytes, int] = {}
        for length in (3, 4, 5):
            for start in range(len(text) - length + 1):
                run = text[start : start + length]
                counts[run] = counts.get(run, 0) + 1
        vector = [0.0] * self._dimensions
        for run, count in counts.items():
            code = zlib.crc32(run)
            vector[(code >> 1) % self._dimensions] += (1 + math.log(count)) * (1 if code & 1 else -1)
        return _unit(vector)


class SentenceModel:
    """A static sentence model in a folder, or by its name on a hub, run by model2vec (the extra `embed`)."""

    near = 0.9

    def __init__(self, model: str | Path) -> None:
        try:
            from model2vec import StaticModel
        except ImportError:
            raise ConfigError(
                f"comparing by the sentence model {model} needs model2vec", hint="pip install 'resyn[embed]'"
            ) from None
        self.name = f"model2vec:{model}"
        try:
            self._model = StaticModel.from_pretrained(str(model))
        except (OSError, ValueError, KeyError) as error:
            raise ConfigError(
                f"the sentence model {model} cannot be loaded: {error}", hint="Give a folder written by model2vec."
            ) from None
        self._known: dict[str, Vector] = {}

    def embed(self, text: str) -> Vector:
        """Return the vector of a text."""
        if text not in self._known:
            self._known[text] = _unit([float(value) for value in self._model.encode([text])[0]])
        return self._known[text]


def cosine(first: Vector, second: Vector) -> float:
    """Return the cosine of two vectors of length 1."""
    return math.fsum(map(operator.mul, first, second))


def _unit(vector: list[float]) -> Vector:
    length = math.sqrt(sum(map(operator.mul, vector, vector)))
    return array("f", [value / length for value in vector] if length else vector)
