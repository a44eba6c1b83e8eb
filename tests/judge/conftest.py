from collections.abc import Iterator, Sequence

import pytest
from tests.cli.conftest import SOUND

from resyn.core.environment import Environment
from resyn.core.errors import ProviderError
from resyn.core.records import Usage
from resyn.llm.model import Completion, Message, Sampling
from resyn.sandbox.calls import Limits
from resyn.sandbox.jail import Jail

SUMS = Environment("name_summands", SOUND)


class Speaker:
    """A model that says the given texts in turn, the last one for ever, and keeps what it was asked."""

    name = "speaker"

    def __init__(self, *texts: str, truncated: bool = False) -> None:
        self.texts = list(texts)
        self.truncated = truncated
        self.asked: list[tuple[list[Message], Sampling]] = []

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        self.asked.append((list(messages), sampling))
        if not self.texts:
            raise ProviderError("the endpoint did not answer in time", hint="Begin again.")
        text = self.texts.pop(0) if len(self.texts) > 1 else self.texts[0]
        return Completion(text, Usage(10, 5, 1.0, 0.1), self.name, self.truncated)


@pytest.fixture(scope="session")
def jail() -> Iterator[Jail]:
    with Jail(workers=1, limits=Limits(cpu_seconds=0.3, hard_cpu_seconds=0.6)) as opened:
        yield opened
