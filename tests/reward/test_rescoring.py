"""Saved rollouts scored again: what agrees, what differs, what is counted."""

import pytest
from tests.reward.samples import CORRECT, WRONG, verifier

from resyn.core.progress import Silent
from resyn.core.records import Outcome
from resyn.reward import Scorer
from resyn.reward.rescoring import Report, rescore
from resyn.reward.rollouts import Rollout

RAISES = verifier("raise_always")
DOUBLE = verifier("double_number")


@pytest.mark.parametrize(
    ("text", "response", "recorded", "is_recorded", "differs"),
    [
        (DOUBLE, CORRECT, 1.0, True, False),
        (DOUBLE, CORRECT, 0.99999999, True, False),
        (DOUBLE, CORRECT, 0.9, True, True),
        (DOUBLE, WRONG, 0.1, True, False),
        (DOUBLE, CORRECT, None, True, True),
        (DOUBLE, CORRECT, None, False, False),
        (RAISES, CORRECT, None, True, False),
        (RAISES, CORRECT, 0.0, True, True),
        (RAISES, CORRECT, None, False, False),
    ],
)
def test_recorded_reward_agrees_or_differs_and_a_fault_agrees_with_null_alone(
    scorer: Scorer, text: str, response: str, recorded: float | None, is_recorded: bool, differs: bool
) -> None:
    (one,) = rescore([Rollout(7, text, response, recorded, is_recorded)], scorer, progress=Silent())
    assert one.differs is differs
    assert ("recorded" in one.to_json()) is is_recorded
    assert one.to_json()["line"] == 7


def test_report_counts_outcomes_changes_and_faults(scorer: Scorer) -> None:
    report = Report()
    rollouts = [Rollout(n, DOUBLE, CORRECT if n % 2 else WRONG, 1.0, True) for n in range(1, 9)]
    rollouts += [Rollout(9, RAISES, CORRECT, 0.0, True), Rollout(10, DOUBLE, CORRECT, None, False)]
    for one in rescore(rollouts, scorer, progress=Silent()):
        report.add(one)
    assert report.outcomes == {Outcome.CORRECT: 5, Outcome.WRONG: 4, Outcome.FAULT: 1}
    assert (report.rollouts, report.recorded, report.differences) == (10, 9, 5)
    told = report.to_json()
    assert told["changes"] == [
        {"recorded": 1.0, "reward": 0.1, "rollouts": 4},
        {"recorded": 0.0, "reward": None, "rollouts": 1},
    ]
    assert told["environments"]["raise_always"] == {"correct": 0, "wrong": 0, "fault": 1, "differences": 1}
    assert [example["line"] for example in told["examples"]] == [2, 4, 6, 8, 9]
    assert list(told["faults"].values()) == [1]
