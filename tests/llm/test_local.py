from concurrent.futures import ThreadPoolExecutor

import pytest

from resyn.core.errors import ProviderError
from resyn.core.progress import Silent
from resyn.llm.choose import open_model
from resyn.llm.model import Message, Sampling

pytestmark = pytest.mark.slow

pytest.importorskip("xllamacpp")


def test_the_smallest_model_is_fetched_and_answers() -> None:
    model = open_model("local:smollm2-135m", concurrency=2, progress=Silent())
    ask = [Message("system", "Be brief."), Message("user", "Write a short story about a cat.")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda seed: model.complete(ask, Sampling(max_tokens=20, seed=seed)), range(2)))
    for answer in answers:
        assert answer.text
        assert (answer.usage.output_tokens, answer.truncated, answer.usage.cost) == (20, True, 0.0)
        assert answer.usage.input_tokens > 10
    again = model.complete(ask, Sampling(max_tokens=20, temperature=0.0))
    assert again.text == model.complete(ask, Sampling(max_tokens=20, temperature=0.0, seed=5)).text
    with pytest.raises(ProviderError, match="does not fit"):
        model.complete([Message("user", "cat " * 9000)], Sampling())
