import json

import pytest
from tests.train.replies import group, question, reply

from resyn.core.records import Outcome
from resyn.train.rollout import Group, Rollout, overlong_penalty
from resyn.train.task import Result, Task

YES, NO, FAULT = Outcome.CORRECT, Outcome.WRONG, Outcome.FAULT


@pytest.mark.parametrize(
    ("outcomes", "teaches"),
    [
        ((YES, NO), True),
        ((YES, YES), False),
        ((NO, NO), False),
        ((FAULT, FAULT), False),
        ((FAULT, YES), False),
        ((FAULT, YES, NO), True),
    ],
)
def test_a_group_teaches_where_judged_rewards_differ(outcomes: tuple[Outcome, ...], teaches: bool) -> None:
    assert group(*outcomes).teaches is teaches


def test_format_alone_makes_rewards_differ() -> None:
    one = Group(question(), (1,), (reply(NO), reply(NO, formatted=False)))
    assert one.teaches
    assert not one.facts().result.has_signal


def test_faults_are_counted_and_judged_by_nobody() -> None:
    facts = group(YES, FAULT, NO, FAULT).facts()
    assert facts.result == Result(Task("one", 1), correct=1, judged=2)
    assert facts.rewards == (1.0, None, pytest.approx(0.1), None)
    assert facts.faults == ("it broke", "it broke")


def test_record_of_a_rollout_is_json_with_rates_of_what_was_judged() -> None:
    rollout = Rollout([group(YES, NO).facts(), group(FAULT, FAULT).facts(), group(YES, YES).facts()], rounds=2, kept=1)
    rollout.spend("verify", 0.25)
    rollout.spend("verify", 0.25)
    record = json.loads(json.dumps(rollout.to_json(), allow_nan=False))
    assert record["correct"] == 3 / 4
    assert record["faults"] == 2 / 6
    assert record["effective"] == 1 / 3
    assert (record["solved_all"], record["solved_none"]) == (1 / 3, 0.0)
    assert record["seconds"] == {"verify": 0.5}
    assert [visit["judged"] for visit in record["environments"]["one"]] == [2, 0, 2]
    assert record["fault_examples"] == ["one: it broke"]


def test_record_of_nothing_but_faults_has_no_rate() -> None:
    record = Rollout([group(FAULT, FAULT).facts()]).to_json()
    assert (record["correct"], record["reward"], record["faults"]) == (None, None, 1.0)


def test_overlong_penalty_begins_at_the_buffer_and_ends_at_one() -> None:
    lost = [overlong_penalty(length, most=100, buffer=20) for length in (10, 80, 90, 100, 120)]
    assert lost == [0.0, 0.0, -0.5, -1.0, -1.0]
