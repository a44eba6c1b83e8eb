"""What a rule is, and how all of them are found: by the folder they lie in."""

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from resyn.core.records import Finding
from resyn.gate import rules
from resyn.gate.evidence import Evidence


class Stage(IntEnum):
    """Rules run stage by stage, cheap first; a stage runs only where the one before found nothing."""

    TEXT = 1  # looks at the text alone
    DRAW = 2  # looks at drawn instances, questions and solutions
    VERIFY = 3  # looks at what verify says to answers
    CORPUS = 4  # compares with other environments and with benchmarks


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule module's contents. `version` rises when the rule starts to catch or to pass something else."""

    name: str
    stage: Stage
    version: int
    explanation: str
    check: Callable[[Evidence], Iterator[Finding]]

    @property
    def summary(self) -> str:
        """The first sentence of the rule's docstring."""
        return self.explanation.strip().split("\n")[0]


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Import every module of the rules folder; sorted by stage, then by name."""
    found = []
    for entry in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"{rules.__name__}.{entry.name}")
        found.append(
            Rule(
                name=entry.name,
                stage=Stage[module.STAGE.upper()],
                version=module.VERSION,
                explanation=module.__doc__ or "",
                check=module.check,
            )
        )
    return tuple(sorted(found, key=lambda rule: (rule.stage, rule.name)))
