"""What a rule of behaviour is, and how all of them are found: by the folder they lie in."""

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from resyn.audit import rules
from resyn.audit.defect import Defect
from resyn.audit.task import Task


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule module's contents; `needs_gold` where it has nothing to go by without a reference answer.

    `needs_scorer` where it asks for rewards; `inapplicable` says why it has nothing else to go by, "" where it has.
    Rules run by `stage`: 1 asks some hundred answers, 2 some thousand, 3 looks at what all others were told too.
    """

    name: str
    explanation: str
    needs_gold: bool
    needs_scorer: bool
    stage: int
    check: Callable[[Task], Iterator[Defect]]
    inapplicable: Callable[[Task], str]

    @property
    def summary(self) -> str:
        """The first sentence of the rule's docstring."""
        return self.explanation.strip().split("\n")[0]


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Import every module of the rules folder, sorted by stage, then by name."""
    found = []
    for entry in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"{rules.__name__}.{entry.name}")
        found.append(
            Rule(
                name=entry.name,
                explanation=module.__doc__ or "",
                needs_gold=module.NEEDS_GOLD,
                needs_scorer=getattr(module, "NEEDS_SCORER", True),
                stage=module.STAGE,
                check=module.check,
                inapplicable=getattr(module, "inapplicable", lambda _: ""),
            )
        )
    return tuple(sorted(found, key=lambda rule: (rule.stage, rule.name)))
