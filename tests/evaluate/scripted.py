"""A model that answers from a function, for tests of the evaluation itself."""

import threading
from collections.abc import Callable, Sequence

from resyn.core.errors import RefusedError
from resyn.core.records import Usage
from resyn.llm.model import Completion, Message, Sampling


def said(answer: str) -> str:
    return f"<think>so</think><answer>{answer}</answer>"


class ScriptedModel:
    """Answers with what the function returns for question and seed, None for a refusal; keeps what it was asked."""

    name = "scripted"

    def __init__(self, answer: Callable[[str, int], str | None], *, cost: float | None = 0.001) -> None:
        self._answer = answer
        self._cost = cost
        self._lock = threading.Lock()
        self.asked: list[tuple[str, Sampling]] = []

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        question = messages[-1].content
        with self._lock:
            self.asked.append((question, sampling))
        text = self._answer(question, sampling.seed)
        if text is None:
            raise RefusedError("the question is too long", hint="Ask less.")
        return Completion(text, Usage(10, len(text), 0.5, self._cost), self.name, text.endswith("..."))
