"""A definition: what a right answer to a shipped environment is, said a second time, independently of its code."""

import importlib.util
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from tests.catalogue.families import allowed_spellings, edits, inadmissible

from resyn.core.environment import Environment
from resyn.core.records import Outcome
from resyn.gate.evidence import Draw
from resyn.sandbox.calls import Call, VerifyJob
from resyn.sandbox.jail import Jail

FOLDER = Path(__file__).parent / "definitions"
MOST_CANDIDATES = 20_000
BEYOND = (3, 5)
"""Levels whose rules the small ones may lack: there the families alone are asked."""


@dataclass(frozen=True, slots=True)
class Definition:
    """The contents of one file of `definitions/`.

    `candidates` yields answers in their canonical form: where `exhaustive`, all that the stated format permits at
    `levels`; else a bounded family around the solution. `holds` decides by the statement alone, by other means than
    the environment's `verify` and `solve`; it is False for text that is not in canonical form (that of `FORM`, where
    the file names such a pattern). At the levels `beyond` it decides about the families alone; a file whose `holds` is
    too slow at these names its own `BEYOND`.
    """

    levels: tuple[int, ...]
    exhaustive: bool
    candidates: Callable[[dict[str, Any], str], Iterator[str]]
    holds: Callable[[dict[str, Any], str], bool]
    beyond: tuple[int, ...] = BEYOND

    @property
    def asked_levels(self) -> tuple[int, ...]:
        """Return the levels whose instances verify is asked about."""
        return tuple(sorted({*self.levels, *self.beyond}))

    def pool(self, instance: dict[str, Any], solution: str) -> list[str]:
        """Return the candidates of an instance; raises ValueError where there are too many to be tried."""
        found = list(islice(self.candidates(instance, solution), MOST_CANDIDATES + 1))
        if len(found) > MOST_CANDIDATES:
            raise ValueError(f"more than {MOST_CANDIDATES:,} candidates: take a lower level, or a smaller family")
        return found

    def verdicts(self, draw: Draw, kind: str) -> dict[str, bool]:
        """Return the answers that verify is asked for a drawn instance, and whether each is right.

        These are the definition's candidates, at its own levels, and the families that every environment is asked (see
        `families`); `kind` is the environment's META["answer"].
        """
        candidates = self.pool(draw.data, draw.solution) if draw.level in self.levels else []
        judged = [*candidates, draw.solution, *draw.wrong_answers, *edits(draw.solution, draw.wrong_answers)]
        return (
            {answer: self.holds(draw.data, answer) for answer in dict.fromkeys(judged)}
            | dict.fromkeys(inadmissible(draw), False)
            | dict.fromkeys(allowed_spellings(draw, kind), True)
        )


@cache
def read_definition(name: str) -> Definition:
    """Load the definition of an environment; raises FileNotFoundError where there is none."""
    path = FOLDER / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"definition_of_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    form = re.compile(getattr(module, "FORM", r"(?s:.*)"))

    def holds(instance: dict[str, Any], answer: str) -> bool:
        return form.fullmatch(answer) is not None and module.holds(instance, answer)

    beyond = getattr(module, "BEYOND", BEYOND)
    return Definition(module.LEVELS, module.EXHAUSTIVE, module.candidates, holds, beyond)


def defined_names() -> list[str]:
    """Return the names of all definitions, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.py"))


def contradictions(environment: Environment, draw: Draw, verdicts: dict[str, bool], jail: Jail) -> list[str]:
    """Return what an environment's verify does otherwise than it should on a drawn instance: () where it is sound.

    It must say of each answer what `verdicts` says, without a fault, and leave the instance as it is.
    """
    (result,) = jail.verify([VerifyJob(environment.source, draw.instance, tuple(verdicts))])
    found = [
        f"{outcome}, but {'right' if right else 'not right'}: {answer[:200]!a}"
        for (answer, right), outcome in zip(verdicts.items(), result.outcomes, strict=True)
        if outcome is not (Outcome.CORRECT if right else Outcome.WRONG)
    ]
    calls = [Call("verify", instance=draw.instance, answer=answer) for answer in (draw.solution, *draw.wrong_answers)]
    changing = [
        call.answer for call, reply in zip(calls, jail.call(environment.source, calls), strict=True) if reply.mutated
    ]
    return found + [f"verify changes its instance: {answer[:200]!a}" for answer in changing]
