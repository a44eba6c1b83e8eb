"""What a rollout brings: groups of replies to one question, and which of them have something to teach."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from resyn.core.records import Outcome
from resyn.reward.score import Score
from resyn.train.questions import Question
from resyn.train.task import Result

_SHOWN_CHARS = 80
_LEAST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Reply:
    """One sampled reply; `reward` is what is trained on, None where the verifier failed."""

    tokens: tuple[int, ...]
    logprobs: tuple[float | None, ...] | None
    score: Score
    reward: float | None
    truncated: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The replies to one question."""

    question: Question
    prompt: tuple[int, ...]
    replies: tuple[Reply, ...]

    @property
    def teaches(self) -> bool:
        """Tell whether the rewards differ: only then is any advantage other than zero (DAPO, dynamic sampling)."""
        rewards = [reply.reward for reply in self.replies if reply.reward is not None]
        return len(rewards) > 1 and max(rewards) - min(rewards) > _LEAST_SPREAD

    def facts(self) -> "GroupFacts":
        """Return what is recorded of the group; small enough to be sent to every process."""
        outcomes = [reply.score.outcome for reply in self.replies]
        return GroupFacts(
            result=Result(self.question.task, outcomes.count(Outcome.CORRECT), _judged(outcomes)),
            teaches=self.teaches,
            rewards=tuple(reply.reward for reply in self.replies),
            formatted=sum(reply.score.follows_format for reply in self.replies),
            truncated=sum(reply.truncated for reply in self.replies),
            lengths=tuple(len(reply.tokens) for reply in self.replies),
            answers=tuple(None if reply.score.answer is None else _shown(reply.score.answer) for reply in self.replies),
            solution=_shown(self.question.solution),
            faults=tuple(reply.score.fault for reply in self.replies if reply.score.outcome is Outcome.FAULT),
        )


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What is recorded of a group, without its texts; answers are cut to 80 characters."""

    result: Result
    teaches: bool
    rewards: tuple[float | None, ...]
    formatted: int
    truncated: int
    lengths: tuple[int, ...]
    answers: tuple[str | None, ...]
    solution: str
    faults: tuple[str, ...]


@dataclass(slots=True)
class Rollout:
    """All that one rollout sampled, groups that were thrown away included, and where its time went, in seconds."""

    groups: list[GroupFacts] = field(default_factory=list)
    rounds: int = 0
    kept: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def share_taught(self) -> float:
        """The share of groups that teach something: the effective-prompt ratio."""
        return sum(group.teaches for group in self.groups) / len(self.groups) if self.groups else 0.0

    def spend(self, part: str, seconds: float) -> None:
        """Add time to a part."""
        self.seconds[part] = self.seconds.get(part, 0.0) + seconds

    def to_json(self) -> dict[str, Any]:
        """Return the record of the rollout; rates are None where nothing was judged."""
        groups = self.groups
        replies = sum(len(group.lengths) for group in groups)
        judged = sum(group.result.judged for group in groups)
        rewards = [reward for group in groups for reward in group.rewards if reward is not None]
        lengths = list(chain.from_iterable(group.lengths for group in groups))
        return {
            "groups": len(groups),
            "replies": replies,
            "rounds": self.rounds,
            "kept": self.kept,
            "effective": self.share_taught,
            "solved_all": _share(sum(0 < g.result.judged == g.result.correct for g in groups), len(groups)),
            "solved_none": _share(sum(g.result.judged > 0 == g.result.correct for g in groups), len(groups)),
            "reward": _share(sum(rewards), len(rewards)),
            "correct": _share(sum(group.result.correct for group in groups), judged),
            "format": _share(sum(group.formatted for group in groups), replies),
            "answered": _share(sum(answer is not None for group in groups for answer in group.answers), replies),
            "faults": _share(sum(len(group.faults) for group in groups), replies),
            "truncated": _share(sum(group.truncated for group in groups), replies),
            "length": _share(sum(lengths), len(lengths)),
            "longest": max(lengths, default=0),
            "draw_failures": len(self.failures),
            "seconds": {part: round(seconds, 4) for part, seconds in self.seconds.items()},
            "environments": _by_environment(groups),
            "fault_examples": _fault_examples(groups, self.failures),
        }


def overlong_penalty(length: int, *, most: int, buffer: int) -> float:
    """Return what a reply of so many tokens loses: 0 up to `most` - `buffer`, then linearly down to -1 at `most`.

    The soft overlong punishment of DAPO (arXiv 2503.14476, equation 13).
    """
    over = length - (most - buffer)
    return 0.0 if over <= 0 else -min(1.0, over / buffer)


def _by_environment(groups: Sequence[GroupFacts]) -> dict[str, list[dict[str, Any]]]:
    """Return a record per question, by environment, in the order in which they were asked."""
    found: dict[str, list[dict[str, Any]]] = {}
    for group in groups:
        found.setdefault(group.result.task.environment, []).append(
            {
                "level": group.result.task.level,
                "replies": len(group.rewards),
                "judged": group.result.judged,
                "correct": group.result.correct,
                "faults": len(group.faults),
                "answers": _counted(group.answers),
                "solution": group.solution,
            }
        )
    return found


def _counted(answers: Sequence[str | None]) -> dict[str, int]:
    given = [answer for answer in answers if answer is not None]
    return {answer: given.count(answer) for answer in dict.fromkeys(given)}


def _fault_examples(groups: Sequence[GroupFacts], failures: Sequence[tuple[str, str]]) -> list[str]:
    faults = [f"{group.result.task.environment}: {fault}" for group in groups for fault in group.faults]
    return list(dict.fromkeys([*faults, *(f"{name}: {happened}" for name, happened in failures)]))[:5]


def _judged(outcomes: Sequence[Outcome]) -> int:
    return len(outcomes) - outcomes.count(Outcome.FAULT)


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def _shown(answer: str) -> str:
    return " ".join(answer.split())[:_SHOWN_CHARS]
