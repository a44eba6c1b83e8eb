"""Questions, replies and groups as a rollout makes them, without a model."""

from resyn.core.records import Outcome
from resyn.reward.score import Score, reward_of
from resyn.train.questions import Question
from resyn.train.rollout import Group, Reply
from resyn.train.task import Task


def question(name: str = "one", level: int = 1, number: int = 0) -> Question:
    return Question(f"{name}:{level}:{number}", Task(name, level), f"Question {number}?", "{}", "7")


def reply(outcome: Outcome, *, formatted: bool = True, answer: str | None = "7", tokens: int = 5) -> Reply:
    reward = reward_of(outcome, follows_format=formatted, format_weight=0.1)
    fault = "it broke" if outcome is Outcome.FAULT else ""
    score = Score("one", outcome, answer, formatted, fault, reward)
    return Reply((1,) * tokens, None, score, reward, False)


def group(*outcomes: Outcome, of: Question | None = None) -> Group:
    return Group(of or question(), (1, 2), tuple(reply(outcome) for outcome in outcomes))
