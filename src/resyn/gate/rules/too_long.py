"""A question, a solution or an instance is too long to be used.

What it checks
    Characters of every draw: a question has at most 6,000 at levels 1 to 5 and 12,000 above, a solution at most
    2,000 and 4,000; an instance's JSON has at most 100,000. A returned value beyond the jail's output limit counts
    as too long.

Why it matters
    A question must leave room to think in the solver's context: 6,000 characters are some 2,000 tokens. A long
    solution tests copying, not reasoning, and a large instance makes every row of the dataset and every
    verification dear.

Example it rejects
    def observe(instance):
        return "Sum these numbers: " + " ".join(str(n) for n in range(5000 * instance["level"]))

How to fix
    Raise difficulty by structure (more rules, deeper nesting), not by length; grow lists slowly with the level.
"""

from collections.abc import Iterator

from resyn.core.contract import CALIBRATED_LEVELS
from resyn.core.records import Finding
from resyn.gate.evidence import Draw, Evidence
from resyn.sandbox.calls import Reply, Status

STAGE = "run"
VERSION = 1

QUESTION_CHARS = (6_000, 12_000)
SOLUTION_CHARS = (2_000, 4_000)
INSTANCE_CHARS = (100_000, 100_000)
"""Bounds at the calibrated levels and at those above."""


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding per kind of text, with its longest."""
    for what, function, bounds, replies in (
        ("an instance", "generate", INSTANCE_CHARS, [(draw, draw.generated) for draw in evidence.draws]),
        ("a question", "observe", QUESTION_CHARS, [(draw, draw.observed) for draw in evidence.draws]),
        ("a solution", "solve", SOLUTION_CHARS, [(draw, draw.solved) for draw in evidence.draws]),
        ("the list of wrong answers", "wrong_answers", INSTANCE_CHARS, [(draw, draw.wrong) for draw in evidence.draws]),
    ):
        long = [(draw, reply) for draw, reply in replies if _length(reply) > _bound(draw, bounds)]
        if long:
            draw, reply = max(long, key=lambda case: _length(case[1]))
            length = "too many" if reply.status is Status.TOO_LARGE else f"{_length(reply):,.0f}"
            text = f"{what} of level {draw.level} has {length} characters; at most {_bound(draw, bounds):,} are allowed"
            message = f"{text} ({len(long)} of {len(replies)} draws): make {function} grow more slowly with the level"
            yield evidence.finding(__name__, message, draw.witness(text))


def _length(reply: Reply) -> float:
    if reply.status is Status.TOO_LARGE:
        return float("inf")
    return len(reply.value) if isinstance(reply.value, str) else len(reply.text)


def _bound(draw: Draw, bounds: tuple[int, int]) -> int:
    return bounds[0] if draw.level <= CALIBRATED_LEVELS[-1] else bounds[1]
