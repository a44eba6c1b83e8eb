"""The two judges of the paper's pipeline: one reads the code, the other the questions (PAPER, pipeline, step 3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from resyn.core.errors import RefusedError
from resyn.core.jsontext import content_hash
from resyn.core.verdicts import Verdict
from resyn.judge.exhibit import Exhibit
from resyn.judge.reading import NoVerdictError, read_criteria
from resyn.judge.showing import show_code, show_questions
from resyn.llm.model import Message, Model, Sampling
from resyn.llm.prompts import fill, shorten

JUDGED_LEVELS: Final = (1, 2, 3, 5)
"""Levels of which the judges see an instance each."""


@dataclass(frozen=True, slots=True)
class Judge:
    """One judge: its prompt is `prompts/NAME.md`, and `show` writes down what it is to look at."""

    name: str
    criteria: tuple[str, ...]
    show: Callable[[Exhibit], str]


CODE_JUDGE: Final = Judge("code_judge", ("sound_verification", "complete", "level_is_difficulty"), show_code)
QUESTION_JUDGE: Final = Judge("question_judge", ("well_specified", "no_loophole", "one_reading"), show_questions)
JUDGES: Final = (CODE_JUDGE, QUESTION_JUDGE)


@dataclass(frozen=True, slots=True)
class JudgePlan:
    """How judges are asked: `votes` of each, of which none may reject; `seed` tells apart runs that ask the same."""

    votes: int = 1
    temperature: float = 0.3
    max_tokens: int = 1_200
    seed: int = 0


def judge_exhibit(
    exhibit: Exhibit, model: Model, *, plan: JudgePlan | None = None, judges: Sequence[Judge] = JUDGES
) -> tuple[Verdict, ...]:
    """Return the votes of every judge; a judge who has rejected is not asked again, the other one still is."""
    plan = plan or JudgePlan()
    verdicts: list[Verdict] = []
    for judge in judges:
        for vote in range(plan.votes):
            verdicts.append(cast_vote(judge, exhibit, model, vote=vote, plan=plan))
            if not verdicts[-1].accept:
                break
    return tuple(verdicts)


def admits(verdicts: Sequence[Verdict]) -> bool:
    """Tell whether there is a vote and none rejects."""
    return bool(verdicts) and all(verdict.accept for verdict in verdicts)


def cast_vote(judge: Judge, exhibit: Exhibit, model: Model, *, vote: int, plan: JudgePlan) -> Verdict:
    """Ask a judge once. What cannot be read as a verdict rejects: prose, a cut reply, a quote of what was not shown.

    So does a request that the model refuses, such as one too long for it.
    """
    if not exhibit.samples:
        return Verdict(judge.name, model.name, vote, accept=False, fault=f"there is nothing to show: {exhibit.fault}")
    shown = judge.show(exhibit)
    messages = [
        Message("system", fill("resyn.judge", judge.name)),
        Message("user", f"{shown}\n\n{fill('resyn.judge', 'form', criteria=_form(judge.criteria))}"),
    ]
    seed = int(content_hash(f"{plan.seed}:{judge.name}:{vote}")[:7], 16)
    try:
        answer = model.complete(messages, Sampling(plan.temperature, 0.95, plan.max_tokens, seed))
    except RefusedError as error:
        return Verdict(judge.name, model.name, vote, accept=False, fault=shorten(f"not answered: {error}", 300))
    try:
        accept, criteria = read_criteria(answer.text, judge.criteria, shown=shown)
    except NoVerdictError as error:
        cut = f"; it was cut off at {answer.usage.output_tokens:,} tokens" if answer.truncated else ""
        return Verdict(judge.name, model.name, vote, accept=False, fault=shorten(f"{error}{cut}", 300))
    return Verdict(judge.name, model.name, vote, accept, criteria)


def _form(criteria: Sequence[str]) -> str:
    answer = '{"why": "one sentence", "quote": "words copied from above", "holds": true or false}'
    return ",\n    ".join(f'"{name}": {answer}' for name in criteria)
