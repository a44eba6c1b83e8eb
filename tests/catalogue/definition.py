"""A definition: what a right answer to a shipped environment is, said a second time, independently of its code."""

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "definitions"
MOST_CANDIDATES = 20_000


@dataclass(frozen=True, slots=True)
class Definition:
    """The contents of one file of `definitions/`.

    `candidates` yields answers in their canonical form: where `exhaustive`, all that the stated format permits at
    `levels`; else a bounded family around the solution. `holds` decides by the statement alone, by other means than
    the environment's `verify` and `solve`.
    """

    levels: tuple[int, ...]
    exhaustive: bool
    candidates: Callable[[dict[str, Any], str], Iterator[str]]
    holds: Callable[[dict[str, Any], str], bool]

    def pool(self, instance: dict[str, Any], solution: str) -> list[str]:
        """Return the candidates of an instance; raises ValueError where there are too many to be tried."""
        found = list(islice(self.candidates(instance, solution), MOST_CANDIDATES + 1))
        if len(found) > MOST_CANDIDATES:
            raise ValueError(f"more than {MOST_CANDIDATES:,} candidates: take a lower level, or a smaller family")
        return found


@cache
def read_definition(name: str) -> Definition:
    """Load the definition of an environment; raises FileNotFoundError where there is none."""
    path = FOLDER / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"definition_of_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Definition(module.LEVELS, module.EXHAUSTIVE, module.candidates, module.holds)


def defined_names() -> list[str]:
    """Return the names of all definitions, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.py"))
