"""Models behind a provider's or an OpenAI-compatible endpoint, asked through pydantic-ai."""

import asyncio
import functools
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from resyn.core.errors import ProviderError, RefusedError
from resyn.core.prompting import THINK_TAGS
from resyn.core.records import Usage
from resyn.llm.model import Completion, Message, Sampling

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelMessage, ModelResponse, ModelResponsePart
    from pydantic_ai.models import Model as Client

_PASSING = frozenset({408, 409, 425, 429})
_REFUSING = frozenset({400, 413, 422})  # of one request, or of all: only another request tells
_PROBE = (Message("user", "Answer with one word: yes."),)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call is waited for, and how often it is tried again; all in seconds but `attempts`.

    The waits double from `first_wait` and are spread at random; a Retry-After up to `longest_wait` is honoured.
    """

    attempts: int = 6
    first_wait: float = 1.0
    longest_wait: float = 60.0
    timeout: float = 600.0


@dataclass(frozen=True, slots=True)
class Access:
    """Where a model is asked, and what its errors may say of it.

    `secret` is the key, which no error ever shows; `takes_top_p` tells that temperature and top_p may be sent together.
    """

    place: str
    key_variable: str | None
    secret: str | None = field(repr=False)
    priced: bool
    takes_top_p: bool = True


class _Unanswered(Exception):  # noqa: N818 - a signal within this module
    """A request that is not tried again, with what the client raised."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class ProviderModel:
    """A pydantic-ai client behind the Model protocol, at most `concurrency` calls at a time.

    Rate limits, server errors, timeouts and garbled replies are tried again with growing waits; a wrong key, an unknown
    model or a refused request is not. Before the first success an unreachable endpoint is tried only twice: its address
    is probably wrong.

    Whether a refusal is that of one request (a prompt too long) or of all (a wrong name or key, a setting that the
    model does not take, no credit left), its status does not say. So a word is asked for in the same way: where that is
    answered the refusal is a RefusedError, else it stops everything.
    """

    def __init__(
        self, client: "Client", *, name: str, access: Access, concurrency: int = 8, patience: Patience | None = None
    ) -> None:
        self.name = name
        self._client = client
        self._access = access
        self._patience = patience or Patience()
        self._gate = asyncio.Semaphore(concurrency)
        self._has_answered = False

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """Answer a conversation; raises RefusedError for this one alone, else ProviderError naming the endpoint."""
        with _STARTING:
            loop = _loop()
        future = asyncio.run_coroutine_threadsafe(self._ask(messages, sampling), loop)
        try:
            return future.result()
        finally:
            future.cancel()

    async def _ask(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        async with self._gate:
            try:
                return await self._insist(messages, sampling)
            except _Unanswered as unanswered:
                error = unanswered.error
            explained = _explain(error, self._client.model_name, self._access)
            if getattr(error, "status_code", None) in _REFUSING and await self._answers(sampling):
                raise RefusedError(str(explained), hint=explained.hint)
            raise explained

    async def _answers(self, sampling: Sampling) -> bool:
        """Tell whether a request that nobody can find too long is answered, with the same settings."""
        try:
            await self._insist(_PROBE, sampling)
        except _Unanswered:
            return False
        return True

    async def _insist(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        attempt = 0
        while True:
            begun = time.monotonic()
            try:
                response = await self._request(messages, sampling)
            except Exception as error:  # noqa: BLE001 - the boundary to pydantic-ai and the clients below it
                wait = self._wait(error, attempt)
                if wait is None:
                    raise _Unanswered(error) from None
                await asyncio.sleep(wait)
                attempt += 1
            else:
                self._has_answered = True
                return self._completion(response, time.monotonic() - begun)

    async def _request(self, messages: Sequence[Message], sampling: Sampling) -> "ModelResponse":
        from pydantic_ai.models import ModelRequestParameters
        from pydantic_ai.settings import ModelSettings

        settings = ModelSettings(
            temperature=sampling.temperature,
            max_tokens=sampling.max_tokens,
            seed=sampling.seed,
            timeout=self._patience.timeout,
            max_retries=0,
        )
        if self._access.takes_top_p:
            settings["top_p"] = sampling.top_p
        return await self._client.request(_history(messages), settings, ModelRequestParameters())

    def _wait(self, error: Exception, attempt: int) -> float | None:
        """Return the seconds to wait before the next attempt, None where there should be none."""
        from pydantic_ai import exceptions

        attempts = self._patience.attempts
        if isinstance(error, exceptions.ModelHTTPError):
            if error.status_code not in _PASSING and error.status_code < 500:
                return None
            if isinstance(error, exceptions.ModelQuotaExceededError):
                return None
        elif isinstance(error, exceptions.ModelAPIError):
            attempts = attempts if self._has_answered else min(attempts, 2)
        elif not isinstance(error, (exceptions.UnexpectedModelBehavior, ValueError)):  # neither network nor garbled
            return None
        if attempt + 1 >= attempts:
            return None
        asked = getattr(error, "retry_after", None)
        if asked is not None:
            return float(asked) if asked <= self._patience.longest_wait else None
        doubled: float = self._patience.first_wait * 2**attempt
        return min(doubled, self._patience.longest_wait) * random.uniform(0.5, 1.5)

    def _completion(self, response: "ModelResponse", seconds: float) -> Completion:
        text = "".join(_said_by(part) for part in response.parts)
        usage = Usage(
            response.usage.input_tokens,
            response.usage.output_tokens,
            seconds,
            _price(response) if self._access.priced else None,
        )
        return Completion(text, usage, response.model_name or self.name, response.finish_reason == "length")


def _said_by(part: "ModelResponsePart") -> str:
    """Return a part of a reply as the model wrote it.

    The library cuts thinking out of the text, where it stood between tags (`id` tells), and that is put back; what a
    server gives in a field of its own is no part of the text.
    """
    from pydantic_ai.messages import TextPart, ThinkingPart

    if isinstance(part, ThinkingPart) and part.id == "content":
        return f"{THINK_TAGS[0]}{part.content}{THINK_TAGS[1]}"
    return part.content if isinstance(part, TextPart) else ""


_STARTING = threading.Lock()  # functools.cache alone lets threads that come first at once each start a loop


@functools.cache
def _loop() -> asyncio.AbstractEventLoop:
    # One loop for all: pydantic-ai shares its HTTP clients between models, and a client lives in one loop only.
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="resyn-llm", daemon=True).start()
    return loop


def _history(messages: Sequence[Message]) -> "list[ModelMessage]":
    from pydantic_ai.messages import ModelRequest, ModelResponse, SystemPromptPart, TextPart, UserPromptPart

    history: list[ModelMessage] = []
    for message in messages:
        if message.role == "assistant":
            history.append(ModelResponse(parts=[TextPart(message.content)]))
        elif message.role == "system":
            history.append(ModelRequest(parts=[SystemPromptPart(message.content)]))
        else:
            history.append(ModelRequest(parts=[UserPromptPart(message.content)]))
    return history


def _price(response: "ModelResponse") -> float | None:
    try:
        return float(response.cost().total_price)
    except (LookupError, ValueError, AssertionError):
        return None


def _explain(error: Exception, model: str, access: Access) -> ProviderError:
    from pydantic_ai import exceptions

    variable = access.key_variable
    if isinstance(error, exceptions.ModelHTTPError):
        status = error.status_code
        if status in (401, 403):
            given = f"the key in {variable}" if access.secret else "a call without a key"
            return ProviderError(
                f"{access.place} refused {given} ({status})",
                hint=f"Put a valid key into the environment variable {variable}."
                if variable
                else "Name the environment variable that holds the key.",
            )
        if status == 404:
            return ProviderError(
                f"{access.place} knows no model {model!r} (404)",
                hint="Check the model's name, and that an endpoint's address is whole: it often ends in /v1.",
            )
        hint = (
            "Wait or ask for a higher limit; a run goes on where it was."
            if status == 429
            else "Check the model's limits and settings."
            if status < 500
            else "The endpoint is in trouble; run again later, a run goes on where it was."
        )
        return ProviderError(f"{access.place} answered {status} for {model}: {_said(error, access.secret)}", hint=hint)
    if isinstance(error, exceptions.ModelAPIError):
        return ProviderError(
            f"{access.place} cannot be reached or did not answer in time: {_said(error, access.secret)}",
            hint="Check the address, that the server runs, and the network.",
        )
    return ProviderError(
        f"{access.place} gave no usable answer: {type(error).__name__}: {_said(error, access.secret)}",
        hint="Check that the address is that of the model's API; an OpenAI-compatible one often ends in /v1.",
    )


def _said(error: Exception, secret: str | None) -> str:
    body = getattr(error, "body", None)
    message = body.get("message") if isinstance(body, dict) else None
    text = " ".join(str(message or error).split())
    if secret:
        text = text.replace(secret, "***")
    return text[:300]
