"""One file per task, whole or not there, whatever the task is called."""

from pathlib import Path

from resyn.audit.defect import Defect, TaskReport
from resyn.audit.store import TaskStore, file_stem

REPORT = TaskReport("sound", (Defect("guessable", "a guess earns 0.5", 0.5),), ("guessable",), {"a": "b"}, {"c": "d"})


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    store = TaskStore(tmp_path, {})
    store.write(REPORT)
    assert TaskStore(tmp_path, {}).read("sound") == REPORT


def test_a_torn_file_counts_as_no_report(tmp_path: Path) -> None:
    store = TaskStore(tmp_path, {})
    (tmp_path / "tasks" / "sound.json").write_text('{"task": "sound", "defec')
    assert store.read("sound") is None


def test_a_task_of_any_name_has_a_file_in_the_folder(tmp_path: Path) -> None:
    store = TaskStore(tmp_path, {})
    odd = TaskReport("../../odd name", (), ("guessable",))
    store.write(odd)
    assert store.read("../../odd name") == odd
    assert [path.parent for path in tmp_path.rglob("*odd*")] == [tmp_path / "tasks"]


def test_a_report_is_of_the_state_that_it_was_written_for(tmp_path: Path) -> None:
    store = TaskStore(tmp_path, {})
    store.write(REPORT, state="0a1b")
    assert store.read("sound", state="0a1b") == REPORT
    assert store.read("sound", state="ffff") is None


def test_different_names_have_different_files() -> None:
    assert len({file_stem(name) for name in ("a b", "a_b", "a/b", "a%20b")}) == 4
