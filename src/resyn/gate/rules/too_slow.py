"""A function takes too long, at some level up to 10.

What it checks
    CPU seconds of every call on every draw: verify at most 0.1 (asked for the solution and a wrong answer), the
    other functions at most 0.5, and 0.25 at levels 1 to 5. The longest call counts, not the mean. A call above its
    bound, but below twice of it, is made once more and the shorter time counts, so that a busy machine rejects
    nobody.

Why it matters
    A training step verifies thousands of answers and waits for the last; verifiers and generators whose tail takes
    seconds or never ends at one seed are known to pin workers of published training runs. Level 10 must work,
    because a curriculum goes on beyond the calibrated levels.

Example it rejects
    def solve(instance):
        return next(" ".join(order) for order in permutations(instance["names"]) if fits(instance, order))

How to fix
    Plant the solution in generate and let verify check it directly. Replace a search over all permutations or
    subsets by dynamic programming, a set or a dict, and every loop that retries until it fits by a construction
    that always fits.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from resyn.core.contract import CALIBRATED_LEVELS
from resyn.core.records import Finding
from resyn.gate.evidence import SLOW_CALL_SECONDS, Draw, Evidence
from resyn.gate.sample import first_of_each_level
from resyn.sandbox.calls import Call, Reply, Status

STAGE = "run"
VERSION = 1

VERIFY_SECONDS = 0.1
CALIBRATED_SECONDS = 0.25
PER_LEVEL = 4
"""Draws of each level on which verify is timed, once one of the highest has been found fast."""


@dataclass(frozen=True, slots=True)
class _Timed:
    draw: Draw
    call: Call
    seconds: float

    @property
    def bound(self) -> float:
        if self.call.function == "verify":
            return VERIFY_SECONDS
        return CALIBRATED_SECONDS if self.draw.level <= CALIBRATED_LEVELS[-1] else SLOW_CALL_SECONDS

    @property
    def excess(self) -> float:
        return self.seconds / self.bound


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding per slow function, with its slowest call."""
    worst: dict[str, _Timed] = {}
    for timed in (*_drawn(evidence), *_verified(evidence)):
        known = worst.get(timed.call.function)
        if known is None or timed.excess > known.excess:
            worst[timed.call.function] = timed
    for timed in worst.values():
        if 1 < timed.excess < 2:
            timed = _again(evidence, timed)
        if timed.excess > 1:
            yield _finding(evidence, timed)


def _drawn(evidence: Evidence) -> Iterator[_Timed]:
    for draw in evidence.draws:
        yield _Timed(draw, Call("generate", level=draw.level, seed=draw.seed), _seconds(draw.generated))
        yield _Timed(draw, Call("observe", instance=draw.instance), _seconds(draw.observed))
        yield _Timed(draw, Call("solve", instance=draw.instance), _seconds(draw.solved))
        yield _Timed(draw, Call("wrong_answers", instance=draw.instance), _seconds(draw.wrong))


def _verified(evidence: Evidence) -> list[_Timed]:
    draws = first_of_each_level(evidence.complete_draws, PER_LEVEL)
    hardest = draws[-1:]
    timed = _time_verify(evidence, hardest)
    if all(case.excess <= 1 for case in timed):
        timed += _time_verify(evidence, [draw for draw in draws if draw not in hardest])
    return timed


def _time_verify(evidence: Evidence, draws: list[Draw]) -> list[_Timed]:
    cases = [
        (draw, Call("verify", instance=draw.instance, answer=answer))
        for draw in draws
        for answer in (draw.solution, *draw.wrong_answers[:1])
    ]
    replies = evidence.call([call for _, call in cases])
    return [_Timed(draw, call, _seconds(reply)) for (draw, call), reply in zip(cases, replies, strict=True)]


def _again(evidence: Evidence, timed: _Timed) -> _Timed:
    seconds = _seconds(evidence.call([timed.call])[0])
    return _Timed(timed.draw, timed.call, min(seconds, timed.seconds))


def _seconds(reply: Reply) -> float:
    return math.inf if reply.status is Status.TIMEOUT else reply.seconds


def _finding(evidence: Evidence, timed: _Timed) -> Finding:
    call, draw = timed.call, timed.draw
    took = "did not end in time" if timed.seconds == math.inf else f"took {timed.seconds:.2f} seconds"
    text = f"{call.function} {took} at level {draw.level}"
    message = f"{text}; at most {timed.bound:g} are allowed there: replace the search by a direct construction or check"
    answer = call.answer if call.function == "verify" else None
    return evidence.finding(__name__, message, draw.witness(text, answer))
