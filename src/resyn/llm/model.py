"""The one protocol that stages ask of a language model, and the records that cross it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal, Protocol

from resyn.core.jsontext import content_hash, dump
from resyn.core.records import Usage


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How an answer is drawn. `seed` says which of several samples is meant, so it is a part of a call's key."""

    temperature: float = 0.8
    top_p: float = 0.95
    max_tokens: int = 2048
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model answered; `truncated` tells that it was cut off at `max_tokens`."""

    text: str
    usage: Usage
    model: str
    truncated: bool = False


class Model(Protocol):
    """A language model.

    `complete` blocks, may be called from many threads at once, and raises ProviderError (with a hint) after its own
    retries; RefusedError where this one request is refused for good and others are answered. `name` identifies the
    model in records and keys of calls.
    """

    @property
    def name(self) -> str:
        """The model's name in records."""
        ...

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """Answer a conversation."""
        ...


def request_text(name: str, messages: Sequence[Message], sampling: Sampling) -> str:
    """Return a call's request as JSON text, the same for the same call."""
    return dump({"model": name, "messages": [asdict(message) for message in messages], "sampling": asdict(sampling)})


def request_key(name: str, messages: Sequence[Message], sampling: Sampling) -> str:
    """Return the key of a call, 64 hex digits: a hash of model, messages and sampling."""
    return content_hash(request_text(name, messages, sampling))
