"""Where environments are found, and that none but the one that drew a row verifies it."""

import os
from pathlib import Path

import pytest
from tests.reward.samples import SOURCES, verifier

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.index import build_index
from resyn.core.verifier import Verifier
from resyn.reward.library import Library

NAME = "double_number"
ROW = Verifier.from_text(verifier(NAME))


@pytest.mark.parametrize("inner", ["", "environments"])
@pytest.mark.parametrize("indexed", [True, False])
def test_environment_is_found_in_a_folder_with_or_without_index(tmp_path: Path, inner: str, indexed: bool) -> None:
    place = tmp_path / inner
    place.mkdir(exist_ok=True)
    (place / f"{NAME}.py").write_text(SOURCES[NAME])
    if indexed:
        build_index(place)
    assert Library([tmp_path]).source(ROW) == SOURCES[NAME]


def test_environment_is_found_as_a_file_and_from_another_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{NAME}.py").write_text(SOURCES[NAME])
    monkeypatch.chdir(tmp_path)
    library = Library([Path(f"{NAME}.py")])
    os.chdir("/")
    assert library.source(ROW) == SOURCES[NAME]


@pytest.mark.parametrize("indexed", [True, False])
def test_comment_changes_nothing_and_behaviour_is_refused_naming_both_hashes(tmp_path: Path, indexed: bool) -> None:
    path = tmp_path / f"{NAME}.py"
    path.write_text(SOURCES[NAME])
    if indexed:
        build_index(tmp_path)
    path.write_text(SOURCES[NAME] + "# a remark\n")
    assert Library([tmp_path]).source(ROW) == SOURCES[NAME] + "# a remark\n"
    path.write_text(SOURCES[NAME].replace("==", ">="))
    with pytest.raises(CatalogueError) as caught:
        Library([tmp_path]).source(ROW)
    assert ROW.behaviour_hash in str(caught.value)
    assert Environment.read(path).behaviour_hash in str(caught.value)


def test_of_two_of_one_name_the_one_that_drew_the_row_verifies_it(tmp_path: Path) -> None:
    for name, source in (("new", SOURCES[NAME].replace("==", ">=")), ("old", SOURCES[NAME])):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{NAME}.py").write_text(source)
    assert Library([tmp_path / "new", tmp_path / "old"]).source(ROW) == SOURCES[NAME]


def test_environment_that_is_nowhere_is_named_with_the_places(tmp_path: Path) -> None:
    (tmp_path / "raise_always.py").write_text(SOURCES["raise_always"])
    library = Library([tmp_path])
    with pytest.raises(CatalogueError, match="no environment 'double_number'") as caught:
        library.check([ROW])
    assert str(tmp_path) in str(caught.value)
    assert (library.holds("raise_always"), library.holds(NAME)) == (True, False)


def test_row_with_a_reference_needs_no_environment(tmp_path: Path) -> None:
    Library([]).check([Verifier.from_text(verifier(NAME, reference="42"))])


def test_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist"):
        Library([tmp_path / "gone"])


def test_file_that_does_not_parse_hides_no_other_of_its_name(tmp_path: Path) -> None:
    for name, source in (("broken", "def verify(:"), ("right", SOURCES[NAME])):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{NAME}.py").write_text(source)
    assert Library([tmp_path / "broken", tmp_path / "right"]).source(ROW) == SOURCES[NAME]
    with pytest.raises(CatalogueError, match="does not parse"):
        Library([tmp_path / "broken"]).source(ROW)
