from pathlib import Path
from typing import Any

import pytest
from tests.judge.conftest import Speaker

from resyn.cli import authoring
from resyn.cli.authoring import Models
from resyn.core.progress import Silent
from resyn.core.store import Store

HERE = "http://127.0.0.1:8000/v1"
THERE = "http://127.0.0.1:8001/v1"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []

    def open_model(spec: str, *, endpoint: str | None, **_: Any) -> Speaker:
        found.append((spec, endpoint))
        return Speaker("yes")

    monkeypatch.setattr(authoring, "open_model", open_model)
    return found


def test_each_model_is_opened_once_where_it_is_served(opened: list[tuple[str, str | None]], tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        models = Models(store, Silent(), endpoint=HERE)
        author = models.open("author")
        assert models.open("author") is author
        models.open("judge")
        models.open("anthropic:claude")
        models.open("local")
        models.open("solver", endpoint=THERE)
    assert opened == [("author", HERE), ("judge", HERE), ("anthropic:claude", None), ("local", None), ("solver", THERE)]


@pytest.mark.parametrize("name", ["local", "openai:served"])
def test_author_at_an_endpoint_takes_all_parts_there_whatever_its_name_looks_like(
    opened: list[tuple[str, str | None]], tmp_path: Path, name: str
) -> None:
    with Store(tmp_path) as store:
        models = Models(store, Silent(), endpoint=HERE)
        assert models.open(name) is models.open(name)
    assert opened == [(name, HERE)]
