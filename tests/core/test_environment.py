from pathlib import Path

import pytest

from resyn.core.contract import MAX_SOURCE_CHARS, instance_seed
from resyn.core.environment import Environment, find_environments
from resyn.core.errors import CatalogueError


def test_summary_and_meta_are_read_without_running_the_file() -> None:
    source = '"""Sort words.\n\nMore."""\nMETA = {"version": 3, "category": "strings"}\nraise SystemExit\n'
    environment = Environment("sort_words", source)
    assert environment.summary == "Sort words."
    assert environment.meta == {"version": 3, "category": "strings"}
    assert (environment.version, environment.category) == (3, "strings")


@pytest.mark.parametrize("meta", ["dict(version=2)", "[1]", "{'version': 1 + x}"])
def test_meta_that_is_no_literal_dict_is_empty(meta: str) -> None:
    assert Environment("sort_words", f"META = {meta}\n").meta == {}


@pytest.mark.parametrize("name", ["", "Sort", "../etc", "a b", "1a", "x" * 81])
def test_bad_name_is_refused(name: str) -> None:
    with pytest.raises(CatalogueError, match="identifier"):
        Environment(name, "")


def test_huge_source_is_refused_with_its_size() -> None:
    with pytest.raises(CatalogueError, match="60,001 characters"):
        Environment("sort_words", "#" * (MAX_SOURCE_CHARS + 1))


@pytest.mark.parametrize("source", ["def f(:\n", "\0", "(" * 5000, "-" * 50_000 + "1"])
def test_text_that_does_not_parse_names_the_file(source: str) -> None:
    with pytest.raises(CatalogueError, match="sort_words does not parse"):
        _ = Environment("sort_words", source).tree


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"nowhere\.py does not exist"):
        Environment.read(tmp_path / "nowhere.py")


def test_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.py").write_bytes(b"# \xe9\n")
    with pytest.raises(CatalogueError, match=r"latin\.py is not UTF-8"):
        Environment.read(tmp_path / "latin.py")


def test_folder_is_read_in_sorted_order_without_private_files_and_doubles(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.py", "a.py", "_draft.py", "sub/c.py", "note.txt"):
        (tmp_path / name).write_text("x = 1\n")
    found = list(find_environments([tmp_path, tmp_path / "a.py"]))
    assert [environment.name for environment in found] == ["a", "b", "c"]


def test_folder_without_environments_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="holds no environment"):
        list(find_environments([tmp_path]))


def test_instance_seed_of_neighbours_share_nothing() -> None:
    seeds = {
        instance_seed("a", split=split, level=level, seed=seed, index=index)
        for split in ("train", "test")
        for level in (1, 11)
        for seed in (0, 1, 11)
        for index in (0, 1, 11)
    }
    assert len(seeds) == 2 * 2 * 3 * 3


def test_file_with_a_name_that_is_no_identifier_is_named(tmp_path: Path) -> None:
    (tmp_path / "Bad-Name.py").write_text("x = 1\n")
    with pytest.raises(CatalogueError, match=r"/Bad-Name\.py: the name 'Bad-Name'"):
        Environment.read(tmp_path / "Bad-Name.py")
