"""Tell whether a planted bug is alive: whether the mutant behaves otherwise than the sound environment does."""

from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import Final

from resyn.audit.mutations.plant import Mutant
from resyn.core.environment import Environment
from resyn.core.records import Outcome
from resyn.gate.answers import PADDED, joined, near_misses, with_junk
from resyn.gate.batteries import CONSTANTS, NONSENSE, odd_answers
from resyn.gate.evidence import Draw, Evidence, Surroundings
from resyn.gate.rules.executes_answer import payloads
from resyn.gate.rules.rejects_equivalent import spellings
from resyn.sandbox.calls import Call, VerifyJob
from resyn.sandbox.jail import Jail

LEVELS: Final = (1, 3, 5)
PER_LEVEL: Final = 3
_OTHERS: Final = 4
"""Solutions of other instances in the pool of each instance."""


class Sound:
    """How a sound environment behaves: drawn instances, their questions, and its verdicts on a pool of answers.

    `jails` differ in their hash salts; with one alone, what depends on the order of a set does not show.
    """

    def __init__(self, environment: Environment, jails: Sequence[Jail]) -> None:
        self.environment = environment
        self._jails = jails
        self._evidence = Evidence(environment, Surroundings(jails[0], jails[1:]))

    def difference(self, mutant: Mutant) -> str:
        """Return how a mutant's behaviour differs, "" where nothing showed: an equivalent mutant, as far as is known.

        A bug of verify counts where the question is the same and the verdict, or what becomes of the instance, is not:
        on the sound environment's instances, and on the mutant's own of the same seeds.
        """
        if mutant.part == "generate":
            return self._other_instances(mutant.environment)
        if mutant.part == "observe":
            return self._other_questions(mutant.environment)
        return self._other_verdicts(mutant.environment, self._jobs) or self._spoiled(mutant.environment)

    @cached_property
    def _draws(self) -> tuple[Draw, ...]:
        return tuple(draw for draw in self._evidence.draw(LEVELS, PER_LEVEL) if draw.complete)

    @cached_property
    def _jobs(self) -> list[VerifyJob]:
        return [VerifyJob("", draw.instance, pool(draw, self._draws)) for draw in self._draws]

    @cached_property
    def _verdicts(self) -> list[tuple[Outcome, ...]]:
        return self._asked(self.environment, self._jobs)

    def _asked(self, environment: Environment, jobs: Sequence[VerifyJob]) -> list[tuple[Outcome, ...]]:
        asked = [VerifyJob(environment.source, job.instance, job.answers) for job in jobs]
        return [result.outcomes for result in self._jails[0].verify(asked)]

    def _other_verdicts(self, environment: Environment, jobs: Sequence[VerifyJob]) -> str:
        asked = self._asked(environment, jobs)
        for draw, job, before, after in zip(self._draws, self._jobs, self._verdicts, asked, strict=True):
            for answer, expected, found in zip(job.answers, before, after, strict=True):
                if expected is not found:
                    return f"level {draw.level}: {expected} became {found} on {answer[:60]!a}"
        return ""

    def _spoiled(self, environment: Environment) -> str:
        calls = [Call("verify", instance=draw.instance, answer=draw.solution) for draw in self._draws]
        for draw, reply in zip(self._draws, self._jails[0].call(environment.source, calls), strict=True):
            if reply.mutated:
                return f"level {draw.level}: verify changed its instance"
        calls = [Call("generate", level=draw.level, seed=draw.seed) for draw in self._draws]
        made = [reply.text for reply in self._jails[0].call(environment.source, calls)]
        if made == [draw.instance for draw in self._draws]:
            return ""
        questions = self._jails[0].call(environment.source, [Call("observe", instance=text or "{}") for text in made])
        own = [
            VerifyJob("", text if question.value == draw.question else draw.instance, job.answers)
            for draw, job, text, question in zip(self._draws, self._jobs, made, questions, strict=True)
        ]
        return self._other_verdicts(environment, own)

    def _other_questions(self, environment: Environment) -> str:
        calls = [Call("observe", instance=draw.instance) for draw in self._draws]
        for draw, reply in zip(self._draws, self._jails[0].call(environment.source, calls), strict=True):
            if reply.value != draw.question:
                return f"level {draw.level}: another question"
        return ""

    def _other_instances(self, environment: Environment) -> str:
        calls = [Call("generate", level=draw.level, seed=draw.seed) for draw in self._draws]
        for jail in self._jails:
            for draw, reply in zip(self._draws, jail.call(environment.source, calls), strict=True):
                if reply.text != draw.instance:
                    return f"level {draw.level}: another instance, or none"
        return ""


def pool(draw: Draw, companions: Sequence[Draw]) -> tuple[str, ...]:
    """Return answers on which a change of verify may show: right, nearly right, spelt otherwise, absurd."""
    solution = draw.solution
    wrong = draw.wrong_answers[0] if draw.wrong_answers else "?"
    others = [other.solution for other in companions if other.level == draw.level and other.instance != draw.instance]
    return tuple(
        dict.fromkeys(
            [
                solution,
                PADDED.format(solution),
                f"{solution}.",
                f"[{solution}]",
                f"({solution})",
                solution.upper(),
                solution.lower(),
                solution.replace(" ", ", "),
                solution.replace(",", " "),
                f"0{solution}",
                *spellings(draw, "").values(),
                *draw.wrong_answers,
                *(miss.text for miss in near_misses(solution)),
                *others[:_OTHERS],
                *joined(solution, wrong).values(),
                *with_junk(solution, wrong).values(),
                *payloads(draw)[:24],
                *NONSENSE.values(),
                *CONSTANTS[:24],
                *islice(odd_answers(solution), 60),
            ]
        )
    )
