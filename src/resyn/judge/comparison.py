"""Compare what a solver says with what verify says, and tell a contradiction from a solver not to be believed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from resyn.core.records import Finding, Outcome
from resyn.judge.exhibit import Sample

SOLVER_RULE: Final = "blind_solver"
"""Name of the solver's findings."""

LEAST_ANSWERED: Final = 0.9
"""Share of calls that must come back with a value; a solver that fails more often is not to be believed."""

LEAST_AGREED: Final = 0.95
"""Share of the pool on which check and verify must say the same. Its answers must be accepted on every instance."""

_POOL: Final = 12  # answers to an instance

Status = Literal["agrees", "disagrees", "unproven"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one solver: of `tried` instances it answered `answered`, and `accepted` of these verify accepted.

    Of `compared` answers in the pool (right, wrong and near misses), check and verify say the same of `agreed`.
    """

    status: Status
    reason: str = ""
    tried: int = 0
    answered: int = 0
    accepted: int = 0
    compared: int = 0
    agreed: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One answer of the pool: what verify says and what the solver's check says; `own` is the solver's own answer."""

    sample: Sample
    answer: str
    outcome: Outcome
    opinion: bool | None
    own: bool

    @property
    def differs(self) -> bool:
        """Tell whether both have an opinion and they are not the same."""
        return self.opinion is not None and self.outcome is not Outcome.FAULT and self.opinion != self.accepted

    @property
    def accepted(self) -> bool:
        """Tell whether verify accepts the answer."""
        return self.outcome is Outcome.CORRECT


def conclude(cases: Sequence[Case], *, tried: int, answered: int) -> tuple[Attempt, tuple[Finding, ...]]:
    """Weigh the cases of one solver: does it contradict itself, and if not, does verify contradict it."""
    own = [case for case in cases if case.own]
    said = [case for case in cases if case.opinion is not None]
    compared = [case for case in said if case.outcome is not Outcome.FAULT]
    attempt = Attempt(
        "unproven",
        tried=tried,
        answered=answered,
        accepted=sum(case.accepted for case in own),
        compared=len(compared),
        agreed=sum(not case.differs for case in compared),
    )
    if len(said) < LEAST_ANSWERED * len(cases):
        return replace(attempt, reason=f"check failed on {len(cases) - len(said)} of {len(cases)} answers"), ()
    if len({case.opinion for case in said}) < 2:
        return replace(attempt, reason="check says the same of every answer"), ()
    if len({case.answer for case in own}) == 1 < len({case.sample.solution for case in own}):
        return replace(attempt, reason="solve gives the same answer to every question"), ()
    if sum(case.opinion is True for case in own) < LEAST_ANSWERED * len(own):
        return replace(attempt, reason="check refuses the answers of solve"), ()
    refused = [case for case in own if case.outcome is Outcome.WRONG]
    failed = [case for case in own if case.outcome is Outcome.FAULT]
    different = [case for case in cases if case.differs]
    if not refused and not failed and len(different) <= (1 - LEAST_AGREED) * len(compared):
        return replace(attempt, status="agrees"), ()
    findings = _findings(refused, failed, own, different=different, compared=compared)
    return replace(attempt, status="disagrees", reason=findings[0].message), findings


def _findings(
    refused: Sequence[Case],
    failed: Sequence[Case],
    own: Sequence[Case],
    *,
    different: Sequence[Case],
    compared: Sequence[Case],
) -> tuple[Finding, ...]:
    if refused:
        message = (
            "a program written from the questions alone gives answers that verify refuses"
            f" ({len(refused)} of {len(own)} instances); say in the question all that verify demands, or mend verify"
        )
        happened = "verify refused the answer that was computed from the question alone"
        first = next((case for case in refused if case.opinion), refused[0])
    elif failed:
        message = (
            "verify fails on answers of a program written from the questions alone"
            f" ({len(failed)} of {len(own)} instances): it must end in True or False, whatever the answer"
        )
        happened = "verify neither accepted nor refused the answer that was computed from the question alone"
        first = failed[0]
    else:
        message = (
            f"a check written from the questions alone differs from verify on {len(different)} of {len(compared)}"
            " answers; say in the question all that verify demands, or mend verify"
        )
        first = next((case for case in different if case.accepted), different[0])
        said = "accepted" if first.accepted else "refused"
        happened = f"verify {said} the answer, and the check written from the question alone did not"
    return (Finding(SOLVER_RULE, message, first.sample.witness(happened, first.answer[:400])),)


def pool_of(sample: Sample, own: str | None, near_misses: Sequence[str]) -> tuple[str, ...]:
    """Return answers to compare opinions on: right, the solver's own, wrong, nearly right, and no answers at all."""
    answers = [sample.solution, *([own] if own is not None else []), "", "?", *sample.wrong[:4], *near_misses]
    return tuple(dict.fromkeys(answers))[:_POOL]
