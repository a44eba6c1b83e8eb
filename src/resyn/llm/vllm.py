"""A model run by vLLM in this process: no server, no port; for machines with an accelerator (the extra `vllm`)."""

import asyncio
import itertools
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from resyn.core.errors import ConfigError, ProviderError, RefusedError
from resyn.core.records import Usage
from resyn.llm.model import Completion, Message, Sampling


class VllmModel:
    """A model's folder or its name on a hub behind the Model protocol, batched continuously over all calls under way.

    Sampling is what is asked for and nothing else: the model's own generation config (top-k, penalties) is left out.
    Raises ConfigError where vllm is missing, ProviderError where it does not load the model.
    """

    def __init__(self, model: str, *, name: str) -> None:
        self.name = name
        self._numbers = itertools.count()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="resyn-vllm", daemon=True).start()
        try:
            self._engine = asyncio.run_coroutine_threadsafe(_start(model), self._loop).result()
        except ImportError:
            raise ConfigError(
                f"running {model} in this process needs vllm, which is not installed",
                hint="pip install 'resyn[vllm]', or serve the model and give its address with --endpoint.",
            ) from None
        except Exception as error:
            raise ProviderError(
                f"vLLM does not load {model}: {error}",
                hint="Check the path and the accelerator's free memory; vLLM's own messages stand above.",
            ) from error

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """Answer a conversation; raises RefusedError where it does not fit the model's context."""
        begun = time.monotonic()
        future = asyncio.run_coroutine_threadsafe(self._ask(messages, sampling), self._loop)
        try:
            output = future.result()
        except ProviderError:
            raise
        except Exception as error:
            raise ProviderError(
                f"{self.name} failed: {type(error).__name__}: {error}",
                hint="vLLM's own messages stand above; a chat template must take system and user turns.",
            ) from error
        finally:
            future.cancel()
        answer = output.outputs[0]
        usage = Usage(len(output.prompt_token_ids), len(answer.token_ids), time.monotonic() - begun, 0.0)
        return Completion(answer.text, usage, self.name, answer.finish_reason == "length")

    async def _ask(self, messages: Sequence[Message], sampling: Sampling) -> Any:
        from vllm import SamplingParams
        from vllm.sampling_params import RequestOutputKind

        # A list of numbers; with return_dict=True not every tokenizer of vLLM's gives a dict.
        tokens = self._engine.get_tokenizer().apply_chat_template(
            [asdict(message) for message in messages], add_generation_prompt=True, tokenize=True, return_dict=False
        )
        longest = self._engine.model_config.max_model_len
        if len(tokens) >= longest:
            raise RefusedError(
                f"a prompt of {len(tokens):,} tokens does not fit {self.name}, which is run with {longest:,}",
                hint="Show the model fewer or shorter examples, or choose a model with a longer context.",
            )
        parameters = SamplingParams(
            temperature=sampling.temperature,
            top_p=sampling.top_p,
            max_tokens=sampling.max_tokens,
            seed=sampling.seed,
            output_kind=RequestOutputKind.FINAL_ONLY,
        )
        request = f"{self.name}-{next(self._numbers)}"
        async for output in self._engine.generate({"prompt_token_ids": list(tokens)}, parameters, request):
            last = output
        return last


async def _start(model: str) -> Any:
    os.environ.setdefault("VLLM_LOGGING_STREAM", "ext://sys.stderr")  # stdout is the result's
    from vllm import AsyncEngineArgs, AsyncLLMEngine

    return AsyncLLMEngine.from_engine_args(AsyncEngineArgs(model=model, disable_log_stats=True))
