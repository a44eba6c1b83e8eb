"""An adapter is read as text, and says what the jail is to import."""

from pathlib import Path

import pytest
from tests.audit.conftest import FIXTURES

from resyn.audit.adapter import Adapter, built_in_names
from resyn.core.errors import ConfigError


def written(folder: Path, text: str) -> Path:
    path = folder / "my_corpus.py"
    path.write_text(text)
    return path


def test_an_adapter_is_named_after_its_file() -> None:
    assert Adapter.read(FIXTURES / "adapter.py").name == "adapter"


@pytest.mark.parametrize("name", built_in_names())
def test_a_built_in_adapter_names_its_modules_and_distribution(name: str) -> None:
    adapter = Adapter.built_in(name)
    assert adapter.name == name
    assert adapter.meta["distribution"]
    assert adapter.meta["modules"]


def test_an_unknown_corpus_is_answered_with_those_that_are_known() -> None:
    with pytest.raises(ConfigError, match="no corpus called 'reasoning-zoo'") as caught:
        Adapter.built_in("reasoning-zoo")
    assert "reasoning-gym" in caught.value.hint


@pytest.mark.parametrize("name", ["../task", "__init__", ""])
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(ConfigError, match="no corpus called"):
        Adapter.built_in(name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("META = {'modules': []}", "defines no class Corpus"),
        ("class Corpus: pass", "is no list of names"),
        ("META = {'modules': 'riddles'}\nclass Corpus: pass", "is no list of names"),
        ("class Corpus(:", "is no adapter"),
    ],
)
def test_a_file_that_is_no_adapter_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        Adapter.read(written(tmp_path, text))


def test_a_corpus_that_is_not_installed_is_named_with_the_remedy(tmp_path: Path) -> None:
    text = "META = {'modules': ['no_such_riddles'], 'distribution': 'riddles'}\nclass Corpus: pass"
    with pytest.raises(ConfigError, match="no_such_riddles") as caught:
        Adapter.read(written(tmp_path, text)).package()
    assert "pip install riddles" in caught.value.hint


def test_a_snippet_repeats_one_score_in_the_corpus_own_words(adapter: Adapter) -> None:
    made = adapter.snippet(task="sound", seed=3, index=4, level=None, answer="it's")
    assert made == "riddles 'sound' 3 4 \"it's\""
    assert adapter.snippet(task="sound", seed=3, index=4, level=2, answer="1") == ""


@pytest.mark.parametrize(
    "snippet", ["{", "{nosuch}", "{}", "{task:>999999999999}", "{task.__class__}", "{seed[0]}", "{seed!z}"]
)
def test_a_snippet_that_asks_for_more_than_an_items_fields_is_none(snippet: object) -> None:
    adapter = Adapter("odd", "", {"snippet": snippet})
    assert adapter.snippet(task="t", seed=0, index=0, level=None, answer="a") == ""
