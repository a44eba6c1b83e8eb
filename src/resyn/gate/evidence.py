"""What the rules look at, gathered once: drawn instances with their questions and solutions, and verify's answers."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from resyn.core.contract import instance_seed
from resyn.core.environment import Environment
from resyn.core.records import Finding, Outcome, Witness
from resyn.gate.library import Library
from resyn.gate.setting import QUICK, Setting
from resyn.sandbox.calls import Call, FunctionName, Reply, Status, VerifyJob
from resyn.sandbox.jail import Jail

GATE_SPLIT = "gate"
"""Split of the instances that the rules draw, so that no training or test instance equals one of them by design."""


class OutOfTimeError(Exception):
    """The wall seconds of the setting are spent; the candidate is rejected by `check`."""


@dataclass(frozen=True, slots=True)
class Draw:
    """One instance drawn for the rules, with the replies of the functions that were called on it.

    `instance` is JSON text, "" where generate failed; then the other replies are NOT_RUN. `data` is the decoded instance.
    """

    level: int
    seed: str
    generated: Reply
    observed: Reply
    solved: Reply
    wrong: Reply

    @property
    def complete(self) -> bool:
        """Tell whether every function returned a value of its type."""
        return (
            isinstance(self.generated.value, dict)
            and isinstance(self.observed.value, str)
            and isinstance(self.solved.value, str)
            and isinstance(self.wrong.value, list)
            and all(isinstance(answer, str) for answer in self.wrong.value)
        )

    @property
    def instance(self) -> str:
        """JSON text of the instance."""
        return self.generated.text

    @property
    def data(self) -> Any:
        """The decoded instance."""
        return self.generated.value

    @property
    def question(self) -> str:
        """What observe returned."""
        return str(self.observed.value)

    @property
    def solution(self) -> str:
        """What solve returned."""
        return str(self.solved.value)

    @property
    def wrong_answers(self) -> tuple[str, ...]:
        """What wrong_answers returned."""
        return tuple(self.wrong.value)

    def witness(self, happened: str, answer: str | None = None) -> Witness:
        """Return this draw as a witness of what happened; long questions are shortened."""
        question = self.observed.value if isinstance(self.observed.value, str) else None
        return Witness(happened, level=self.level, seed=self.seed, answer=answer, question=question and question[:2000])


@dataclass(slots=True)
class Surroundings:
    """What the rules share over many candidates: jails by hash salt, and the texts to compare with."""

    jail: Jail
    salted: Sequence[Jail] = ()
    library: Library = field(default_factory=Library)


_NOT_RUN = Reply(Status.NOT_RUN)


class Evidence:
    """One environment under one setting; every property is gathered at its first use and kept."""

    def __init__(self, environment: Environment, surroundings: Surroundings, setting: Setting = QUICK) -> None:
        self.environment = environment
        self.surroundings = surroundings
        self.setting = setting
        self.jail = surroundings.jail
        self.verify_faults: list[tuple[Draw, str, str]] = []
        self._outcomes: dict[tuple[str, str], Outcome] = {}
        self._deadline = time.monotonic() + setting.seconds

    @cached_property
    def draws(self) -> tuple[Draw, ...]:
        """Instances of every level of the setting, in order of levels; some may be incomplete (see `Draw.complete`)."""
        return self.draw(self.setting.levels, self.setting.draws_per_level)

    @cached_property
    def complete_draws(self) -> tuple[Draw, ...]:
        """The draws on which every function returned a value of its type."""
        return tuple(draw for draw in self.draws if draw.complete)

    def draw(self, levels: Iterable[int], per_level: int, *, seed: int | None = None) -> tuple[Draw, ...]:
        """Draw `per_level` instances of each level and call observe, solve and wrong_answers on each."""
        seeds = [
            (level, self.instance_seed(level, index, seed=seed)) for level in levels for index in range(per_level)
        ]
        generated = self.call([Call("generate", level=level, seed=text) for level, text in seeds])
        functions: tuple[FunctionName, ...] = ("observe", "solve", "wrong_answers")
        good = [reply.text for reply in generated if reply.status is Status.OK and isinstance(reply.value, dict)]
        replies = iter(self.call([Call(function, instance=text) for text in good for function in functions]))
        draws = []
        for (level, text), reply in zip(seeds, generated, strict=True):
            ran = reply.status is Status.OK and isinstance(reply.value, dict)
            observed, solved, wrong = (next(replies) if ran else _NOT_RUN for _ in functions)
            draws.append(Draw(level, text, reply, observed, solved, wrong))
        return tuple(draws)

    def instance_seed(self, level: int, index: int, *, seed: int | None = None) -> str:
        """Return the text that seeds the instance `index` of a level in the gate's split."""
        number = self.setting.seed if seed is None else seed
        return instance_seed(self.environment.name, split=GATE_SPLIT, level=level, seed=number, index=index)

    def call(self, calls: Sequence[Call], *, fork_each: bool = False) -> list[Reply]:
        """Run calls in the jail; raises OutOfTimeError where the setting's seconds are spent."""
        self._spend()
        return self.jail.call(self.environment.source, calls, fork_each=fork_each) if calls else []

    def verify(self, pairs: Sequence[tuple[Draw, str]]) -> list[Outcome]:
        """Return the outcome of verifying each answer; asked once per (instance, answer), faults kept in `verify_faults`."""
        self._spend()
        answers: dict[str, dict[str, Draw]] = {}
        for draw, answer in pairs:
            if (draw.instance, answer) not in self._outcomes:
                answers.setdefault(draw.instance, {})[answer] = draw
        jobs = [VerifyJob(self.environment.source, instance, tuple(texts)) for instance, texts in answers.items()]
        for job, result in zip(jobs, self.jail.verify(jobs) if jobs else [], strict=True):
            for position, (answer, outcome) in enumerate(zip(job.answers, result.outcomes, strict=True)):
                self._outcomes[job.instance, answer] = outcome
                if outcome is Outcome.FAULT:
                    draw = answers[job.instance][answer]
                    self.verify_faults.append((draw, answer, result.faults.get(position, "unknown fault")))
        return [self._outcomes[draw.instance, answer] for draw, answer in pairs]

    def finding(self, rule: str, message: str, witness: Witness | None = None, line: int | None = None) -> Finding:
        """Return a finding of a rule (the rule's `__name__` is cut to its last part)."""
        return Finding(rule.rpartition(".")[2], message, witness, line)

    def _spend(self) -> None:
        if time.monotonic() > self._deadline:
            raise OutOfTimeError
