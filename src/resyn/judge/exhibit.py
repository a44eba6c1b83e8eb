"""What judges and blind solver are shown of an environment: instances of several levels, with questions and answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from resyn.core.contract import instance_seed
from resyn.core.environment import Environment
from resyn.core.records import Witness
from resyn.sandbox.calls import Call, FunctionName, Reply, Status
from resyn.sandbox.jail import Jail

JUDGE_SPLIT: Final = "judge"
"""Split of the instances that judges and solvers see, so that none of them is an instance of a dataset by design."""

_FUNCTIONS: Final[tuple[FunctionName, ...]] = ("observe", "solve", "wrong_answers")


@dataclass(frozen=True, slots=True)
class Sample:
    """One drawn instance (JSON text) with its question, a solution, and answers that verify is to refuse."""

    level: int
    seed: str
    instance: str
    question: str
    solution: str
    wrong: tuple[str, ...]

    def witness(self, happened: str, answer: str | None = None) -> Witness:
        """Return this sample as a witness of what happened; a long question is cut."""
        return Witness(happened, level=self.level, seed=self.seed, answer=answer, question=self.question[:2000])


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An environment as the judges see it; `evidence` says in words what the rules found out by running it.

    `fault` says why there are fewer samples than were asked for, "" where there are all.
    """

    environment: Environment
    samples: tuple[Sample, ...]
    evidence: str = ""
    fault: str = ""


def draw_exhibit(
    environment: Environment,
    jail: Jail,
    *,
    levels: Sequence[int],
    per_level: int = 1,
    start: int = 0,
    evidence: str = "",
) -> Exhibit:
    """Draw instances `start` to `start + per_level` of each level, in order of levels."""
    seeds = [
        (level, instance_seed(environment.name, split=JUDGE_SPLIT, level=level, seed=0, index=index))
        for level in levels
        for index in range(start, start + per_level)
    ]
    made = jail.call(environment.source, [Call("generate", level=level, seed=seed) for level, seed in seeds])
    drawn = [(*where, reply.text) for where, reply in zip(seeds, made, strict=True) if isinstance(reply.value, dict)]
    calls = [Call(function, instance=instance) for _, _, instance in drawn for function in _FUNCTIONS]
    replies = iter(jail.call(environment.source, calls) if calls else [])
    samples, failed = [], [reply for reply in made if not isinstance(reply.value, dict)]
    for level, seed, instance in drawn:
        answered = [next(replies) for _ in _FUNCTIONS]
        sample = _sample(level, seed, instance, answered)
        if sample is None:
            failed += [reply for reply in answered if reply.status is not Status.OK] or answered
        else:
            samples.append(sample)
    fault = f"{len(seeds) - len(samples)} of {len(seeds)} instances failed: {_why(failed[0])}" if failed else ""
    return Exhibit(environment, tuple(samples), evidence, fault)


def _sample(level: int, seed: str, instance: str, replies: Sequence[Reply]) -> Sample | None:
    question, solution, wrong = (reply.value for reply in replies)
    if not isinstance(question, str) or not isinstance(solution, str) or not isinstance(wrong, list):
        return None
    return Sample(level, seed, instance, question, solution, tuple(text for text in wrong if isinstance(text, str)))


def _why(reply: Reply) -> str:
    return reply.error or (
        f"it ended with {reply.status}" if reply.status is not Status.OK else "a value of another type"
    )
