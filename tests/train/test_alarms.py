"""Each alarm is raised by the curve that it is made for, and by none of those that a healthy run shows."""

import pytest
from tests.train.curves import records

from resyn.train.alarms import ALARMS, Watch, constant_answer, length_collapse, sudden_jump, unscorable


def by_level(name: str, level: int, step: int) -> float:
    return 0.9 - 0.18 * level


def test_jump_in_one_environment_is_told() -> None:
    curve = records(40, lambda name, level, step: 1.0 if name == "b" and step > 33 else by_level(name, level, step))
    assert [alarm.environment for alarm in sudden_jump(curve)] == ["b"]


@pytest.mark.parametrize("seed", range(8))
def test_noise_and_levels_are_no_jump(seed: int) -> None:
    curve = records(40, by_level, seed=seed)
    told = [alarm for step in range(1, 41) for alarm in sudden_jump(curve[:step])]
    assert told == []


def test_slow_learning_is_no_jump() -> None:
    curve = records(100, lambda name, level, step: 0.1 + 0.8 * step / 100 if name == "a" else 0.2)
    assert [alarm for step in range(1, 101) for alarm in sudden_jump(curve[:step])] == []


def test_all_environments_jumping_together_are_no_jump() -> None:
    curve = records(40, lambda name, level, step: 0.95 if step > 33 else 0.1)
    assert list(sudden_jump(curve)) == []


def test_halved_replies_are_told() -> None:
    curve = records(40, by_level, length=lambda step: 510.0 if step < 35 else 46.0)
    (alarm,) = length_collapse(curve)
    assert (alarm.step, alarm.message[:22]) == (40, "replies have 46 tokens")


@pytest.mark.parametrize(
    "length",
    [
        lambda step: 300.0 + 40 * (step % 3),
        lambda step: 500.0 * 0.98**step,
        lambda step: 30.0 if step < 35 else 8.0,
        lambda step: 100.0 + 10 * step,
    ],
    ids=["steady", "slowly shorter", "short from the start", "longer"],
)
def test_healthy_lengths_are_no_collapse(length: object) -> None:
    curve = records(80, by_level, length=length)  # type: ignore[arg-type]
    assert [alarm for step in range(1, 81) for alarm in length_collapse(curve[:step])] == []


def test_one_answer_to_everything_is_told() -> None:
    curve = records(20, by_level, answer=lambda name, step, place: "42" if name == "c" and place < 6 else None)
    (alarm,) = constant_answer(curve)
    assert alarm.environment == "c"
    assert "'42'" in alarm.message


def test_an_answer_that_is_true_as_often_as_it_is_given_passes() -> None:
    curve = records(
        20,
        by_level,
        answer=lambda name, step, place: "yes" if place < 6 else "no",
        solution=lambda name, step: "no" if step % 4 == 0 else "yes",
    )
    assert list(constant_answer(curve)) == []


def test_agreement_on_each_question_is_no_constant_answer() -> None:
    curve = records(20, by_level, answer=lambda name, step, place: f"s{step}")
    assert list(constant_answer(curve)) == []


def test_verifier_that_fails_often_is_told_and_a_rare_fault_is_not() -> None:
    curve = records(20, by_level, faults=lambda name, step: {"a": 4, "b": 1}.get(name, 0) if step > 10 else 0)
    assert [alarm.environment for alarm in unscorable(curve)] == ["a"]


def test_alarm_is_raised_once_while_it_lasts() -> None:
    curve = records(60, by_level, faults=lambda name, step: 8 if name == "a" else 0)
    watch = Watch()
    told = [alarm for step in range(1, 61) for alarm in watch.look(curve[:step])]
    assert [alarm.name for alarm in told] == ["unscorable"]


def test_no_records_raise_no_alarm() -> None:
    assert [alarm for function in ALARMS for alarm in function([])] == []
    assert [alarm for function in ALARMS for alarm in function([{"step": 1, "loss": 0.1}])] == []
