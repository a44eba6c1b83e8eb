import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from resyn.core.errors import ConfigError, ProviderError, RefusedError
from resyn.core.progress import Silent
from resyn.llm import vllm as vllm_module
from resyn.llm.choose import open_model
from resyn.llm.model import Message, Sampling


def test_without_vllm_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vllm", None)
    with pytest.raises(ConfigError, match="needs vllm") as refused:
        open_model("vllm:some/model", progress=Silent())
    assert "resyn[vllm]" in refused.value.hint


class DeadEngineError(Exception):
    """As vLLM's own errors a plain Exception."""


@dataclass
class Engine:
    """What of vLLM's engine is called, answering with what it was given; a token for each word."""

    dead: bool = False
    longest: int = 12

    @property
    def model_config(self) -> Any:
        return SimpleNamespace(max_model_len=self.longest)

    def get_tokenizer(self) -> "Engine":
        return self

    def apply_chat_template(self, messages: list[dict[str, str]], **options: bool) -> list[int]:
        assert options == {"add_generation_prompt": True, "tokenize": True, "return_dict": False}
        return [len(word) for message in messages for word in message["content"].split()]

    async def generate(self, prompt: dict[str, Any], parameters: Any, request: str) -> AsyncIterator[Any]:
        if self.dead:
            raise DeadEngineError("the engine is dead")
        text = f"{prompt['prompt_token_ids']} {parameters.seed} {request}"
        answer = SimpleNamespace(text=text, token_ids=[1, 2], finish_reason="length")
        yield SimpleNamespace(outputs=[answer], prompt_token_ids=prompt["prompt_token_ids"])


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    built = Engine()

    async def start(model: str) -> Engine:
        return built

    package, parameters = ModuleType("vllm"), ModuleType("vllm.sampling_params")
    package.SamplingParams = SimpleNamespace  # type: ignore[attr-defined]
    parameters.RequestOutputKind = SimpleNamespace(FINAL_ONLY=2)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "vllm", package)
    monkeypatch.setitem(sys.modules, "vllm.sampling_params", parameters)
    monkeypatch.setattr(vllm_module, "_start", start)
    return built


def test_answer_comes_with_its_tokens_and_each_request_has_a_name(engine: Engine) -> None:
    model = open_model("vllm:some/model", progress=Silent())
    first, second = (model.complete([Message("user", "one three")], Sampling(seed=7)) for _ in range(2))
    assert (first.text, second.text) == ("[3, 5] 7 vllm:model-0", "[3, 5] 7 vllm:model-1")
    assert (first.usage.input_tokens, first.usage.output_tokens, first.truncated) == (2, 2, True)


def test_prompt_that_does_not_fit_is_refused_alone(engine: Engine) -> None:
    model = open_model("vllm:some/model", progress=Silent())
    with pytest.raises(RefusedError, match="a prompt of 12 tokens does not fit vllm:model, which is run with 12"):
        model.complete([Message("user", "a " * 12)], Sampling())
    assert model.complete([Message("user", "a " * 11)], Sampling()).usage.input_tokens == 11


def test_engine_that_dies_is_an_error_of_the_provider_and_no_refusal(engine: Engine) -> None:
    model = open_model("vllm:some/model", progress=Silent())
    engine.dead = True
    with pytest.raises(ProviderError, match="DeadEngineError: the engine is dead") as raised:
        model.complete([Message("user", "a")], Sampling())
    assert not isinstance(raised.value, RefusedError)


@pytest.mark.gpu
def test_many_calls_at_once_are_answered_each_by_its_seed() -> None:
    from concurrent.futures import ThreadPoolExecutor

    model = open_model(f"vllm:{os.environ['RESYN_TEST_MODEL']}", progress=Silent())

    def ask(seed: int) -> str:
        completion = model.complete([Message("user", "Name any animal.")], Sampling(1.0, 1.0, 8, seed))
        assert 0 < completion.usage.output_tokens <= 8
        return completion.text

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, range(16)))
    assert len(set(answers)) > 1
