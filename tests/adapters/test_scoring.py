import multiprocessing
import os
from pathlib import Path

import pytest
from tests.adapters.replies import FORMAT, rows_with_solutions

from resyn.adapters import scoring
from resyn.adapters.scoring import FOLDERS_VARIABLE, folder_list, gathering_of, score
from resyn.core.errors import ConfigError


def test_folders_are_one_several_or_those_of_the_environment_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDERS_VARIABLE, f"one{os.pathsep}two")
    assert folder_list("data") == ("data",)
    assert folder_list(Path("data")) == ("data",)
    assert folder_list(["data", Path("more")]) == ("data", "more")
    assert folder_list(None) == ("one", "two")
    monkeypatch.delenv(FOLDERS_VARIABLE)
    assert folder_list(None) == ()


def test_a_process_opens_a_folder_once_for_each_setting(folder: Path) -> None:
    assert gathering_of(folder) is gathering_of([str(folder)])
    assert gathering_of(folder, format_weight=0.5) is not gathering_of(folder)
    assert gathering_of(folder, workers=1) is not gathering_of(folder)


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_fork_does_not_wait_for_what_a_thread_of_its_parent_was_opening(folder: Path) -> None:
    process = multiprocessing.get_context("fork").Process(target=gathering_of, args=(folder,))
    with scoring._lock:
        process.start()
    process.join(30)
    ended = process.exitcode
    process.kill()
    assert ended == 0


def test_a_reply_is_scored_by_its_rows_verifier(folder: Path) -> None:
    (row, right) = rows_with_solutions(folder)[0]
    assert score(row["verifier"], right, folders=folder).reward == 1.0
    assert score(row["verifier"], right.replace("<think>", ""), folders=folder).reward == 1.0 - FORMAT


def test_a_folder_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match="not_there"):
        score("{}", "", folders="not_there")
