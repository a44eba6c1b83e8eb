"""The adaptive curriculum against simulated learners."""

import json
import math
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.core.errors import ConfigError
from resyn.train.adaptive import AdaptiveCurriculum, Pace
from resyn.train.task import Result, Task

GROUP = 8


def answer(task: Task, ability: float, rng: random.Random) -> Result:
    """Answer as a learner who solves a level at its ability half of the time."""
    rate = 1 / (1 + math.exp(2 * (task.level - ability)))
    return Result(task, sum(rng.random() < rate for _ in range(GROUP)), GROUP)


def let_learn(curriculum: AdaptiveCurriculum, abilities: dict[str, float], groups: int, seed: int = 0) -> list[Task]:
    rng = random.Random(seed)
    asked = []
    for _ in range(groups // 4):
        tasks = curriculum.choose(4)
        curriculum.observe([answer(task, abilities[task.environment], rng) for task in tasks])
        asked += tasks
    return asked


@given(st.floats(1.0, 9.0), st.integers(0, 10**6))
def test_window_settles_around_what_the_learner_can_do(ability: float, seed: int) -> None:
    curriculum = AdaptiveCurriculum(["one"], seed=seed)
    let_learn(curriculum, {"one": ability}, 480, seed)
    assert abs(curriculum.windows["one"].top - ability) <= 2


def test_levels_have_no_cap_for_who_solves_everything() -> None:
    curriculum = AdaptiveCurriculum(["one"])
    asked = let_learn(curriculum, {"one": math.inf}, 800)
    assert curriculum.windows["one"].top > 20
    assert curriculum.retired() == []
    assert max(task.level for task in asked) > 20


def test_top_level_is_kept_and_what_is_always_solved_there_retires() -> None:
    curriculum = AdaptiveCurriculum(["easy", "fair"], top_level=3)
    asked = let_learn(curriculum, {"easy": math.inf, "fair": 2.0}, 400)
    assert max(task.level for task in asked) == 3
    assert Counter(task.environment for task in asked[-100:])["easy"] < 30


def test_a_learner_that_forgets_is_given_lower_levels_again() -> None:
    curriculum = AdaptiveCurriculum(["one"])
    let_learn(curriculum, {"one": 8.0}, 480)
    high = curriculum.windows["one"].top
    let_learn(curriculum, {"one": 2.0}, 480)
    assert high >= 6
    assert curriculum.windows["one"].top <= 4


def test_what_nobody_solves_retires_and_returns_to_be_solved_later() -> None:
    curriculum = AdaptiveCurriculum(["hopeless", "fair"])
    asked = let_learn(curriculum, {"hopeless": -math.inf, "fair": 2.0}, 800)
    late = Counter(task.environment for task in asked[-400:])
    assert 0 < late["hopeless"] < 100 < late["fair"]
    asked = let_learn(curriculum, {"hopeless": 3.0, "fair": 2.0}, 1600)
    assert curriculum.windows["hopeless"].top >= 2
    assert Counter(task.environment for task in asked[-200:])["hopeless"] > 80


def test_there_is_always_something_to_ask() -> None:
    curriculum = AdaptiveCurriculum(["a", "b"])
    asked = let_learn(curriculum, {"a": -math.inf, "b": -math.inf}, 400)
    assert len(asked) == 400
    assert {task.level for task in asked} == {1}


@given(
    st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.floats(-2, 12), min_size=1),
    st.integers(0, 10**6),
    st.integers(0, 50),
)
def test_restored_state_asks_what_would_have_been_asked(abilities: dict[str, float], seed: int, cut: int) -> None:
    whole = AdaptiveCurriculum(list(abilities), seed=seed)
    let_learn(whole, abilities, 4 * cut, seed)
    again = AdaptiveCurriculum(list(abilities), seed=seed)
    again.restore(json.loads(json.dumps(whole.state())))
    assert let_learn(again, abilities, 120, seed + 1) == let_learn(whole, abilities, 120, seed + 1)
    assert again.state() == whole.state()


@given(st.lists(st.tuples(st.integers(0, GROUP), st.integers(1, GROUP)), max_size=200), st.integers(1, 4))
def test_a_window_moves_by_one_level_and_never_below_the_first(counts: list[tuple[int, int]], width: int) -> None:
    curriculum = AdaptiveCurriculum(["one"], pace=Pace(width=width))
    for correct, judged in counts:
        before = curriculum.windows["one"].top
        (task,) = curriculum.choose(1)
        assert max(1, before - width + 1) <= task.level <= before
        curriculum.observe([Result(task, min(correct, judged), judged)])
        assert abs(curriculum.windows["one"].top - before) <= 1
        assert curriculum.windows["one"].top >= 1


def test_groups_of_faults_move_nothing() -> None:
    curriculum = AdaptiveCurriculum(["one", "two"])
    before = curriculum.state()["windows"]
    for _ in range(50):
        curriculum.observe([Result(task, 0, 0) for task in curriculum.choose(2)])
    assert curriculum.state()["windows"] == before


def test_results_of_unknown_environments_are_passed_over() -> None:
    curriculum = AdaptiveCurriculum(["one"])
    curriculum.observe([Result(Task("other", 1), 1, 2)])
    assert list(curriculum.windows) == ["one"]


@pytest.mark.parametrize("wrong", [{"width": 0}, {"promote": 0.1, "demote": 0.2}, {"samples": 0}])
def test_pace_that_cannot_be_kept_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match="cannot be kept"):
        Pace(**wrong)


def test_curriculum_over_nothing_is_refused() -> None:
    with pytest.raises(ConfigError, match="no environment"):
        AdaptiveCurriculum([])
