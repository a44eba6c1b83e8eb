"""Environments and benchmark texts that a candidate is compared with, as fingerprints."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from resyn.core.environment import Environment


@dataclass(slots=True)
class Library:
    """What may not be repeated: known environments (shipped, accepted in this run, shown as examples)."""

    environments: Sequence[Environment] = field(default_factory=tuple)
