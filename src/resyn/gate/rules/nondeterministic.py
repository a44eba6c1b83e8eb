"""The same seed gives another instance, question, solution or verdict at another time or in another process.

What it checks
    Some draws of every level are made again: in fresh processes with other salts of the string hash, in reversed
    order, and each in a process of its own. Instance, question, solution and wrong answers must be the same text,
    and verify must say the same of the same answers, asked twice and in another order.

Why it matters
    A dataset row is drawn again from its seed, in another process, on another machine. Sets of strings come in
    another order under another hash salt; the global generator and state kept between calls differ at every run.
    Published corpora have verifiers whose rewards cannot be reproduced without a fixed hash seed, and generators
    whose content is never the same twice.

Example it rejects
    def generate(level, rng):
        return {"names": list({"Ada", "Ben", "Cleo", "Dan"}), "n": level}

How to fix
    Write `sorted(...)` around every set before its order matters, use `rng` and nothing else for chance, and keep
    nothing in global variables or caches that a call changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resyn.core.records import Finding
from resyn.gate.evidence import Draw, Evidence
from resyn.gate.sample import first_of_each_level
from resyn.sandbox.calls import Call, FunctionName, Reply, Status
from resyn.sandbox.jail import Jail

STAGE = "draw"
VERSION = 1

PER_LEVEL = 3
"""Draws of each level that are made again."""

ALONE = 6
"""Draws that are made again in processes of their own: state set up by an earlier call is missing there."""

_FUNCTIONS: tuple[FunctionName, ...] = ("generate", "observe", "solve", "wrong_answers")
_JUNK = "no answer"


@dataclass(frozen=True, slots=True)
class _Case:
    draw: Draw
    call: Call
    expected: str


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield at most one finding per function, with the first draw that came out otherwise."""
    chosen = first_of_each_level(evidence.complete_draws, PER_LEVEL)
    cases = [case for draw in chosen for case in _cases(draw)]
    verdicts = _verdict_cases(evidence, chosen)
    reported: set[str] = set()
    for where, repeated in _repetitions(evidence, cases, verdicts):
        for case, reply in repeated:
            function = case.call.function
            if function in reported or _same(case, reply):
                continue
            reported.add(function)
            yield _finding(evidence, case, reply, where)


def _cases(draw: Draw) -> Iterator[_Case]:
    replies = (draw.generated, draw.observed, draw.solved, draw.wrong)
    for function, reply in zip(_FUNCTIONS, replies, strict=True):
        if function == "generate":
            yield _Case(draw, Call("generate", level=draw.level, seed=draw.seed), reply.text)
        else:
            yield _Case(draw, Call(function, instance=draw.instance), reply.text)


def _verdict_cases(evidence: Evidence, draws: Sequence[Draw]) -> list[_Case]:
    """Ask verify once in the order of the draws; what it says then is expected ever after."""
    asked = [(draw, answer) for draw in draws for answer in (draw.solution, *draw.wrong_answers[:2], _JUNK)]
    calls = [Call("verify", instance=draw.instance, answer=answer) for draw, answer in asked]
    replies = evidence.call(calls)
    return [
        _Case(draw, call, reply.text)
        for (draw, _), call, reply in zip(asked, calls, replies, strict=True)
        if reply.status is Status.OK
    ]


def _repetitions(
    evidence: Evidence, cases: list[_Case], verdicts: list[_Case]
) -> Iterator[tuple[str, list[tuple[_Case, Reply]]]]:
    backwards = [*reversed(cases), *reversed(verdicts)]
    yield "in reversed order", _repeat(evidence, backwards)
    step = max(1, len(cases) // (ALONE * len(_FUNCTIONS))) * len(_FUNCTIONS)
    alone = [case for start in range(0, len(cases), step) for case in cases[start : start + 2]]
    yield "in a process of its own", _repeat(evidence, alone, fork_each=True)
    yield "asked twice in a row", _repeat(evidence, [case for case in verdicts for _ in range(2)])
    for jail in evidence.surroundings.salted:
        yield "in a process with another hash salt", _repeat(evidence, [*cases, *verdicts], jail=jail)


def _repeat(
    evidence: Evidence, cases: list[_Case], *, jail: Jail | None = None, fork_each: bool = False
) -> list[tuple[_Case, Reply]]:
    replies = evidence.call([case.call for case in cases], fork_each=fork_each, jail=jail)
    return list(zip(cases, replies, strict=True))


def _same(case: _Case, reply: Reply) -> bool:
    # A timeout under load says nothing here; the other statuses would be a change of behaviour.
    return reply.status in (Status.TIMEOUT, Status.NOT_RUN) or reply.text == case.expected


def _finding(evidence: Evidence, case: _Case, reply: Reply, where: str) -> Finding:
    function = case.call.function
    text = f"{function} returned {_short(case.expected)}, and {where} {_short(reply.text or reply.error)}"
    message = (
        f"{function} does not return the same {where} (level {case.draw.level}); sort every set before its order "
        "matters, use only rng for chance, keep no state between calls"
    )
    answer = case.call.answer if function == "verify" else None
    return evidence.finding(__name__, message, case.draw.witness(text, answer))


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:160] + "..."
