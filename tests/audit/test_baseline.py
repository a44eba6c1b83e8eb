"""A baseline hides what a project knows of, and nothing else."""

from pathlib import Path

import pytest

from resyn.audit.baseline import read_baseline, without_known, write_baseline
from resyn.audit.defect import Defect, TaskReport
from resyn.core.errors import ConfigError

KNOWN = Defect("guessable", "a guess earns 0.5", 0.5)
NEW = Defect("slow_tail", "drawing takes up to 9 seconds", 9.0)
REPORTS = [TaskReport("gcd", (KNOWN,), ("guessable",)), TaskReport("lcm", (), ("guessable",))]


def test_what_was_written_is_known(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    assert write_baseline(path, REPORTS) == 1
    assert read_baseline(path) == {("gcd", "guessable")}
    assert [report.defects for report in without_known(REPORTS, read_baseline(path))] == [(), ()]


def test_a_baseline_makes_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "ci" / "known.json"
    write_baseline(path, REPORTS)
    assert read_baseline(path)


def test_another_defect_of_the_same_task_is_new() -> None:
    reports = [TaskReport("gcd", (KNOWN, NEW), ("guessable", "slow_tail"))]
    assert without_known(reports, frozenset({("gcd", "guessable")}))[0].defects == (NEW,)


def test_the_same_defect_of_another_task_is_new() -> None:
    reports = [TaskReport("lcm", (KNOWN,), ("guessable",))]
    assert without_known(reports, frozenset({("gcd", "guessable")}))[0].defects == (KNOWN,)


def test_a_baseline_is_the_same_text_for_the_same_defects(tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    write_baseline(first, REPORTS)
    write_baseline(second, REPORTS[::-1])
    assert first.read_text() == second.read_text()


def test_a_task_that_could_not_be_audited_is_known_too(tmp_path: Path) -> None:
    report = TaskReport("zoo", (KNOWN,), (), {}, {"gold_rejected": "no items"})
    path = tmp_path / "known.json"
    assert write_baseline(path, [report]) == 2
    (left,) = without_known([report], read_baseline(path))
    assert (left.defects, left.unknown) == ((), {})
    (new,) = without_known([report], frozenset({("zoo", "guessable")}))
    assert new.not_audited == "no items"


@pytest.mark.parametrize("text", ["", "[]", '{"schema": 2, "known": []}', '{"schema": 1, "known": [{"task": "gcd"}]}'])
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match="is no baseline"):
        read_baseline(path)
