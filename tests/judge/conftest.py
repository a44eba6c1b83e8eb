from collections.abc import Iterator, Sequence

import pytest
from tests.cli.conftest import SOUND

from resyn.core.environment import Environment
from resyn.core.errors import ProviderError, RefusedError
from resyn.core.records import Usage
from resyn.judge.trial import Jails
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


class Refusing:
    """A model that finds every request too long."""

    name = "refusing"

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        raise RefusedError("a prompt of 9,000 tokens does not fit", hint="Show less.")


@pytest.fixture(scope="session")
def jail() -> Iterator[Jail]:
    with Jail(workers=1, limits=Limits(cpu_seconds=0.3, hard_cpu_seconds=0.6)) as opened:
        yield opened


@pytest.fixture(scope="session")
def jails(jail: Jail) -> Iterator[Jails]:
    with Jail(workers=1, limits=Limits(cpu_seconds=0.3, hard_cpu_seconds=0.6)) as opened:
        yield Jails(jail, opened)
