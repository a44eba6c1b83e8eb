from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.judge.conftest import SUMS, Speaker
from tests.judge.replies import ACCEPTING, SUMS_SOLVER
from tests.pipeline.scripted import SMALL

from resyn.calibrate.plan import CalibrationPlan
from resyn.gate.evidence import Surroundings
from resyn.pipeline.bench import LocalBench
from resyn.pipeline.reviews import Reviews, describe_evidence
from resyn.sandbox.jail import Jail

REPORT = {"draws": 72, "findings": [], "rules": {"guessable": 1, "not_json": 1}}
SOLVER = f"```python\n{SUMS_SOLVER}```"
SHORT = CalibrationPlan(levels=(1, 2), instances=2)


@pytest.fixture
def bench() -> Iterator[LocalBench]:
    with Jail(workers=1) as jail, Jail(workers=1) as solver_jail:
        yield LocalBench(Surroundings(jail=jail), SMALL, solver_jail=solver_jail)


def test_stage_without_a_model_is_left_out() -> None:
    model = Speaker("")
    assert Reviews().next_stage("checked") is None
    only = Reviews(solver=model)
    assert only.next_stage("checked") == only.solve
    assert only.next_stage("solved") is None
    every = Reviews(judges=model, solver=model, calibration=(model,))
    assert every.next_stage("checked") == every.judge
    assert every.next_stage("judged") == every.solve
    assert every.next_stage("solved") == every.calibrate
    assert every.next_stage("calibrated") is None


def test_stages_come_in_turn_each_with_what_its_calls_used(bench: LocalBench) -> None:
    reviews = Reviews(judges=Speaker(*ACCEPTING), solver=Speaker(SOLVER))
    judged, solved = reviews.all_stages(SUMS, REPORT, bench)
    assert [(step.kind, step.payload["admitted"]) for step in (judged, solved)] == [("judged", True), ("solved", True)]
    assert (judged.payload["usage"]["calls"], solved.payload["usage"]["calls"]) == (2, 1)
    assert judged.payload["usage"]["cost"] == pytest.approx(0.2)


def test_stage_that_refuses_is_the_last(bench: LocalBench) -> None:
    solver = Speaker(SOLVER)
    (judged,) = Reviews(judges=Speaker("I like it."), solver=solver).all_stages(SUMS, REPORT, bench)
    assert not judged.payload["admitted"]
    assert solver.asked == []


def test_solver_that_could_not_be_written_stops_only_where_one_is_required(bench: LocalBench) -> None:
    reviews = Reviews(solver=Speaker("This is beyond me."))
    assert [step.payload["admitted"] for step in reviews.all_stages(SUMS, REPORT, bench)] == [True]
    (solved,) = replace(reviews, require_solver=True).all_stages(SUMS, REPORT, bench)
    assert not solved.payload["admitted"]
    assert solved.payload["report"]["status"] == "unproven"


def test_solver_model_that_never_answers_a_question_right_is_too_weak_to_calibrate(bench: LocalBench) -> None:
    model = Speaker("<think>hm</think><answer>no idea</answer>")
    (step,) = Reviews(calibration=(model,), calibration_plan=SHORT).all_stages(SUMS, REPORT, bench)
    assert step.kind == "calibrated"
    assert not step.payload["admitted"]
    assert step.payload["usage"]["calls"] == len(model.asked) == 4


def test_evidence_says_what_was_looked_for_and_what_was_found() -> None:
    text = describe_evidence(REPORT)
    assert "72 instances" in text
    assert "not_json, guessable" in text
    found = REPORT | {"findings": [{"rule": "guessable", "message": "the answer 1 is right in half of the draws"}]}
    text = describe_evidence(found)
    assert "Found: guessable: the answer 1 is right" in text
    assert "not found: not_json." in text
