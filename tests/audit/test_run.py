"""An audit goes on where it stopped, and says what it could not do."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.audit.conftest import FIXTURES

from resyn.audit.adapter import Adapter
from resyn.audit.run import Plan, TaskStore, audit_corpus, header
from resyn.core.errors import ConfigError, StoreError
from resyn.core.progress import Silent

PLAN = Plan(tasks=("rejects_whitespace", "sound"), workers=1, folders=(FIXTURES,))


class Told(Silent):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


def test_a_task_that_was_audited_is_not_audited_again(adapter: Adapter, tmp_path: Path) -> None:
    first = audit_corpus(adapter, PLAN, Silent(), out=tmp_path)
    kept = tmp_path / "tasks" / "sound.json"
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"seconds": 77.0}))
    told = Told()
    again = audit_corpus(adapter, PLAN, told, out=tmp_path)
    assert [report.task for report in again] == ["rejects_whitespace", "sound"]
    assert again[0].defects == first[0].defects
    assert again[1].seconds == 77.0
    assert told.lines[1] == "sound: nothing found (77.0 s)"


def test_a_folder_of_another_audit_is_refused(adapter: Adapter, tmp_path: Path) -> None:
    TaskStore(tmp_path, {"corpus": "other"})
    with pytest.raises(StoreError, match="holds another audit"):
        audit_corpus(adapter, PLAN, Silent(), out=tmp_path)


@pytest.mark.parametrize(
    ("changed", "plan", "name"),
    [
        ("\n# another adapter\n", PLAN, "adapter"),
        ("", replace(PLAN, seconds=7.0), "seconds"),
        ("", replace(PLAN, seed=1), "seed"),
        ("", replace(PLAN, pythons=(sys.executable,)), "pythons"),
    ],
)
def test_reports_of_another_adapter_or_plan_are_not_taken_for_these(
    adapter: Adapter, tmp_path: Path, changed: str, plan: Plan, name: str
) -> None:
    TaskStore(tmp_path, header(adapter, PLAN, ""))
    other = replace(adapter, source=adapter.source + changed)
    with pytest.raises(StoreError, match=f"holds another audit: it differs in {name}$"):
        audit_corpus(other, plan, Silent(), out=tmp_path)


def test_a_torn_file_counts_as_no_report(tmp_path: Path) -> None:
    store = TaskStore(tmp_path, {})
    (tmp_path / "tasks" / "sound.json").write_text('{"task": "sound", "defec')
    assert store.read("sound") is None


def test_a_task_of_any_name_has_a_file_in_the_folder(tmp_path: Path, adapter: Adapter) -> None:
    report = audit_corpus(adapter, PLAN, Silent())[1]
    store = TaskStore(tmp_path, {})
    odd = type(report)("../../odd name", (), report.rules)
    store.write(odd)
    assert store.read("../../odd name") == odd
    assert [path.parent for path in tmp_path.rglob("*odd*")] == [tmp_path / "tasks"]


def test_a_task_that_the_corpus_lacks_is_named(adapter: Adapter) -> None:
    with pytest.raises(ConfigError, match="adapter has no task 'soun'"):
        audit_corpus(adapter, Plan(tasks=("soun",), workers=1, folders=(FIXTURES,)), Silent())
