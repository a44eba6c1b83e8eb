"""What a rule is, and how all of them are found: by the folder they lie in."""

import functools
import importlib
import pkgutil
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from resyn.core.records import Finding
from resyn.gate import rules
from resyn.gate.evidence import Evidence

HEADINGS = ("What it checks", "Why it matters", "Example it rejects", "How to fix")
"""Headings of every rule's docstring, in this order, each followed by text; the reference is generated from them."""


class Stage(IntEnum):
    """Rules run stage by stage, cheap first; a stage runs only where the one before found nothing."""

    TEXT = 1  # looks at the text alone
    RUN = 2  # looks whether all functions run, in time, and return what the contract says
    DRAW = 3  # looks at drawn instances, questions and solutions
    VERIFY = 4  # looks at what verify says to answers
    CORPUS = 5  # compares with other environments and with benchmarks


def _always(evidence: Evidence) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule module's contents. `version` rises when the rule starts to catch or to pass something else.

    `applies` is False where the rule has nothing to compare with; then it neither passes nor fails.
    """

    name: str
    stage: Stage
    version: int
    explanation: str
    check: Callable[[Evidence], Iterator[Finding]]
    applies: Callable[[Evidence], bool] = _always

    @property
    def summary(self) -> str:
        """The first sentence of the rule's docstring."""
        return self.explanation.strip().split("\n")[0]

    def sections(self) -> dict[str, str]:
        """Return the text below each of HEADINGS, dedented; a missing heading is missing here."""
        found: dict[str, list[str]] = {}
        heading = ""
        for line in self.explanation.splitlines():
            if line.strip() in HEADINGS:
                heading = line.strip()
                found[heading] = []
            elif heading:
                found[heading].append(line)
        return {name: textwrap.dedent("\n".join(lines)).strip("\n") for name, lines in found.items()}


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
                applies=getattr(module, "applies", _always),
            )
        )
    return tuple(sorted(found, key=lambda rule: (rule.stage, rule.name)))
