"""What TRL uses of vLLM's `LLM`, sampling by transformers: a model of its own, which sees only the weights it is given.

vLLM itself needs an accelerator; the rest of that path, TRL's and ours, runs here as it runs there.
"""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest


class Engine:
    """Samples from the last weights that were loaded; `loads` counts the times that all of them were."""

    def __init__(self, folder: str, *, longest: int) -> None:
        from transformers import AutoModelForCausalLM

        self._model = AutoModelForCausalLM.from_pretrained(folder, dtype="float32").eval()
        self._longest = longest
        self._places = dict(self._model.named_parameters())
        self._loaded: set[str] = set()
        self.loads = 0
        runner = SimpleNamespace(model=SimpleNamespace(load_weights=self._load))
        worker = SimpleNamespace(model_runner=runner)
        self.llm_engine = SimpleNamespace(model_executor=SimpleNamespace(driver_worker=worker))

    def weights(self) -> dict[str, Any]:
        return {name: place.detach().clone() for name, place in self._places.items()}

    def reset_prefix_cache(self) -> None:
        """Count one load; all weights must have come."""
        assert self._loaded == self._places.keys()
        self._loaded.clear()
        self.loads += 1

    def generate(self, prompts: Sequence[dict[str, list[int]]], sampling_params: Any, use_tqdm: bool) -> list[Any]:
        assert sampling_params.n == 1
        return [self._complete(prompt["prompt_token_ids"], sampling_params) for prompt in prompts]

    def _load(self, weights: Iterable[tuple[str, Any]]) -> None:
        for name, weight in weights:
            self._places[name].data.copy_(weight)
            self._loaded.add(name)

    def _complete(self, prompt: list[int], told: Any) -> Any:
        import torch

        if len(prompt) >= self._longest:
            raise ValueError(f"The decoder prompt (length {len(prompt)}) is longer than the maximum model length")
        grown = self._model.generate(
            torch.tensor([prompt]),
            do_sample=True,
            top_k=0,
            max_new_tokens=told.max_tokens,
            temperature=told.temperature,
        )
        with torch.no_grad():
            logits = self._model(grown).logits[0, len(prompt) - 1 : -1] / told.temperature
        tokens = grown[0, len(prompt) :].tolist()
        rated = logits.log_softmax(-1)
        logprobs = [{one: SimpleNamespace(rank=1, logprob=rated[at, one].item())} for at, one in enumerate(tokens)]
        completion = SimpleNamespace(token_ids=tokens, logprobs=logprobs)
        return SimpleNamespace(prompt_token_ids=prompt, outputs=[completion])


def install(monkeypatch: pytest.MonkeyPatch) -> list[Engine]:
    """Let trainers that are opened from now on sample by an engine; it is added to the list that is returned."""
    from trl.generation import vllm_generation

    from resyn.train import engine

    made: list[Engine] = []

    def start(self: Any) -> None:
        self.llm = Engine(self.model.name_or_path, longest=self.max_model_length)
        made.append(self.llm)

    monkeypatch.setattr(vllm_generation, "SamplingParams", SimpleNamespace, raising=False)
    monkeypatch.setattr(vllm_generation.VLLMGeneration, "_init_vllm", start)
    monkeypatch.setattr(engine, "choose_rollouts", lambda settings: "vllm")
    return made
