"""The verifier refuses the environment's own solution.

What it checks
    `verify(instance, solve(instance))` is True on every drawn instance, from level 1 to level 10, also when a blank
    stands before the solution and a line break after it.

Why it matters
    A question whose right answer earns nothing teaches the model that reasoning does not pay. Published corpora
    hold environments that score their own gold at zero on every instance (a parser that is never called, an answer
    extractor that leaves the tags in place), and half of one corpus refuses its gold for a blank in front of it.

Example it rejects
    def solve(instance): return " ".join(instance["order"])
    def verify(instance, answer): return answer.split(",") == instance["order"]

How to fix
    Print `solve(instance)` and step through `verify` with it. Strip the answer first: `answer.strip()`. Let solve
    write the very format that observe asks for, and let verify read that format. Where some instances have no
    solution, do not draw them.
"""

from collections.abc import Iterator

from resyn.core.records import Finding, Outcome
from resyn.gate.answers import PADDED
from resyn.gate.evidence import Evidence

STAGE = "verify"
VERSION = 1

_FORMS = {
    "verify refuses what solve returns": "{}",
    "verify refuses what solve returns once white space stands around it; strip the answer first": PADDED,
}


def check(evidence: Evidence) -> Iterator[Finding]:
    """Report draws whose solution verify does not accept; the padded form only where the bare one is accepted."""
    draws = evidence.complete_draws
    for message, form in _FORMS.items():
        answers = [form.format(draw.solution) for draw in draws]
        outcomes = evidence.verify(list(zip(draws, answers, strict=True)))
        refused = [
            (draw, answer)
            for draw, answer, outcome in zip(draws, answers, outcomes, strict=True)
            if outcome is Outcome.WRONG
        ]
        if refused:
            draw, answer = refused[0]
            levels = ", ".join(str(level) for level in sorted({draw.level for draw, _ in refused}))
            yield evidence.finding(
                __name__,
                f"{message} ({len(refused)} of {len(draws)} draws; levels {levels})",
                draw.witness("verify returned False for the solution", answer),
            )
            return
