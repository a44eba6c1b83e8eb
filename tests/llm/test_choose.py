import builtins
from pathlib import Path
from typing import Any

import pytest

from resyn.core.errors import ConfigError
from resyn.core.progress import Silent
from resyn.llm.choose import PROVIDERS, open_model
from resyn.llm.model import Message, Sampling
from resyn.llm.weights import KNOWN_WEIGHTS


def refuse(spec: str, **options: Any) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        open_model(spec, progress=Silent(), **options)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("spec", ["", "gpt-5", "gguf:", "openai:", "nobody:model"])
def test_an_unknown_specification_lists_what_is_known(spec: str) -> None:
    hint = refuse(spec).hint
    assert all(name in hint for name in [*PROVIDERS, *KNOWN_WEIGHTS, "gguf:PATH"])


def test_an_unknown_embedded_model_lists_the_known_ones() -> None:
    assert "smollm2-135m" in refuse("local:gpt-9").hint


def test_a_missing_file_of_weights_is_named(tmp_path: Path) -> None:
    assert "none.gguf" in str(refuse(f"gguf:{tmp_path}/none.gguf"))


def test_a_file_that_is_no_gguf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gguf").write_text("hello")
    assert "is not a GGUF file" in str(refuse(f"gguf:{tmp_path}/a.gguf"))


def test_a_missing_key_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openai")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert "OPENAI_API_KEY" in str(refuse("openai:gpt-5"))
    assert "MINE" in str(refuse("openai:gpt-5", key_variable="MINE"))


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_clients(name: str, *args: Any, **options: Any) -> Any:
        if name.partition(".")[0] in ("pydantic_ai", "xllamacpp"):
            raise ImportError(name)
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without_clients)
    assert refuse("anthropic:claude").hint == "pip install 'resyn[anthropic]'"
    assert refuse("m", endpoint="http://127.0.0.1:1/v1").hint == "pip install 'resyn[openai]'"


def test_an_endpoint_needs_an_address() -> None:
    error = refuse("m", endpoint="user:secret@localhost")
    assert "http" in error.hint


def test_an_endpoint_never_gets_a_key_that_was_not_named_for_it(endpoint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openai")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-for-openai-alone")
    monkeypatch.setenv("MINE", "sk-mine")
    ask = [Message("user", "hi")]
    open_model("m", endpoint=endpoint.url, progress=Silent()).complete(ask, Sampling())
    model = open_model("openai:m", endpoint=endpoint.url, key_variable="MINE", progress=Silent())
    assert model.complete(ask, Sampling()).text == "hello"
    assert model.name == "m"
    assert "sk-for-openai-alone" not in str(endpoint.keys[0])
    assert endpoint.keys[1] == "Bearer sk-mine"


def test_no_secret_of_an_address_or_a_key_is_shown(endpoint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openai")
    monkeypatch.setenv("MINE", "sk-mine")
    model = open_model("m", endpoint=endpoint.url, key_variable="MINE", progress=Silent())
    assert "sk-mine" not in repr(vars(model))
    for address in (endpoint.url.replace("http://", "http://me:pass-word@"), f"{endpoint.url}?token=t0ken"):
        with pytest.raises(ConfigError, match="may be secret") as caught:
            open_model("m", endpoint=address, progress=Silent())
        assert not any(secret in str(caught.value) for secret in ("pass-word", "t0ken"))
