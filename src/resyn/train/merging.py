"""Weights for a sampler that knows no adapters: LoRA added in copies, so that the weights in training stay as they are.

TRL 1.16 merges adapters into the weights, hands them to vLLM, and subtracts them again. In bfloat16 neither sum is
exact: after 200 rollouts nearly half of the weights below the adapters have moved, though only adapters are saved.
"""

from collections.abc import Iterator
from typing import Any

import torch


def merged_weights(model: Any) -> Iterator[tuple[str, torch.Tensor]]:
    """Yield the weights of a model with LoRA under the names that the model has without, one merged copy at a time."""
    from peft.tuners.lora import LoraLayer

    layers = {name: module for name, module in model.named_modules() if isinstance(module, LoraLayer)}
    for name, weight in model.named_parameters():
        if model.prefix in name:
            continue
        owner, _, kind = name.rpartition(".base_layer.")
        merged = weight.data
        if kind == "weight" and owner in layers:
            merged = _merge(merged, layers[owner])
        yield name.removeprefix("base_model.model.").replace(".base_layer", ""), merged


@torch.no_grad()
def _merge(weight: torch.Tensor, layer: Any) -> torch.Tensor:
    """Return a copy of a weight with its adapters added, rounded once."""
    merged = weight.float()
    for adapter in layer.active_adapters:
        merged = merged + layer.get_delta_weight(adapter).float()
    return merged.to(weight.dtype)
