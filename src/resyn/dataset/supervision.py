"""Answers that take a verifier's place: computed by a solver's code, or written by a model.

The paper compares three rewards on the same instances (section on ablations): Verifier-RL, Code-RL and Answer-RL. A row
that gets no answer is left out and counted by its reason; how many answers verify accepts is counted beside it, so that
a dataset says how wrong its labels are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final, Protocol

from resyn.core import jsontext
from resyn.core.errors import RefusedError
from resyn.core.progress import Progress
from resyn.core.prompting import chat_messages
from resyn.core.records import Item, Outcome
from resyn.core.reference import normal_form
from resyn.core.response import extract_answer
from resyn.llm.model import Message, Model, Sampling
from resyn.sandbox.calls import Call, Reply, Status, VerifyJob
from resyn.sandbox.jail import Jail

STAGE: Final = "answers"
_SLICE: Final = 64  # questions in one batch of the jail
_MOST_CHARS: Final = 20_000  # of an answer; a longer one is none


@dataclass(frozen=True, slots=True)
class Given:
    """A supervisor's answer to one question; without one, `reason` says why."""

    answer: str | None
    reason: str = ""


class Supervisor(Protocol):
    """What answers questions in a verifier's place; `kind` is the supervision that its answers are."""

    @property
    def kind(self) -> str:
        """The plan's word for it: code or answer."""
        ...

    def answer(self, items: Sequence[Item], progress: Progress) -> list[Given]:
        """Answer the items' questions, in order; looks at nothing but their questions and environments' names."""
        ...


@dataclass(frozen=True, slots=True)
class CodeSupervisor:
    """Runs the solver of each environment in the jail: a file with `solve(question) -> str`, by the environment's name.

    In the jail a question takes the place of an instance: a JSON string is JSON too.
    """

    solvers: Mapping[str, str]
    jail: Jail
    kind: str = "code"

    def answer(self, items: Sequence[Item], progress: Progress) -> list[Given]:
        """Answer with what `solve` returns, an integer as its text."""
        given: dict[str, Given] = {}
        ordered = sorted(items, key=_environment)
        for environment, group in groupby(ordered, _environment):
            of_one = list(group)
            given |= self._solve(environment, of_one)
            progress.advance(STAGE, len(of_one))
        return [given[item.id] for item in items]

    def _solve(self, environment: str, items: Sequence[Item]) -> dict[str, Given]:
        source = self.solvers.get(environment)
        if source is None:
            return {item.id: Given(None, "no solver for the environment") for item in items}
        calls = [Call("solve", instance=jsontext.dump(item.question)) for item in items]
        parts = [(source, calls[start : start + _SLICE]) for start in range(0, len(calls), _SLICE)]
        replies = [reply for part in self.jail.call_many(parts) for reply in part]
        return {item.id: _read(reply) for item, reply in zip(items, replies, strict=True)}


@dataclass(frozen=True, slots=True)
class ModelSupervisor:
    """Asks a model, `votes` times for each question; the commonest answer counts, of equally common ones the first."""

    model: Model
    votes: int = 1
    sampling: Sampling = Sampling(temperature=0.6, max_tokens=4096)  # noqa: RUF009 - frozen
    concurrency: int = 8
    kind: str = "answer"

    def answer(self, items: Sequence[Item], progress: Progress) -> list[Given]:
        """Answer with what stands between the model's answer tags."""
        pool = ThreadPoolExecutor(self.concurrency, thread_name_prefix="supervisor")
        try:
            futures = [
                [pool.submit(self._ask, item.question, vote, progress) for vote in range(self.votes)] for item in items
            ]
            return [elect([future.result() for future in votes]) for votes in futures]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, question: str, vote: int, progress: Progress) -> str | None:
        messages = [
            Message("system" if message["role"] == "system" else "user", message["content"])
            for message in chat_messages(question)
        ]
        sampling = replace(self.sampling, seed=self.sampling.seed * self.votes + vote)
        try:
            answer = extract_answer(self.model.complete(messages, sampling).text)
        except RefusedError:  # a question too long for the model
            answer = None
        if vote == 0:
            progress.advance(STAGE)
        return answer


def elect(answers: Sequence[str | None]) -> Given:
    """Return the commonest answer as it was first written, ties to the one that came first."""
    usable = [answer for answer in answers if answer and len(answer) <= _MOST_CHARS and _encodable(answer)]
    if not usable:
        return Given(None, "no answer from the model")
    counts = Counter(map(normal_form, usable))
    most = max(counts.values())
    return Given(next(answer for answer in usable if counts[normal_form(answer)] == most))


@dataclass(frozen=True, slots=True)
class Supervised:
    """Items under another supervision; `accepted` of the `given` answers are correct by the environment's verify.

    On `faults` of them it gave no verdict: these are neither right nor wrong.
    """

    items: tuple[Item, ...]
    asked: int
    given: int
    accepted: int
    faults: int
    dropped: dict[str, dict[str, int]]

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {
            "asked": self.asked,
            "given": self.given,
            "accepted_by_verify": self.accepted,
            "faults_of_verify": self.faults,
            "dropped": self.dropped,
        }


def supervise(
    items: Sequence[Item], supervisor: Supervisor, *, sources: Mapping[str, str], jail: Jail, progress: Progress
) -> Supervised:
    """Give the rows of `train` the supervisor's answers as references; other rows stay as they are.

    `sources` are the environments' texts by name; their verify judges the answers, and changes none of them.
    """
    asked = [item for item in items if item.split == "train"]
    progress.begin(STAGE, len(asked))
    answers = dict(zip((item.id for item in asked), supervisor.answer(asked, progress), strict=True))
    dropped: dict[str, Counter[str]] = {}
    kept: list[Item] = []
    for item in items:
        given = answers.get(item.id)
        if given is None:
            kept.append(item)
        elif given.answer is None:
            dropped.setdefault(item.environment, Counter())[given.reason] += 1
        else:
            kept.append(replace(item, supervision=supervisor.kind, reference=given.answer))
    labelled = [item for item in kept if item.reference is not None]
    jobs = [VerifyJob(sources[item.environment], item.instance, (item.reference or "",)) for item in labelled]
    outcomes = Counter(result.outcomes[0] for result in jail.verify(jobs)) if jobs else Counter[Outcome]()
    return Supervised(
        items=tuple(kept),
        asked=len(asked),
        given=len(labelled),
        accepted=outcomes[Outcome.CORRECT],
        faults=outcomes[Outcome.FAULT],
        dropped={name: dict(reasons) for name, reasons in sorted(dropped.items())},
    )


def _environment(item: Item) -> str:
    return item.environment


def _read(reply: Reply) -> Given:
    if reply.status is not Status.OK:
        return Given(None, f"the solver failed: {reply.status}")
    value: Any = reply.value
    if type(value) not in (str, int):
        return Given(None, f"the solver returned {type(value).__name__}, not str")
    text = str(value).strip()
    if not text:
        return Given(None, "the solver returned an empty answer")
    if len(text) > _MOST_CHARS or not _encodable(text):
        return Given(None, "the solver's answer cannot stand in a row")
    return Given(text)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
