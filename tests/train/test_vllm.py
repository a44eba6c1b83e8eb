"""Rollouts by vLLM, up to vLLM itself: the weights come in time and unspoilt, and what is too long is left out."""

import math
from pathlib import Path

import pytest
from tests.train.test_run import settings
from tests.train.vllm_engine import install

from resyn.core.errors import ConfigError
from resyn.train.measure import TRAINED
from resyn.train.metrics import read_metrics
from resyn.train.run import MODEL_FOLDER, train

pytestmark = [pytest.mark.adapters, pytest.mark.filterwarnings("default")]

VOWEL = Path(__file__).parent / "environments"


@pytest.mark.parametrize("lora", [0, 4])
def test_sampler_has_the_weights_of_each_rollout(
    lora: int, taught_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = install(monkeypatch)
    told = settings(lora=lora, steps=4, updates=2, micro_batch=16, learning_rate=1e-2, save_every=4)
    report = train([VOWEL], str(taught_model), tmp_path / "run", settings=told)
    assert report.finished
    records = list(read_metrics(tmp_path / "run"))
    rollouts = [record for record in records if "rollout" in record]
    assert [record["step"] for record in rollouts] == [1, 3]
    assert made[0].loads == 3  # the first measure and the first rollout share one
    assert all(record["sampler_difference"] < 1e-3 for record in rollouts)
    assert all(math.isfinite(record["loss"]) for record in records)


def test_last_measured_weights_are_those_that_are_saved(
    taught_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    from resyn.train.merging import merged_weights

    made = install(monkeypatch)
    told = settings(lora=4, steps=3, learning_rate=1e-2)
    train([VOWEL], str(taught_model), tmp_path / "run", settings=told)
    base = AutoModelForCausalLM.from_pretrained(taught_model, dtype="float32")
    saved = dict(merged_weights(PeftModel.from_pretrained(base, tmp_path / "run" / MODEL_FOLDER)))
    measured = made[0].weights()
    assert all(torch.equal(saved[name], measured[name]) for name in measured)


def test_questions_too_long_for_the_sampler_are_not_measured(
    taught_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch)
    environment = tmp_path / "name_vowel.py"
    question = "return f\"Note {instance['note']}."
    padding = "return 'Well. ' * 100 * (instance['level'] > 1) + f\"Note {instance['note']}."
    text = (VOWEL / "name_vowel.py").read_text().replace(question, padding)
    environment.write_text(text.replace('return {"letters"', 'return {"level": level, "letters"'))
    told = settings(steps=1, save_every=1, heldout_levels=(2,))
    report = train([environment], str(taught_model), tmp_path / "run", settings=told)
    assert report.finished
    assert [measure.sets for measure in report.measures] == [[TRAINED], [TRAINED]]


def test_more_replies_than_vllm_takes_at_once_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)
    with pytest.raises(ConfigError, match="8192 are more than 4096"):
        train([VOWEL], "no-model", tmp_path / "run", settings=settings(groups=1024, micro_batch=64))
