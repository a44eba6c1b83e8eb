from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from resyn.train.adaptive import AdaptiveCurriculum
from resyn.train.curriculum import StaticCurriculum, open_curriculum
from resyn.train.settings import TrainSettings
from resyn.train.task import Result, Task

TASKS = [Task(name, level) for name in "abc" for level in (1, 2, 3)]


def test_static_curriculum_asks_every_task_equally_often() -> None:
    counts = Counter(StaticCurriculum(TASKS, seed=3).choose(4 * len(TASKS)))
    assert counts == dict.fromkeys(TASKS, 4)


def test_passes_differ_in_order_and_so_do_seeds() -> None:
    curriculum = StaticCurriculum(TASKS, seed=3)
    first, second = curriculum.choose(len(TASKS)), curriculum.choose(len(TASKS))
    assert first != second
    assert StaticCurriculum(TASKS, seed=4).choose(len(TASKS)) != first


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 9))
def test_static_state_goes_on_where_it_was(before: int, after: int, seed: int) -> None:
    whole = StaticCurriculum(TASKS, seed=seed)
    whole.choose(before)
    again = StaticCurriculum(reversed(TASKS), seed=seed)
    again.restore(whole.state())
    assert again.choose(after) == whole.choose(after)


def test_settings_name_the_curriculum_and_static_levels_are_the_default() -> None:
    static = open_curriculum(TrainSettings(), ["one"])
    assert sorted(task.level for task in static.choose(5)) == [1, 2, 3, 4, 5]
    adaptive = open_curriculum(TrainSettings(curriculum="adaptive", top_level=2), ["one"])
    assert isinstance(adaptive, AdaptiveCurriculum)
    assert adaptive.choose(1) == [Task("one", 1)]


def test_only_right_and_wrong_together_are_a_signal() -> None:
    task = Task("one", 1)
    told = [Result(task, 0, 8).has_signal, Result(task, 8, 8).has_signal, Result(task, 1, 2).has_signal]
    assert told == [False, False, True]
