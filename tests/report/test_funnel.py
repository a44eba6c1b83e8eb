import itertools

from resyn.report.entry import Entry, Version
from resyn.report.funnel import RuleCount, count_rules, measure_stages


def test_stages_add_up(entries: list[Entry]) -> None:
    stages = measure_stages(entries)
    assert [(stage.name, stage.reached, stage.stopped) for stage in stages] == [
        ("writing", 8, 1),
        ("rules", 7, 1),
        ("judges", 5, 1),
        ("blind solver", 4, 1),
        ("calibration", 3, 1),
        ("admission", 2, 1),
    ]
    waiting = sum(entry.status == "under way" and entry.end == "checked" for entry in entries)
    for before, after in itertools.pairwise(stages):
        assert before.reached - before.stopped - after.reached in (0, waiting)
    assert stages[-1].reached - stages[-1].stopped == sum(entry.status == "accepted" for entry in entries)


def test_stage_that_nobody_reached_is_left_out(entries: list[Entry]) -> None:
    assert [stage.name for stage in measure_stages(entries[:3])] == ["writing", "rules"]
    assert measure_stages([]) == []


def test_rules_are_counted_once_for_each_candidate(entries: list[Entry]) -> None:
    counts = {count.rule: count for count in count_rules(entries)}
    assert counts["guessable"] == RuleCount("guessable", at_first=2, for_good=1)
    assert counts["syntax_error"] == RuleCount("syntax_error", at_first=1, for_good=0)
    assert counts["calibration"] == RuleCount("calibration", at_first=0, for_good=1)


def test_what_judges_and_solver_stopped_at_first_is_counted_as_what_rules_did() -> None:
    rejecting = {"judge": "question_judge", "accept": False}
    disagreeing = {"status": "disagrees", "findings": [{"rule": "blind_solver"}]}
    refused = (
        Version("judged", checked=True, verdicts=({"judge": "code_judge", "accept": True}, rejecting)),
        Version("solved", checked=True, solver=disagreeing),
    )
    entries = [
        Entry(key=first.name, name="sums", status="accepted", versions=(first, Version("again", checked=True)))
        for first in refused
    ]
    assert count_rules(entries) == [RuleCount("blind_solver", 1, 0), RuleCount("question_judge", 1, 0)]
