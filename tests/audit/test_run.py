"""An audit goes on where it stopped, and says what it could not do."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.audit.conftest import FIXTURES

from resyn.audit.adapter import Adapter
from resyn.audit.rule import all_rules
from resyn.audit.run import Plan, audit_corpus, audit_task, header
from resyn.audit.store import TaskStore
from resyn.audit.task import Surroundings, Task
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


def test_a_task_that_the_corpus_lacks_is_named(adapter: Adapter) -> None:
    with pytest.raises(ConfigError, match="adapter has no task 'soun'"):
        audit_corpus(adapter, Plan(tasks=("soun",), workers=1, folders=(FIXTURES,)), Silent())


def test_a_solver_named_after_no_task_is_refused(adapter: Adapter, tmp_path: Path) -> None:
    (tmp_path / "soun.py").write_text("def solve(question):\n    return 1\n")
    with pytest.raises(ConfigError, match=r"soun\.py is named after no task"):
        audit_corpus(adapter, replace(PLAN, solvers=(tmp_path,)), Silent())


def test_a_scorer_that_the_jail_refuses_is_not_audited_and_not_held_guilty(surroundings: Surroundings) -> None:
    report = audit_task(Task("refused", surroundings))
    assert report.defects == ()
    assert not report.passed
    assert {"gold_rejected", "guessable", "scorer_crashes"} <= set(report.unknown)
    assert set(report.rules) == {rule.name for rule in all_rules() if not rule.needs_scorer}
    assert all(reason.startswith("the scorer: ") for reason in report.unknown.values())
    assert "gold_rejected" in report.not_audited
    assert report.state.startswith("not audited: ")
