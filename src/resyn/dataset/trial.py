"""Try single instances in the jail: generate, observe, solve, and verify the solution again."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from resyn.core.contract import instance_seed
from resyn.core.environment import Environment
from resyn.core.records import Item, Outcome, Witness
from resyn.sandbox.calls import Call, Reply, Status, VerifyJob
from resyn.sandbox.jail import Jail

_SLICE = 64  # calls in one batch of the jail: few enough for its CPU limit, and for all workers to have work


@dataclass(slots=True)
class Trial:
    """One instance on its way to a row; `happened` says what stopped it, "" where nothing did."""

    environment: Environment
    split: str
    level: int
    seed: int
    index: int
    instance: str = ""
    question: str = ""
    solution: str = ""
    happened: str = ""

    @property
    def seed_text(self) -> str:
        """The text that seeds the instance's `Random`."""
        return instance_seed(
            self.environment.name, split=self.split, level=self.level, seed=self.seed, index=self.index
        )

    def item(self) -> Item:
        """Return the row; its id is the text that seeds its instance, so that anybody can draw it again."""
        version, behaviour_hash, category = _identity(self.environment)
        return Item(
            id=self.seed_text,
            environment=self.environment.name,
            version=version,
            behaviour_hash=behaviour_hash,
            category=category,
            split=self.split,
            level=self.level,
            seed=self.seed,
            index=self.index,
            question=self.question,
            instance=self.instance,
            solution=self.solution,
        )

    def witness(self) -> Witness:
        """Return what is needed to see again what happened."""
        return Witness(
            self.happened,
            level=self.level,
            seed=self.seed_text,
            answer=self.solution or None,
            question=self.question[:2000] or None,
        )


def run_trials(trials: Sequence[Trial], jail: Jail) -> None:
    """Fill in instance, question and solution of each trial, or what happened instead."""
    calls = [Call("generate", level=trial.level, seed=trial.seed_text) for trial in trials]
    for trial, reply in zip(trials, _call(trials, calls, jail), strict=True):
        trial.happened = _wrong(reply, "generate", dict)
        trial.instance = reply.text
    trials = [trial for trial in trials if not trial.happened]
    # A trial's two calls stand side by side, so that both may share one process.
    twice = [trial for trial in trials for _ in range(2)]
    calls = [Call(name, instance=trial.instance) for trial in trials for name in ("observe", "solve")]
    replies = _call(twice, calls, jail)
    for trial, observed, solved in zip(trials, replies[::2], replies[1::2], strict=True):
        trial.happened = _wrong(observed, "observe", str) or _wrong(solved, "solve", str)
        if not trial.happened:
            trial.question, trial.solution = observed.value, solved.value
    trials = [trial for trial in trials if not trial.happened]
    jobs = [VerifyJob(trial.environment.source, trial.instance, (trial.solution,)) for trial in trials]
    for trial, result in zip(trials, jail.verify(jobs) if jobs else [], strict=True):
        if result.outcomes[0] is Outcome.WRONG:
            trial.happened = "verify refuses the solution"
        elif result.outcomes[0] is Outcome.FAULT:
            trial.happened = f"verify: {result.faults.get(0, 'unknown fault')}"


@functools.lru_cache(maxsize=4096)
def _identity(environment: Environment) -> tuple[int, str, str]:
    return environment.version, environment.behaviour_hash, environment.category


def _call(trials: Sequence[Trial], calls: Sequence[Call], jail: Jail) -> list[Reply]:
    batches = []
    pairs = zip(trials, calls, strict=True)
    for source, group in groupby(pairs, key=lambda pair: pair[0].environment.source):
        of_one = [call for _, call in group]
        batches += [(source, of_one[start : start + _SLICE]) for start in range(0, len(of_one), _SLICE)]
    return [reply for replies in jail.call_many(batches) for reply in replies] if batches else []


def _wrong(reply: Reply, function: str, kind: type) -> str:
    """Return what keeps a reply's value from standing in a row, "" if nothing does."""
    if reply.status is not Status.OK:
        return f"{function}: {reply.status}{': ' if reply.error else ''}{reply.error}"
    if not isinstance(reply.value, kind):
        return f"{function} returned {type(reply.value).__name__}, not {kind.__name__}"
    text = reply.value if isinstance(reply.value, str) else reply.text
    if not text.strip():
        return f"{function} returned an empty text"
    try:
        text.encode()
    except UnicodeEncodeError:
        return f"{function} returned text with lone surrogates, which no file can hold"
    return ""
