"""A function changes the instance that it is given.

What it checks
    observe, verify, solve and wrong_answers leave the instance as it was; verify is tried with the solution, a
    wrong answer and text that is no answer.

Why it matters
    An instance is verified many times, for every answer of a group. A verifier that pops, sorts or appends in place
    judges the second answer by another instance than the first, and the verdict depends on the order of the
    answers.

Example it rejects
    def verify(instance, answer):
        instance["numbers"].sort()
        return answer.split() == [str(number) for number in instance["numbers"]]

How to fix
    Work on a copy: `sorted(instance["numbers"])`, `list(...)`, `dict(...)`; never `.sort()`, `.pop()`, `.append()`,
    `del` or `instance[...] = ...` on what belongs to the instance.
"""

from collections.abc import Iterator

from resyn.core.records import Finding
from resyn.gate.evidence import Draw, Evidence
from resyn.gate.sample import first_of_each_level
from resyn.sandbox.calls import Call

STAGE = "draw"
VERSION = 1


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding per function that changed an instance."""
    draws = evidence.complete_draws
    for function, changed in (
        ("observe", [draw for draw in draws if draw.observed.mutated]),
        ("solve", [draw for draw in draws if draw.solved.mutated]),
        ("wrong_answers", [draw for draw in draws if draw.wrong.mutated]),
    ):
        if changed:
            yield _finding(evidence, function, changed[0], None, f"{len(changed)} of {len(draws)} draws")
    cases = [
        (draw, answer)
        for draw in first_of_each_level(draws, 1)
        for answer in (draw.solution, *draw.wrong_answers[:1], "no answer")
    ]
    replies = evidence.call([Call("verify", instance=draw.instance, answer=answer) for draw, answer in cases])
    mutated = [case for case, reply in zip(cases, replies, strict=True) if reply.mutated]
    if mutated:
        draw, answer = mutated[0]
        yield _finding(evidence, "verify", draw, answer, f"{len(mutated)} of {len(cases)} calls")


def _finding(evidence: Evidence, function: str, draw: Draw, answer: str | None, share: str) -> Finding:
    text = f"{function} changes the instance it is given"
    message = f"{text} ({share}); work on a copy, such as sorted(...) or list(...)"
    return evidence.finding(__name__, message, draw.witness(text, answer))
