"""OpenEnv: one server for all environments (the extra `openenv`).

    uvicorn --factory resyn.adapters.openenv:create_app --port 8000

A session is an episode of one turn: `reset(seed=, environment=, level=)` gives the question, `step` takes the whole
reply, and ends it with a reward; for a fault the reward is absent, and the metadata say why. What verifies the reply
stays on the server: an instance may hold what gives the answer away.
"""

import secrets
from functools import partial
from random import Random
from typing import Any, Final
from uuid import uuid4

from openenv.core.env_server.http_server import create_fastapi_app
from openenv.core.env_server.interfaces import Environment
from openenv.core.env_server.types import Action, EnvironmentMetadata, Observation, State
from pydantic import Field

from resyn.adapters.questions import Place, Questions
from resyn.adapters.scoring import Folders, gathering_of
from resyn.core.prompting import SYSTEM_PROMPT, chat_messages
from resyn.core.records import Item
from resyn.core.verifier import Verifier
from resyn.reward import Ask
from resyn.reward.gathering import Gathering

MAX_SESSIONS: Final = 256


class Reply(Action):
    """What the model wrote, whole."""

    response: str = Field(description="The model's whole reply, thinking and answer tags included")


class Question(Observation):
    """A question, or the end of an episode, where it is empty."""

    question: str = Field(default="", description="The question")
    messages: list[dict[str, str]] = Field(default_factory=list, description="The question as chat messages")
    environment: str = Field(default="", description="The environment that it was drawn from")
    level: int = Field(default=0, description="Its difficulty")


class QuestionEnvironment(Environment[Reply, Question, State]):
    """An episode of one question and one reply."""

    SUPPORTS_CONCURRENT_SESSIONS = True

    def __init__(self, questions: Questions, gathering: Gathering) -> None:
        super().__init__()
        self._questions = questions
        self._gathering = gathering
        self._item: Item | None = None
        self._state = State(episode_id=str(uuid4()))

    def reset(
        self,
        seed: int | None = None,
        episode_id: str | None = None,
        environment: str | None = None,
        level: int = 1,
        index: int = 0,
        split: str = "train",
        system_prompt: str = SYSTEM_PROMPT,
        **_: Any,
    ) -> Question:
        """Ask a question; equal arguments give the same. Without a seed one is drawn, without an environment too."""
        seed = secrets.randbits(31) if seed is None else seed
        name = environment or Random(f"environment:{split}:{seed}:{index}").choice(self._questions.names)
        self._item = item = self._questions.draw(Place(name, level, seed, index, split))
        self._state = State(episode_id=episode_id or str(uuid4()), step_count=0)
        return Question(
            question=item.question,
            messages=chat_messages(item.question, system_prompt=system_prompt),
            environment=name,
            level=level,
            metadata={"id": item.id, "seed": seed},
        )

    def step(self, action: Reply, timeout_s: float | None = None, **_: Any) -> Question:
        """Score the reply and end the episode; its reward is None for a fault."""
        if self._item is None:
            raise RuntimeError("there is no question to answer: call reset first")
        item, self._item = self._item, None
        self._state.step_count += 1
        scored = self._gathering.score(Ask(Verifier.of(item).to_text(), action.response))
        told = {"outcome": str(scored.outcome), "format": scored.follows_format, "fault": scored.fault}
        return Question(
            environment=item.environment,
            level=item.level,
            done=True,
            reward=scored.reward,
            metadata={"id": item.id, "answer": scored.answer, **told},
        )

    @property
    def state(self) -> State:
        """The episode's id and count of steps."""
        return self._state

    def get_metadata(self) -> EnvironmentMetadata:
        """Say what this server offers."""
        return EnvironmentMetadata(
            name="resyn", description=f"{len(self._questions.names)} reasoning environments with verifiers"
        )


def create_app(folders: Folders | None = None, *, max_sessions: int = MAX_SESSIONS) -> Any:
    """Return the server (a FastAPI application); `folders` as `Questions` takes them.

    All sessions share one jail for questions and one scorer; what they ask at the same time is verified in one batch.
    """
    questions, gathering = Questions(folders), gathering_of(folders)
    factory = partial(QuestionEnvironment, questions, gathering)
    return create_fastapi_app(factory, Reply, Question, max_concurrent_envs=max_sessions)
