"""Grade samples: take the final answer out of each reply, and apply the benchmark's rule to it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from resyn.core.records import Outcome
from resyn.core.response import extract_answer, follows_format
from resyn.evaluate.benchmarks.benchmark import Benchmark
from resyn.evaluate.heldout import NAME as HELDOUT
from resyn.evaluate.heldout import Heldout
from resyn.evaluate.sampling import Sample

_ANSWER_CHARS: Final = 20_000  # a longer answer is wrong: no benchmark's target comes near


@dataclass(frozen=True, slots=True)
class Graded:
    """One row of the results: what was asked, said and found.

    `answer` is None where the reply has no final answer; `error` says why there is no reply. Tokens and seconds are the
    model's own figures; `cost` is in US dollars, None where no price is known.
    """

    benchmark: str
    task: str
    problem: str
    sample: int
    rule: str
    question: str
    target: str
    reply: str
    answer: str | None
    outcome: str
    follows_format: bool
    truncated: bool
    error: str
    input_tokens: int
    output_tokens: int
    seconds: float
    cost: float | None

    @property
    def correct(self) -> bool:
        """Whether the answer is right."""
        return self.outcome == Outcome.CORRECT

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return asdict(self)


def grade(samples: Sequence[Sample], benchmarks: Mapping[str, Benchmark], heldout: Heldout | None) -> list[Graded]:
    """Return a row for each sample, in the order given; held-out answers are verified in the jail, in one batch."""
    replies = [_reply(sample) for sample in samples]
    answers = [extract_answer(reply) for reply in replies]
    outcomes = [Outcome.WRONG] * len(samples)
    jailed = []
    for position, (sample, answer) in enumerate(zip(samples, answers, strict=True)):
        if answer is None or len(answer) > _ANSWER_CHARS:
            continue
        if sample.problem.benchmark == HELDOUT:
            jailed.append(position)
        elif benchmarks[sample.problem.benchmark].is_correct(answer, sample.problem):
            outcomes[position] = Outcome.CORRECT
    if heldout is not None:
        verified = heldout.verify([(samples[position].problem, answers[position] or "") for position in jailed])
        for position, outcome in zip(jailed, verified, strict=True):
            outcomes[position] = outcome
    return [_row(*parts) for parts in zip(samples, replies, answers, outcomes, strict=True)]


def _reply(sample: Sample) -> str:
    """Return what was said as the store keeps it: no file holds lone surrogates, and a resumed run reads it there."""
    return sample.completion.text.encode("utf-8", "replace").decode() if sample.completion else ""


def _row(sample: Sample, reply: str, answer: str | None, outcome: Outcome) -> Graded:
    problem, said = sample.problem, sample.completion
    return Graded(
        benchmark=problem.benchmark,
        task=problem.task,
        problem=problem.id,
        sample=sample.number,
        rule=problem.rule,
        question=problem.question,
        target=problem.target,
        reply=reply,
        answer=answer,
        outcome=str(outcome),
        follows_format=follows_format(reply),
        truncated=bool(said and said.truncated),
        error=sample.error,
        input_tokens=said.usage.input_tokens if said else 0,
        output_tokens=said.usage.output_tokens if said else 0,
        seconds=said.usage.seconds if said else 0.0,
        cost=said.usage.cost if said else 0.0,
    )
