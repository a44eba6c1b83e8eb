"""Each rule of behaviour catches the tasks with its defect, and leaves sound ones alone."""

import re

import pytest
from tests.audit.conftest import FIXTURES

from resyn.audit.rule import Rule, all_rules
from resyn.audit.run import audit_task
from resyn.audit.task import Surroundings, Task

RULES = {rule.name: rule for rule in all_rules()}
NAMES = re.findall(r"^@task\nclass (?!refused)(\w+)", (FIXTURES / "riddles.py").read_text(), re.M)
"""All but the one whose scorer the jail refuses, of which test_run tells."""
SOUND = [name for name in NAMES if name.startswith("sound")]
SLOW = ("scorer_crashes_by_hanging", "slow_tail", "sound_of_four_answers", "guessable_third")


def rule_of(name: str) -> Rule:
    """Return the rule whose name a task's name begins with."""
    return RULES[max((rule for rule in RULES if name.startswith(rule)), key=len)]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in NAMES if name not in SOUND]
)
def test_a_task_with_a_defect_is_caught_by_its_rule(surroundings: Surroundings, name: str) -> None:
    rule = rule_of(name)
    report = audit_task(Task(name, surroundings), [rule])
    assert {defect.rule for defect in report.defects} == {rule.name}
    assert all(defect.witness is not None and len(defect.message) > 20 for defect in report.defects)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if name not in SOUND])
def test_a_task_with_one_defect_is_not_held_guilty_of_another(surroundings: Surroundings, name: str) -> None:
    allowed = {rule_of(name).name, *CONSEQUENCES.get(name, ())}
    report = audit_task(Task(name, surroundings))
    assert {defect.rule for defect in report.defects} <= allowed


CONSEQUENCES = {
    "guessable_surface": ("level_without_effect",),
    "slow_tail_fails": ("level_without_effect",),
    "guessable_label": ("gold_rejected", "few_instances", "level_without_effect"),
    "junk_accepted_in_part": ("guessable",),
    "executes_answer": ("scorer_crashes",),
    "near_miss_accepted": ("gold_with_junk_accepted",),
    "scorer_crashes": ("rejects_whitespace",),
    "scorer_crashes_by_hanging": ("rejects_whitespace",),
    "nondeterministic_reward": ("gold_rejected", "junk_accepted", "rejects_whitespace"),
}
"""What follows from a defect, and is one by itself."""


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in SOUND])
def test_a_sound_task_passes_every_rule(surroundings: Surroundings, name: str) -> None:
    report = audit_task(Task(name, surroundings))
    assert report.defects == ()
    assert set(report.rules) | set(report.skipped) == set(RULES)
    assert report.passed


def test_rules_that_need_a_reference_are_skipped_by_name_where_there_is_none(surroundings: Surroundings) -> None:
    report = audit_task(Task("sound_without_reference", surroundings))
    needing = {rule.name for rule in RULES.values() if rule.needs_gold}
    assert report.skipped == dict.fromkeys(needing, "no reference answers") | {"label_disputed": "no solver"}


def test_a_task_that_runs_out_of_time_says_which_rules_did_not_run(surroundings: Surroundings) -> None:
    report = audit_task(Task("sound", surroundings, seconds=-1), [RULES["guessable"]])
    assert report.unknown == {"guessable": "out of time"}
    assert report.not_audited == "out of time"
    assert not report.passed


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_has_a_task_with_its_defect(name: str) -> None:
    assert any(rule_of(task).name == name for task in NAMES if task not in SOUND)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_says_in_one_sentence_what_is_wrong(rule: Rule) -> None:
    assert rule.summary.endswith((".", ","))
    assert len(rule.explanation) > 80
