"""Recipes of the guide for trainers that are not installed here, called as their contracts say."""

import asyncio
import importlib
import multiprocessing
import sys
import types
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict
from tests.adapters.conftest import recipe
from tests.adapters.replies import FORMAT, WRONG, faulty, rows_with_solutions


@pytest.fixture
def asked(folder: Path) -> list[tuple[str, str]]:
    """Return a right, a wrong and an unverifiable reply, each with its row's verifier."""
    row, right = rows_with_solutions(folder)[0]
    return [(row["verifier"], right), (row["verifier"], WRONG), (faulty(row["verifier"]), right)]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_slime_gets_floats_and_is_told_which_sample_to_remove(
    asked: list[tuple[str, str]], folder: Path, place: Path
) -> None:
    custom_rm = importlib.import_module(recipe("slime", folder, place)).custom_rm
    samples = [SimpleNamespace(label=label, response=reply, remove_sample=False) for label, reply in asked]

    async def reward_all() -> list[float]:
        return await asyncio.gather(*(custom_rm(None, sample, evaluation=False) for sample in samples))

    assert asyncio.run(reward_all()) == [1.0, FORMAT, 0.0]
    assert [sample.remove_sample for sample in samples] == [False, False, True]


@pytest.mark.slow
def test_areal_gets_floats_from_processes_of_its_own(asked: list[tuple[str, str]], folder: Path, place: Path) -> None:
    reward_fn = importlib.import_module(recipe("AReaL", folder, place)).reward_fn
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = [
            pool.submit(reward_fn, "prompt", reply, [1], [2], verifier=label, messages=[]) for label, reply in asked
        ]
        assert [future.result(60) for future in futures] == [1.0, FORMAT, 0.0]


def test_nemo_gym_is_told_which_sample_to_mask(
    asked: list[tuple[str, str]], folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, module in published_shape().items():
        monkeypatch.setitem(sys.modules, name, module)
    made = importlib.import_module(recipe("NeMo Gym", folder, place))
    requests = [made.Request(**said(reply), verifier=label) for label, reply in asked]
    answers = [asyncio.run(made.Server().verify(request)) for request in requests]
    assert [answer.reward for answer in answers] == [1.0, FORMAT, 0.0]
    masked = [(answer.mask_sample, answer.failure_kind) for answer in answers]
    assert masked == [(False, None), (False, None), (True, "verifier")]


@pytest.mark.adapters
def test_openrlhf_gets_tensors_and_never_scores_the_prompt(
    asked: list[tuple[str, str]], folder: Path, place: Path
) -> None:
    reward_func = importlib.import_module(recipe("OpenRLHF", folder, place)).reward_func
    prompt = "Put it between <answer> and </answer>."
    queries = [f"<s>{prompt}{reply}</s>" for _, reply in asked]  # decoded with special tokens
    told = reward_func(queries, [prompt] * 3, [label for label, _ in asked])
    assert told["rewards"].tolist() == pytest.approx([1.0, FORMAT, 0.0])
    assert told["scores"].tolist() == told["rewards"].tolist()
    assert told["extra_logs"]["fault"].item() == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="not found"):
        reward_func(["another text"], [prompt], [asked[0][0]])


def said(text: str) -> dict[str, Any]:
    """Return a request with a response of the OpenAI API: one message after some reasoning."""
    message = {"type": "message", "content": [{"type": "output_text", "text": text}]}
    return {"responses_create_params": {}, "response": {"output": [{"type": "reasoning", "content": []}, message]}}


def published_shape() -> dict[str, types.ModuleType]:
    """Return modules with the classes of NeMo Gym 0.7 that a server names, with their published fields."""

    class Part(BaseModel):
        type: str
        text: str = ""

    class Output(BaseModel):
        type: str
        content: list[Part]

    class Response(BaseModel):
        output: list[Output]

    class BaseVerifyRequest(BaseModel):
        responses_create_params: dict[str, Any]
        response: Response

    class BaseVerifyResponse(BaseVerifyRequest):
        model_config = ConfigDict(extra="allow")
        reward: float
        mask_sample: bool = False
        failure_kind: str | None = None

    module = types.ModuleType("nemo_gym.base_resources_server")
    vars(module).update(
        BaseVerifyRequest=BaseVerifyRequest, BaseVerifyResponse=BaseVerifyResponse, SimpleResourcesServer=object
    )
    return {"nemo_gym": types.ModuleType("nemo_gym"), module.__name__: module}
