"""LoRA for a sampler that knows no adapters: merged right, and never into the weights that are trained on."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.adapters, pytest.mark.filterwarnings("default")]


def adapted(folder: Path, dtype: str) -> Any:
    """Return a model whose adapters are no longer zero."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(0)
    base = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype)
    model = get_peft_model(base, LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM"))
    for name, weight in model.named_parameters():
        if "lora_B" in name:
            weight.data.normal_(0, 1e-2)
    return model


def test_merged_weights_are_those_of_the_merged_model(taught_model: Path) -> None:
    import torch

    from resyn.train.merging import merged_weights

    model = adapted(taught_model, "float32")
    given = dict(merged_weights(model))
    expected = dict(model.merge_and_unload().named_parameters())
    assert given.keys() == expected.keys()
    assert all(torch.allclose(given[name], expected[name], atol=1e-6) for name in expected)


def test_merging_leaves_the_weights_alone_where_adding_and_subtracting_does_not(taught_model: Path) -> None:
    import torch

    from resyn.train.merging import merged_weights

    model = adapted(taught_model, "bfloat16")
    before = {name: weight.clone() for name, weight in model.named_parameters()}

    def moved() -> bool:
        return any(not torch.equal(weight, before[name]) for name, weight in model.named_parameters())

    for name, weight in merged_weights(model):
        assert weight.dtype == torch.bfloat16, name
    assert not moved()
    model.merge_adapter()
    model.unmerge_adapter()
    assert moved()
