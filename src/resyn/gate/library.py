"""Environments and benchmark questions that a candidate may not repeat."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from resyn.core.environment import Environment
from resyn.gate.benchmarks import BenchmarkIndex
from resyn.gate.embedding import Embedder, HashedNgrams

NGRAMS: Final = HashedNgrams()
"""Shared by all libraries, so that a text is counted once in a process."""


@dataclass(frozen=True, slots=True)
class Library:
    """What may not be repeated: environments (shipped, accepted in this run, shown as examples) and benchmarks.

    Fingerprints are kept by text, so a new library of the same environments costs nothing; a `BenchmarkIndex` is read
    once, so share it. Without `benchmarks` the rule leaks_benchmark does not run.
    """

    environments: Sequence[Environment] = ()
    benchmarks: BenchmarkIndex | None = None
    embedder: Embedder = field(default=NGRAMS)
