"""A model embedded in this process: GGUF weights run by llama.cpp; no key, no server, no network."""

import json
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from resyn.core.errors import ConfigError, ProviderError, RefusedError
from resyn.core.records import Usage
from resyn.llm.model import Completion, Message, Sampling

CONTEXT_TOKENS = 8192
"""Tokens of prompt and answer together, for each of the parallel slots."""

_PROMPT_CACHE_MIB = 512


class LocalModel:
    """GGUF weights behind the Model protocol.

    `slots` conversations are answered at once; each remembers its last prompt, so that a common beginning of prompts
    is read once. Answers of one seed are the same only while slots are not shared with other calls: batching changes
    the rounding. Raises ConfigError where xllamacpp is missing or the file is no GGUF, ProviderError where it does
    not load.
    """

    def __init__(self, weights: Path, *, name: str, slots: int = 1, context_tokens: int = CONTEXT_TOKENS) -> None:
        self.name = name
        self._context_tokens = context_tokens
        _check_magic(weights)
        self._server = _start(weights, slots, context_tokens)

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """Answer a conversation; raises RefusedError where it does not fit the context."""
        request = {
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "max_tokens": sampling.max_tokens,
            "seed": sampling.seed,
            "cache_prompt": True,
        }
        begun = time.monotonic()
        try:
            reply: Any = self._server.handle_chat_completions(request)
        except (RuntimeError, ValueError) as error:
            raise ProviderError(f"{self.name} failed: {error}", hint="Run again with fewer calls at a time.") from error
        reply = json.loads(reply) if isinstance(reply, str) else reply
        if "error" in reply:
            raise self._refusal(reply["error"])
        choice, usage = reply["choices"][0], reply["usage"]
        used = Usage(usage["prompt_tokens"], usage["completion_tokens"], time.monotonic() - begun, 0.0)
        return Completion(choice["message"].get("content") or "", used, self.name, choice["finish_reason"] == "length")

    def _refusal(self, error: dict[str, Any]) -> ProviderError:
        if error.get("type") == "exceed_context_size_error":
            return RefusedError(
                f"a prompt of {error['n_prompt_tokens']:,} tokens does not fit {self.name}, which is run with"
                f" {self._context_tokens:,}",
                hint="Show the model fewer or shorter examples, or choose a model with a longer context.",
            )
        return ProviderError(f"{self.name} refused a call: {error.get('message')}", hint="Choose another model.")


def _start(weights: Path, slots: int, context_tokens: int) -> Any:
    try:
        import xllamacpp  # type: ignore[import-untyped]
    except ImportError:
        raise ConfigError(
            "embedded models need the package xllamacpp, which is not installed",
            hint="pip install 'resyn[local]'",
        ) from None
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.n_parallel = slots
    params.n_ctx = context_tokens * slots
    params.cache_ram_mib = _PROMPT_CACHE_MIB
    # All cores: on two idle ones, two threads are 1.7 times as fast as one. (Beside other heavy work they are slower,
    # since each layer waits for the slowest thread.)
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = len(os.sched_getaffinity(0))
    params.verbosity = 0
    params.ui = False
    params.endpoint_slots = False
    # The library insists on listening somewhere: a socket in a folder of our own, gone before anybody could connect.
    with tempfile.TemporaryDirectory(prefix="resyn-") as folder:
        params.hostnames = [f"{folder}/model.sock"]
        try:
            return xllamacpp.Server(params)
        except RuntimeError as error:
            raise ProviderError(
                f"the weights {weights} do not load: {error}",
                hint="It may be cut off, too large for memory, or of an architecture that xllamacpp does not know.",
            ) from None


def _check_magic(weights: Path) -> None:
    try:
        with weights.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise ConfigError(f"the weights {weights} cannot be read: {error.strerror}", hint="Check the path.") from None
    if magic != b"GGUF":
        raise ConfigError(f"{weights} is not a GGUF file", hint="Give a file of weights in GGUF format.")
