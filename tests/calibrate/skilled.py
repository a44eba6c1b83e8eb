"""A solver whose true pass rate per level is known: it solves an addition, or says something else, by a hash."""

import random
import re
import threading
from collections.abc import Mapping, Sequence

from resyn.core.records import Usage
from resyn.llm.model import Completion, Message, Sampling, request_key


class Skilled:
    """Answers the questions of the test environment rightly at the given rate of its level."""

    def __init__(self, rates: Mapping[int, float], *, name: str = "skilled", wrong: str = "<answer>0</answer>") -> None:
        self.name = name
        self.calls = 0
        self._rates = rates
        self._wrong = wrong
        self._lock = threading.Lock()

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        with self._lock:
            self.calls += 1
        level, first, second = map(int, re.findall(r"\d+", messages[-1].content)[:3])
        lucky = random.Random(request_key(self.name, messages, sampling)).random() < self._rates[level]
        text = f"<think>adding</think><answer>{first + second}</answer>" if lucky else self._wrong
        return Completion(text, Usage(10, 5, 0.1, 0.001), self.name, truncated="<answer>" not in text)
