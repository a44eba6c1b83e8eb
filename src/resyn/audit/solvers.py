"""Second opinions on a corpus's answers: files with `solve(question)` that see the question's text and nothing else.

    solve(question: str) -> str | None      an answer in the form that the question asks for; None for no opinion

Who wrote such a file does not matter: a person from the statement of a task, or a model (`resyn solvers`). It runs in a
jail of its own, without the corpus to read.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from resyn.audit.store import file_stem
from resyn.core.environment import parse_source
from resyn.core.errors import ConfigError
from resyn.core.jsontext import content_hash, dump
from resyn.sandbox.calls import Call
from resyn.sandbox.jail import Jail

_SLICE: Final = 64  # questions in one batch of the jail
_MOST_CHARS: Final = 20_000  # of an answer; a longer one is none


@dataclass(frozen=True, slots=True)
class Solver:
    """A solver's file: its task is the one whose name the file has."""

    path: Path
    source: str

    @classmethod
    def read(cls, path: Path) -> "Solver":
        """Read a file as text; raises ConfigError where it defines no function solve."""
        try:
            source = path.read_text(encoding="utf-8")
            tree = parse_source(source)
        except (OSError, UnicodeDecodeError, SyntaxError) as error:
            raise ConfigError(f"{path} is no solver: {error}", hint="It is a Python file; see the guide.") from None
        if not any(isinstance(node, ast.FunctionDef) and node.name == "solve" for node in tree.body):
            raise ConfigError(f"{path} defines no function solve", hint="A solver defines solve(question).")
        return cls(path, source)

    def answers(self, questions: Sequence[str], jail: Jail) -> list[str | None]:
        """Return an answer to each question, an integer as its text; None where it has none, or fails."""
        calls = [Call("solve", instance=dump(question)) for question in questions]
        parts = [(self.source, calls[start : start + _SLICE]) for start in range(0, len(calls), _SLICE)]
        return [_text(reply.value) for part in jail.call_many(parts) for reply in part]


@dataclass(frozen=True, slots=True)
class Solvers:
    """The solvers of a corpus's tasks, by the stem of their files, and the jail that they run in."""

    jail: Jail
    by_stem: Mapping[str, tuple[Solver, ...]]

    def of(self, task: str) -> tuple[Solver, ...]:
        """Return the solvers of a task."""
        return self.by_stem.get(file_stem(task), ())


def read_solvers(paths: Sequence[Path]) -> dict[str, tuple[Solver, ...]]:
    """Read files, and the `*.py` files below folders, each named after its task; several may be of one task.

    Raises ConfigError for a file that is no solver, and a folder without any.
    """
    found: dict[str, tuple[Solver, ...]] = {}
    for path in paths:
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        if not files:
            raise ConfigError(f"{path} holds no solver", hint="A solver is a file TASK.py with solve(question).")
        for file in files:
            found[file.stem] = (*found.get(file.stem, ()), Solver.read(file))
    return found


def fingerprint(solvers: Mapping[str, Sequence[Solver]]) -> str:
    """Return what differs where other solvers give their opinion."""
    return content_hash(dump({stem: [one.source for one in of_task] for stem, of_task in sorted(solvers.items())}))


def _text(value: object) -> str | None:
    text = str(value) if type(value) in (str, int) else ""
    return text if 0 < len(text) <= _MOST_CHARS else None
