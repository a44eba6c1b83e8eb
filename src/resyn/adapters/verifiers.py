"""Prime Intellect's verifiers, its v1: a taskset of a dataset folder, or of endless questions (the extra `verifiers`).

    vf-eval resyn-taskset --env.taskset.folder data --env.taskset.split test ...
    vf-eval resyn-taskset --env.taskset.environments '["slide_tokens"]' --env.taskset.levels 1-3 ...

verifiers finds tasksets by the name of a module at the top, so that `resyn_taskset` hands this one on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import verifiers.v1 as vf

from resyn.adapters.questions import Questions
from resyn.adapters.rows import read_rows
from resyn.adapters.scoring import score_async
from resyn.core.contract import CALIBRATED_LEVELS
from resyn.core.errors import CatalogueError
from resyn.core.prompting import SYSTEM_PROMPT
from resyn.core.response import extract_answer, follows_format
from resyn.core.verifier import Verifier
from resyn.dataset.plan import parse_levels

_LEVELS: Final = f"{CALIBRATED_LEVELS[0]}-{CALIBRATED_LEVELS[-1]}"


class QuestionData(vf.TaskData):
    """What rides on a trace: the question, and the row's verifier."""

    verifier: str = ""
    environment: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Origin:
    folders: tuple[str, ...] | None
    format_weight: float


class QuestionTask(vf.Task[QuestionData]):
    """One question; its id is its identity."""

    origin = _Origin(None, 0.1)

    @property
    def key(self) -> str:
        """The text that seeds the instance."""
        return str(self.data.id or self.hash)

    @vf.reward(weight=1.0)
    async def verified(self, trace: vf.Trace) -> float:
        """Score the last reply; raises where it could not be verified: the trace has an error then, and no reward."""
        origin = self.origin
        scored = await score_async(
            self.data.verifier, trace.last_reply or "", folders=origin.folders, format_weight=origin.format_weight
        )
        if scored.reward is None:
            raise CatalogueError(
                f"{scored.environment} gave no verdict: {scored.fault}",
                hint="Leave the trace out: it is not wrong.",
            )
        return scored.reward

    @vf.metric
    async def form(self, trace: vf.Trace) -> dict[str, float]:
        """Tell whether the reply keeps the format, and answers at all."""
        reply = trace.last_reply or ""
        return {"format": float(follows_format(reply)), "answered": float(extract_answer(reply) is not None)}

    async def validate(self, runtime: Any) -> bool | None:
        """Tell whether the environment's own solution earns the reward, without a model; None where it has none."""
        with Questions(self.origin.folders, environments=[self.data.environment]) as questions:
            solution = questions.solve(Verifier.from_text(self.data.verifier))
        if solution is None:
            return None
        reply = f"<answer>{solution}</answer>"
        scored = await score_async(self.data.verifier, reply, folders=self.origin.folders, format_weight=0.0)
        return None if scored.reward is None else scored.reward == 1.0


class QuestionsConfig(vf.TasksetConfig):
    """`folder` is one of a dataset; without one, questions are drawn of the shipped `environments` without end."""

    folder: str | None = None
    split: str = "train"
    environments: list[str] = []  # noqa: RUF012 - pydantic copies it
    levels: str = _LEVELS
    seed: int = 0
    format_weight: float = 0.1


class ResynTaskset(vf.Taskset[QuestionTask, QuestionsConfig]):
    """Questions of a dataset, or drawn as they are asked for."""

    def __init__(self, config: QuestionsConfig) -> None:
        super().__init__(config)
        self.INFINITE = config.folder is None

    def load(self) -> Iterator[QuestionTask]:
        """Yield the tasks."""
        config = self.config
        if config.folder is not None:
            for row in read_rows(config.folder, config.split):
                yield self._task(row["id"], row["question"], row["verifier"], row["environment"], row["level"])
            return
        with Questions(environments=config.environments) as questions:
            for item in questions.stream(levels=parse_levels(config.levels), seed=config.seed, split=config.split):
                yield self._task(item.id, item.question, Verifier.of(item).to_text(), item.environment, item.level)

    def _task(self, id_: str, question: str, verifier: str, environment: str, level: int) -> QuestionTask:
        data = QuestionData(
            id=id_,
            prompt=question,
            system_prompt=SYSTEM_PROMPT,
            verifier=verifier,
            environment=environment,
            level=level,
        )
        task = QuestionTask(data, self.config.task)
        task.origin = _Origin((self.config.folder,) if self.config.folder else None, self.config.format_weight)
        return task
