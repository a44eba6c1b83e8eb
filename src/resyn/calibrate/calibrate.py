"""Calibrate environments: solvers answer questions of every level, the jail judges, the trend decides."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice

from resyn.calibrate.curve import Calibration, Curve, LevelRate
from resyn.calibrate.judgement import join_verdicts, judge_curve
from resyn.calibrate.plan import CalibrationPlan
from resyn.calibrate.questions import Drawn, Question, draw_questions
from resyn.core.environment import Environment
from resyn.core.errors import RefusedError
from resyn.core.prompting import chat_messages
from resyn.core.records import Outcome, Usage
from resyn.core.response import extract_answer
from resyn.llm.model import Completion, Message, Model, Sampling
from resyn.sandbox.calls import VerifyJob
from resyn.sandbox.jail import Jail

_AT_ONCE = 8
_AHEAD = 16
"""Environments that are under way at most: more hold memory and overlap no better."""


@dataclass(slots=True)
class _Group:
    """Models that end together; `failure` is the first error of any of them."""

    failure: BaseException | None = None


@dataclass(frozen=True, slots=True)
class _UntilFailure:
    """A model that is asked nothing more once a call of its group has failed; a refusal is that call's own affair."""

    model: Model
    group: _Group

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """Answer a conversation, or raise what failed before."""
        if self.group.failure is not None:
            raise self.group.failure
        try:
            return self.model.complete(messages, sampling)
        except RefusedError:
            raise
        except BaseException as error:
            self.group.failure = self.group.failure or error
            raise


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question's replies, and how many more the solver refused to give."""

    question: Question
    replies: tuple[Completion, ...]
    answers: tuple[str | None, ...]
    refused: int


def calibrate_environment(
    environment: Environment,
    solvers: Sequence[Model],
    jail: Jail,
    *,
    plan: CalibrationPlan,
    pool: Executor | None = None,
    answered: Callable[[], object] = lambda: None,
) -> Calibration:
    """Ask every solver all questions of the plan, and judge the pass rates.

    Model calls run on `pool`, 8 at a time where none is given; `answered` is called after each one. Raises what the
    model raises (ProviderError) after calls under way have ended; a request that it refuses for good is counted and
    judged neither way. An environment that fails is no error: it has no rates.
    """
    if pool is None:
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="solver") as own:
            return calibrate_environment(environment, solvers, jail, plan=plan, pool=own, answered=answered)
    drawn = draw_questions(environment, jail, plan)
    curves = []
    for solver, asked in _ask(solvers, drawn.questions, plan, pool=pool, answered=answered):
        rates = _rate(environment, asked, drawn, jail, plan)
        trend, verdict = judge_curve(rates, plan, solvers=len(solvers))
        usage = sum((reply.usage for one in asked for reply in one.replies), start=Usage())
        curves.append(Curve(solver.name, rates, trend, verdict, usage))
    return Calibration(
        environment=environment.name,
        behaviour_hash=environment.behaviour_hash,
        plan=plan,
        curves=tuple(curves),
        verdict=join_verdicts([curve.verdict for curve in curves]),
    )


def calibrate_environments(
    environments: Iterable[Environment],
    solvers: Sequence[Model],
    jail: Jail,
    *,
    plan: CalibrationPlan,
    concurrency: int = _AT_ONCE,
    answered: Callable[[], object] = lambda: None,
) -> Iterator[Calibration]:
    """Calibrate many environments, with `concurrency` model calls under way; each is yielded as soon as it is done.

    Several environments are under way at once, so that solvers never wait for the jail. The first call that fails is
    the last one that is made: its error is raised.
    """
    group = _Group()
    guarded = [_UntilFailure(solver, group) for solver in solvers]
    callers = ThreadPoolExecutor(concurrency, thread_name_prefix="solver")
    leaders = ThreadPoolExecutor(_AHEAD, thread_name_prefix="calibrate")
    waiting = iter(environments)

    def start(environment: Environment) -> Future[Calibration]:
        return leaders.submit(
            calibrate_environment, environment, guarded, jail, plan=plan, pool=callers, answered=answered
        )

    try:
        running = {start(environment) for environment in islice(waiting, _AHEAD)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
            running |= {start(environment) for environment in islice(waiting, len(done))}
    finally:
        callers.shutdown(wait=False, cancel_futures=True)
        leaders.shutdown(wait=False, cancel_futures=True)


def _ask(
    solvers: Sequence[Model],
    questions: Sequence[Question],
    plan: CalibrationPlan,
    *,
    pool: Executor,
    answered: Callable[[], object],
) -> list[tuple[Model, list[_Asked]]]:
    def ask(solver: Model, question: Question, sample: int) -> Completion | None:
        messages = [
            Message("system" if message["role"] == "system" else "user", message["content"])
            for message in chat_messages(question.text)
        ]
        try:
            completion = solver.complete(messages, plan.sampling(sample))
        except RefusedError:
            completion = None
        answered()
        return completion

    futures = [
        [pool.submit(ask, solver, question, sample) for sample in range(plan.samples)]
        for solver in solvers
        for question in questions
    ]
    try:
        replies = [tuple(future.result() for future in group) for group in futures]
    except BaseException:
        for future in (future for group in futures for future in group):
            future.cancel()
        raise
    per_solver = len(questions)
    return [
        (
            solver,
            [
                _read(question, reply)
                for question, reply in zip(questions, replies[place * per_solver :][:per_solver], strict=True)
            ],
        )
        for place, solver in enumerate(solvers)
    ]


def _read(question: Question, completions: Sequence[Completion | None]) -> _Asked:
    replies = tuple(completion for completion in completions if completion is not None)
    answers = tuple(extract_answer(reply.text) for reply in replies)
    return _Asked(question, replies, answers, refused=len(completions) - len(replies))


def _rate(
    environment: Environment, asked: Sequence[_Asked], drawn: Drawn, jail: Jail, plan: CalibrationPlan
) -> tuple[LevelRate, ...]:
    given = [tuple(answer for answer in one.answers if answer is not None) for one in asked]
    jobs = [
        VerifyJob(environment.source, one.question.instance, answers) for one, answers in zip(asked, given, strict=True)
    ]
    results = jail.verify(jobs) if jobs else []
    outcomes = [result.outcomes for result in results]
    rates = []
    for level in plan.levels:
        of_level = [(one, found) for one, found in zip(asked, outcomes, strict=True) if one.question.level == level]
        faults = [sum(outcome is Outcome.FAULT for outcome in found) for _, found in of_level]
        rates.append(
            LevelRate(
                level=level,
                solved=tuple(
                    (sum(outcome is Outcome.CORRECT for outcome in found), len(one.replies) - lost)
                    for (one, found), lost in zip(of_level, faults, strict=True)
                ),
                faults=sum(faults),
                unanswered=sum(answer is None for one, _ in of_level for answer in one.answers),
                truncated=sum(reply.truncated for one, _ in of_level for reply in one.replies),
                undrawn=drawn.undrawn[level],
                refused=sum(one.refused for one, _ in of_level),
            )
        )
    return tuple(rates)
