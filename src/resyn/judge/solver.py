"""The blind solver's file: a model that sees questions alone writes it, and only the jail runs it.

    solve(question: str) -> str                   an answer, computed from the question's text
    check(question: str, answer: str) -> bool     an independent opinion on any answer

In the jail a question takes the place of an instance (a JSON string is JSON too), so that a solver needs nothing that
an environment does not need. It is a jail of its own: within one, a child inherits what its zygote holds, and there an
environment could read the solver that it is to be compared with, or the solver the environment.
"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from resyn.core import jsontext
from resyn.core.contract import ALLOWED_MODULES
from resyn.core.environment import parse_source
from resyn.core.errors import RefusedError
from resyn.core.jsontext import content_hash
from resyn.llm.extract import extract_source
from resyn.llm.model import Message, Model, Sampling
from resyn.llm.prompts import fill
from resyn.sandbox.calls import Call, FunctionName, Reply
from resyn.sandbox.jail import Jail

FUNCTIONS: Final = ("solve", "check")

_QUESTION_CHARS: Final = 9_000
_ASK_CHECK: Final[FunctionName] = "score"  # the jail's second function of two arguments; solvers call theirs check


@dataclass(frozen=True, slots=True)
class Solver:
    """A solver's file; without one, `source` is "" and `reason` says why."""

    source: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SolverStyle:
    """How a model is asked for a solver; `seed` tells apart runs that ask the same."""

    temperature: float = 0.6
    max_tokens: int = 2_500
    seed: int = 0


def write_solver(
    questions: Sequence[str], model: Model, *, attempt: int = 0, style: SolverStyle | None = None
) -> Solver:
    """Ask for a file that solves questions like these; of many or long ones, the first that fit are shown.

    Where the model refuses the request there is no file, and the reason says so.
    """
    style = style or SolverStyle()
    shown = _fitting(questions)
    if not shown:
        return Solver("", "there is no question to show")
    listed = "\n\n".join(f"Question {number}:\n\n{text}" for number, text in enumerate(shown, start=1))
    messages = [
        Message("system", fill("resyn.judge", "solver", modules=", ".join(sorted(ALLOWED_MODULES)))),
        Message("user", f"{listed}\n\n{fill('resyn.judge', 'solver_form')}"),
    ]
    seed = int(content_hash(f"{style.seed}:solver:{attempt}")[:7], 16)
    try:
        answer = model.complete(messages, Sampling(style.temperature, 0.95, style.max_tokens, seed))
    except RefusedError as error:
        return Solver("", f"not answered: {error}")
    found = extract_source(answer.text, functions=FUNCTIONS)
    if not found.source:
        cut = f"; it was cut off at {answer.usage.output_tokens:,} tokens" if answer.truncated else ""
        return Solver("", f"{found.reason}{cut}")
    return Solver(found.source, _unusable(found.source))


def compute_answers(source: str, questions: Sequence[str], jail: Jail) -> list[str | None]:
    """Return the solver's answer to each question, None where it gave none: the reference of Code-RL.

    An integer is taken as its text. A solver that gives nothing on the first question is not asked for the rest.
    """
    calls = [Call("solve", instance=jsontext.dump(question)) for question in questions]
    return [_text(reply) for reply in _scouted(source, calls, jail)]


def check_answers(source: str, pairs: Sequence[tuple[str, str]], jail: Jail) -> list[bool | None]:
    """Return what the solver's check says of each (question, answer), None where it says neither True nor False."""
    calls = [Call(_ASK_CHECK, instance=jsontext.dump(question), answer=answer) for question, answer in pairs]
    adapted = f"{source}\n\n\ndef {_ASK_CHECK}(question, answer):\n    return check(question, answer)\n"
    return [reply.value if isinstance(reply.value, bool) else None for reply in _scouted(adapted, calls, jail)]


def explain_failure(source: str, question: str, jail: Jail) -> str:
    """Say how `solve` failed on a question."""
    (reply,) = jail.call(source, [Call("solve", instance=jsontext.dump(question))])
    return reply.error or f"it returned {type(reply.value).__name__}, not str"


def _scouted(source: str, calls: Sequence[Call], jail: Jail) -> list[Reply]:
    first = jail.call(source, calls[:1]) if calls else []
    if not first or first[0].value is None:
        return first * len(calls)
    return first + (jail.call(source, calls[1:]) if len(calls) > 1 else [])


def _text(reply: Reply) -> str | None:
    value: Any = reply.value
    return str(value) if type(value) in (str, int) else None


def _fitting(questions: Sequence[str]) -> list[str]:
    shown: list[str] = []
    left = _QUESTION_CHARS
    for question in questions:
        if len(question) <= left:
            shown.append(question)
            left -= len(question)
    return shown


def _unusable(source: str) -> str:
    """Say why a file is no solver with an opinion of its own, "" where it may be one."""
    try:
        tree = parse_source(source)
    except SyntaxError as error:
        return f"the file does not parse: {error.msg} (line {error.lineno})"
    names = {node.name: _names(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    missing = [name for name in FUNCTIONS if name not in names]
    if missing:
        return f"the file defines no function {missing[0]}"
    reached, waiting = set[str](), ["check"]
    while waiting:
        for name in names.get(waiting.pop(), set()) - reached:
            reached.add(name)
            waiting.append(name)
    return "check calls solve, so it is no opinion of its own" if "solve" in reached else ""


def _names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
