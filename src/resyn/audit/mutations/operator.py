"""What an operator is, and how all of them are found: by the folder they lie in."""

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from resyn.audit.mutations import operators
from resyn.audit.mutations.program import Change, Program

Part = Literal["generate", "observe", "verify"]
"""The function of the contract that a bug spoils."""


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator module's contents: `changes` yields every place of a program where its bug can be planted."""

    name: str
    part: Part
    explanation: str
    changes: Callable[[Program], Iterator[Change]]

    @property
    def summary(self) -> str:
        """The first sentence of the operator's docstring."""
        return self.explanation.strip().split("\n")[0]


@functools.cache
def all_operators() -> tuple[Operator, ...]:
    """Import every module of the operators folder, sorted by name."""
    found = []
    for entry in pkgutil.iter_modules(operators.__path__):
        module = importlib.import_module(f"{operators.__name__}.{entry.name}")
        found.append(Operator(entry.name, module.PART, module.__doc__ or "", module.changes))
    return tuple(sorted(found, key=lambda operator: operator.name))
