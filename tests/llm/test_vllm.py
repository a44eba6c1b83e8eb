import os
import sys

import pytest

from resyn.core.errors import ConfigError
from resyn.core.progress import Silent
from resyn.llm.choose import open_model
from resyn.llm.model import Message, Sampling


def test_without_vllm_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vllm", None)
    with pytest.raises(ConfigError, match="needs vllm") as refused:
        open_model("vllm:some/model", progress=Silent())
    assert "resyn[vllm]" in refused.value.hint


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
