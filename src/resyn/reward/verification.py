"""Verify answers to rows of many environments in one batch; what fails costs its own sample, and is never raised."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from resyn.core.errors import ResynError, SandboxError
from resyn.core.records import Outcome
from resyn.core.reference import matches
from resyn.core.verifier import Verifier
from resyn.sandbox.calls import VerifyJob, VerifyResult
from resyn.sandbox.jail import Jail


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome of one answer; `fault` says how a fault came about."""

    outcome: Outcome
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Question:
    """Answers to one instance, each once, and the samples that gave them."""

    source: str
    instance: str
    askers: dict[str, list[int]] = field(default_factory=dict)

    def job(self) -> VerifyJob:
        return VerifyJob(self.source, self.instance, tuple(self.askers))


def verify_answers(
    asked: Sequence[tuple[Verifier, str]], *, source: Callable[[Verifier], str], jail: Jail
) -> list[Verified]:
    """Return what came of each bare answer, in order.

    A row with a reference is compared with it, and nothing runs. `source` gives the text of a row's environment; what
    it raises is a fault of that row. Equal answers to one instance are verified once.
    """
    verified = [Verified(Outcome.WRONG)] * len(asked)
    questions: dict[tuple[str, str], _Question] = {}
    for position, (verifier, answer) in enumerate(asked):
        if verifier.reference is not None:
            verified[position] = Verified(Outcome.CORRECT if matches(answer, verifier.reference) else Outcome.WRONG)
            continue
        try:
            text = source(verifier)
        except ResynError as error:
            verified[position] = Verified(Outcome.FAULT, str(error))
            continue
        question = questions.setdefault((text, verifier.instance), _Question(text, verifier.instance))
        question.askers.setdefault(answer, []).append(position)
    found = run_jobs([question.job() for question in questions.values()], jail)
    for question, result in zip(questions.values(), found, strict=True):
        for index, positions in enumerate(question.askers.values()):
            for position in positions:
                verified[position] = Verified(result.outcomes[index], result.faults.get(index, ""))
    return verified


def run_jobs(jobs: Sequence[VerifyJob], jail: Jail) -> list[VerifyResult]:
    """Verify jobs; where the box breaks at them again and again, halve them until what breaks it stands alone.

    What does is a fault. So are all where no box can be built any more.
    """
    try:
        return jail.verify(jobs) if jobs else []
    except SandboxError as error:
        answers = sum(len(job.answers) for job in jobs)
        if answers == 1 or not _works(jail):
            return [_broken(job, error) for job in jobs]
    if len(jobs) > 1:
        middle = len(jobs) // 2
        return run_jobs(jobs[:middle], jail) + run_jobs(jobs[middle:], jail)
    (job,) = jobs
    middle = len(job.answers) // 2
    first, second = (
        run_jobs([VerifyJob(job.source, job.instance, part)], jail)[0]
        for part in (job.answers[:middle], job.answers[middle:])
    )
    shifted = {index + middle: text for index, text in second.faults.items()}
    return [VerifyResult(first.outcomes + second.outcomes, first.faults | shifted)]


def _broken(job: VerifyJob, error: SandboxError) -> VerifyResult:
    return VerifyResult((Outcome.FAULT,) * len(job.answers), dict.fromkeys(range(len(job.answers)), str(error)))


def _works(jail: Jail) -> bool:
    try:
        return bool(jail.isolation)
    except SandboxError:
        return False
