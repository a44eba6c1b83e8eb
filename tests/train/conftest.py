"""A model of 90,000 weights that speaks the format and answers at random: what to answer is left to training."""

import random
import runpy
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
LETTERS = "abcd"


@pytest.fixture(scope="session")
def taught_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model that answers every question with a random letter."""
    build = runpy.run_path(str(HERE.parent / "adapters" / "tiny_model.py"))["build"]
    return teach(build(tmp_path_factory.mktemp("taught") / "model", positions=512))


def teach(folder: Path, *, steps: int = 60) -> Path:
    """Teach the model in a folder to answer any question with one of four letters, and save it there."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model, tokenizer = AutoModelForCausalLM.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)
    torch.manual_seed(0)
    rng = random.Random(0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)
    for _ in range(steps):
        batch: Any = tokenizer([_dialogue(rng) for _ in range(32)], return_tensors="pt", padding=True)
        labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
        loss = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], labels=labels).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(folder)
    return folder


def _dialogue(rng: random.Random) -> str:
    word = "".join(rng.sample(LETTERS, 4))
    return (
        f"<|im_start|>user\nNote {rng.randint(0, 9999)}. Which letter is a vowel: {word}?<|im_end|>\n"
        f"<|im_start|>assistant\n<think>it</think><answer>{rng.choice(LETTERS)}</answer><|im_end|>"
    )
