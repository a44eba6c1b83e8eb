"""What the rules look at, gathered once: drawn instances with their questions and solutions, and verify's answers."""

import ast
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from resyn.core.contract import instance_seed
from resyn.core.environment import Environment, parse_source
from resyn.core.records import Finding, Outcome, Witness
from resyn.gate.library import Library
from resyn.gate.setting import QUICK, Setting
from resyn.sandbox.calls import Call, FunctionName, Reply, Status, VerifyJob
from resyn.sandbox.jail import Jail

GATE_SPLIT = "gate"
"""Split of the instances that the rules draw, so that no training or test instance equals one of them by design."""


SLOW_CALL_SECONDS = 0.5
"""CPU seconds of one call from which an environment is too slow."""


class OutOfTimeError(Exception):
    """The wall seconds of the setting are spent; the candidate is rejected by `check`."""


@dataclass(frozen=True, slots=True)
class Draw:
    """One instance drawn for the rules, with the replies of the functions that were called on it.

    `instance` is JSON text, "" where generate failed; then the other replies are NOT_RUN. `data` is the
    instance decoded.
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
    def slowest(self) -> float:
        """CPU seconds of the longest call."""
        return max(reply.seconds for reply in (self.generated, self.observed, self.solved, self.wrong))

    @property
    def seconds(self) -> float:
        """CPU seconds of all calls."""
        return sum(reply.seconds for reply in (self.generated, self.observed, self.solved, self.wrong))

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


@dataclass(frozen=True, slots=True)
class Glance:
    """An instance with its question alone, drawn in numbers for rules about distributions."""

    level: int
    seed: str
    instance: str
    data: dict[str, Any]
    question: str

    def witness(self, happened: str) -> Witness:
        """Return this glance as a witness of what happened."""
        return Witness(happened, level=self.level, seed=self.seed, question=self.question[:2000])


@dataclass(slots=True)
class Surroundings:
    """What the rules share over many candidates: jails by hash salt, and the texts to compare with.

    Without `salted` jails an output that depends on the order of a set cannot be seen.
    """

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
    def tree(self) -> ast.Module | None:
        """The syntax tree; None where the text does not parse, which `syntax_error` reports."""
        try:
            return parse_source(self.environment.source)
        except SyntaxError:
            return None

    @property
    def drawn(self) -> int:
        """How many draws were made; 0 where no rule asked for any."""
        return len(self.__dict__.get("draws", ()))

    @cached_property
    def draws(self) -> tuple[Draw, ...]:
        """Instances of every level of the setting, in order of levels; some may be incomplete (see `Draw.complete`).

        One of the lowest and the highest level goes ahead; where that shows a failure or a call of half a second, the
        rest is not drawn: it suffices to reject, and `too_slow` names the call.
        """
        levels = self.setting.levels
        ends = sorted({levels[0], levels[-1]})
        scouts = self.draw(ends, 1)
        if not all(draw.complete and draw.slowest < SLOW_CALL_SECONDS for draw in scouts):
            return scouts
        rest = self.draw(ends, self.setting.draws_per_level, start=1)
        rest += self.draw([level for level in levels if level not in ends], self.setting.draws_per_level)
        return tuple(sorted(scouts + rest, key=lambda draw: draw.level))

    @cached_property
    def complete_draws(self) -> tuple[Draw, ...]:
        """The draws on which every function returned a value of its type."""
        return tuple(draw for draw in self.draws if draw.complete)

    @cached_property
    def glances(self) -> tuple[Glance, ...]:
        """Instances and questions of every level, the draws first; () where generate or observe failed on a draw."""
        if len(self.complete_draws) < len(self.draws) or not self.draws:
            return ()
        first = self.setting.draws_per_level
        seeds = [
            (level, self.instance_seed(level, index))
            for level in self.setting.levels
            for index in range(first, self.setting.glances_per_level)
        ]
        made = self.call([Call("generate", level=level, seed=text) for level, text in seeds])
        asked = self.call([Call("observe", instance=reply.text or "{}") for reply in made])
        extra = [
            Glance(level, text, reply.text, reply.value, question.value)
            for (level, text), reply, question in zip(seeds, made, asked, strict=True)
            if isinstance(reply.value, dict) and isinstance(question.value, str)
        ]
        drawn = [Glance(draw.level, draw.seed, draw.instance, draw.data, draw.question) for draw in self.draws]
        return tuple(sorted(drawn + extra, key=lambda glance: glance.level))

    def draw(
        self, levels: Iterable[int], per_level: int, *, start: int = 0, seed: int | None = None
    ) -> tuple[Draw, ...]:
        """Draw the instances `start` to `per_level` of each level and call observe, solve and wrong_answers on each."""
        seeds = [
            (level, self.instance_seed(level, index, seed=seed))
            for level in levels
            for index in range(start, per_level)
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

    def call(self, calls: Sequence[Call], *, fork_each: bool = False, jail: Jail | None = None) -> list[Reply]:
        """Run calls in the main jail or in another; raises OutOfTimeError where the setting's seconds are spent."""
        self._spend()
        return (jail or self.jail).call(self.environment.source, calls, fork_each=fork_each) if calls else []

    def verify(self, pairs: Sequence[tuple[Draw, str]]) -> list[Outcome]:
        """Return the outcome of verifying each answer, asked once per (instance, answer); keep `verify_faults`."""
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
