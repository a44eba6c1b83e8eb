import json
from pathlib import Path

import pytest
from tests.cli.conftest import SOUND, Command

from resyn.core.index import catalogue_folder, check_index


def test_list_is_filtered_by_category_and_answer(resyn: Command) -> None:
    everything = json.loads(resyn("catalogue", "--json").out)
    strings = json.loads(resyn("catalogue", "--category", "strings", "--json").out)
    assert {entry["category"] for entry in strings} == {"strings"}
    assert len(strings) < len(everything)
    integers = json.loads(resyn("catalogue", "--answer", "integer", "--json").out)
    assert {entry["answer"] for entry in integers} == {"integer"}


def test_filter_that_leaves_none_exits_with_1(resyn: Command) -> None:
    assert resyn("catalogue", "--category", "cooking").code == 1


def test_show_prints_the_file(resyn: Command) -> None:
    ended = resyn("catalogue", "show", "slide_tokens")
    assert ended.out == (catalogue_folder() / "planning" / "slide_tokens.py").read_text()


def test_show_of_unknown_name_is_an_error(resyn: Command) -> None:
    assert resyn("catalogue", "show", "nothing").code == 2


def test_index_is_written_and_checked(resyn: Command, tmp_path: Path) -> None:
    (tmp_path / "name_summands.py").write_text(SOUND)
    assert resyn("catalogue", "--folder", tmp_path).code == 2
    assert resyn("catalogue", "--folder", tmp_path, "index").code == 0
    assert resyn("catalogue", "--folder", tmp_path, "index", "--check").code == 0
    (tmp_path / "name_summands.py").write_text(SOUND.replace("6 + level", "7 + level"))
    stale = resyn("catalogue", "--folder", tmp_path, "index", "--check")
    assert stale.code == 1
    assert "behaviour_hash" in stale.out


def test_shipped_index_is_up_to_date() -> None:
    assert check_index(catalogue_folder()) == []


def test_show_of_a_file_that_is_gone_names_it(resyn: Command, tmp_path: Path) -> None:
    (tmp_path / "name_summands.py").write_text(SOUND)
    assert resyn("catalogue", "--folder", tmp_path, "index").code == 0
    (tmp_path / "name_summands.py").unlink()
    ended = resyn("catalogue", "--folder", tmp_path, "show", "name_summands")
    assert ended.code == 2
    assert "name_summands.py does not exist" in ended.err


def test_show_as_json_holds_entry_and_file(resyn: Command) -> None:
    shown = json.loads(resyn("catalogue", "show", "slide_tokens", "--json").out)
    assert (shown["name"], shown["category"]) == ("slide_tokens", "planning")
    assert shown["source"] == (catalogue_folder() / "planning" / "slide_tokens.py").read_text()


@pytest.mark.parametrize("option", [("--json",), ("--category", "planning")])
def test_option_of_the_list_before_a_subcommand_is_refused_not_ignored(resyn: Command, option: tuple[str, ...]) -> None:
    ended = resyn("catalogue", *option, "show", "slide_tokens")
    assert ended.code == 2
    assert option[0] in ended.err


def test_skill_is_found_whatever_its_case(resyn: Command, tmp_path: Path) -> None:
    (tmp_path / "name_summands.py").write_text(SOUND + 'META = {"skills": ["BFS"]}\n')
    assert resyn("catalogue", "--folder", tmp_path, "index").code == 0
    assert resyn("catalogue", "--folder", tmp_path, "--skill", "bfs").code == 0


def test_missing_folder_is_named_as_such(resyn: Command, tmp_path: Path) -> None:
    ended = resyn("catalogue", "--folder", tmp_path / "nowhere")
    assert ended.code == 2
    assert "nowhere is no folder" in ended.err
