import sys

import pytest

from resyn.llm.choose import PROVIDERS
from resyn.llm.price import price_of


def price(spec: str, *, endpoint: str | None = None, calls: int = 1) -> float | None:
    return price_of(spec, endpoint=endpoint, calls=calls, input_tokens=1_000, output_tokens=1_000)


@pytest.mark.parametrize("spec", ["local", "local:smollm2-135m", "gguf:a.gguf", "vllm:some/model"])
def test_model_in_this_process_costs_nothing(spec: str) -> None:
    assert price(spec) == 0.0


def test_known_model_of_a_provider_has_a_price_that_grows_with_the_calls() -> None:
    pytest.importorskip("genai_prices")
    one, many = price("openai:gpt-5"), price("openai:gpt-5", calls=40)
    assert one is not None
    assert many is not None
    assert 0.001 < one < 1.0
    assert many == pytest.approx(40 * one)


def test_every_provider_is_one_that_the_list_of_prices_knows() -> None:
    snapshot = pytest.importorskip("genai_prices.data_snapshot").get_snapshot()
    assert PROVIDERS.keys() <= {provider.id for provider in snapshot.providers}


@pytest.mark.parametrize(
    ("spec", "endpoint"), [("tiny", "http://localhost:8000/v1"), ("openai:no-such-model", None), ("tiny", None)]
)
def test_model_at_an_endpoint_or_unknown_has_no_price(spec: str, endpoint: str | None) -> None:
    assert price(spec, endpoint=endpoint) is None


def test_nothing_asked_costs_nothing_whoever_is_not_asked() -> None:
    assert price("tiny", endpoint="http://localhost:8000/v1", calls=0) == 0.0


def test_without_a_list_of_prices_none_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    assert price("openai:gpt-5") is None
    assert price("local") == 0.0
