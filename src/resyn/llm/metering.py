"""A model that counts what it is used for: how a stage knows the tokens and the cost of its own calls."""

import threading
from collections.abc import Sequence
from typing import Any

from resyn.core.records import Usage
from resyn.llm.model import Completion, Message, Model, Sampling


class MeteredModel:
    """Passes calls on to a model and adds up their usage; a recorded call counts as what it cost when it was made."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._lock = threading.Lock()
        self.calls = 0
        self.usage = Usage()

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """Answer a conversation."""
        answer = self._model.complete(messages, sampling)
        with self._lock:
            self.calls += 1
            self.usage += answer.usage
        return answer

    def to_json(self) -> dict[str, Any]:
        """Return calls and usage as a JSON object."""
        return usage_json(self.calls, self.usage)


def usage_json(calls: int, usage: Usage) -> dict[str, Any]:
    """Return calls and what they used as a JSON object, the same wherever cost is put on record."""
    return {
        "calls": calls,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "seconds": round(usage.seconds, 3),
        "cost": usage.cost,
    }


def read_usage(data: dict[str, Any]) -> tuple[int, Usage]:
    """Read what `usage_json` wrote."""
    return data["calls"], Usage(data["input_tokens"], data["output_tokens"], data["seconds"], data["cost"])
