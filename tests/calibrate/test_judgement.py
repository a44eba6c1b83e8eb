import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.calibrate.curve import CurveVerdict, LevelRate
from resyn.calibrate.judgement import greatest_fall, join_verdicts, judge_curve
from resyn.calibrate.plan import CalibrationPlan

PLAN = CalibrationPlan()


def rates_of(correct: Sequence[int], size: int = 20) -> list[LevelRate]:
    return [
        LevelRate(level, tuple((int(place < count), 1) for place in range(size)))
        for level, count in enumerate(correct, start=1)
    ]


def drawn(rates: Sequence[float], rng: random.Random, size: int = 20) -> list[LevelRate]:
    return [
        LevelRate(level, tuple((int(rng.random() < rate), 1) for _ in range(size)))
        for level, rate in enumerate(rates, start=1)
    ]


@pytest.mark.parametrize(
    ("correct", "verdict"),
    [
        ((20, 18, 12, 6, 2), CurveVerdict.LEARNABLE),
        ((20, 20, 20, 0, 0), CurveVerdict.LEARNABLE),
        ((20, 20, 20, 20, 15), CurveVerdict.LEARNABLE),
        ((5, 0, 0, 0, 0), CurveVerdict.LEARNABLE),
        ((20, 20, 20, 20, 19), CurveVerdict.TOO_EASY),
        ((0, 1, 0, 0, 1), CurveVerdict.TOO_HARD),
        ((2, 6, 12, 18, 20), CurveVerdict.INVERTED),
        ((10, 11, 9, 10, 11), CurveVerdict.FLAT),
        ((11, 11, 10, 9, 8), CurveVerdict.UNCLEAR),
        ((2, 1, 3, 2, 1), CurveVerdict.UNCLEAR),
    ],
)
def test_counts_get_their_verdict(correct: Sequence[int], verdict: CurveVerdict) -> None:
    assert judge_curve(rates_of(correct), PLAN)[1] is verdict


def test_falling_curve_wholly_beyond_the_band_is_not_learnable() -> None:
    plan = CalibrationPlan(band=(0.2, 0.8))
    assert judge_curve(rates_of((51, 51, 51, 51, 47), 51), plan)[1] is CurveVerdict.TOO_EASY
    assert judge_curve(rates_of((4, 0, 0, 0, 0), 51), plan)[1] is CurveVerdict.TOO_HARD


def test_level_with_less_than_half_its_answers_leaves_it_unclear() -> None:
    rates = rates_of((20, 18, 12, 6))
    assert judge_curve([*rates, LevelRate(5, ((0, 1),) * 9, faults=11)], PLAN)[1] is CurveVerdict.UNCLEAR
    assert judge_curve([*rates, LevelRate(5, ((0, 1),) * 10, faults=10)], PLAN)[1] is CurveVerdict.LEARNABLE


@pytest.mark.parametrize(
    ("rates", "verdict", "least"),
    [
        ((0.9, 0.7, 0.5, 0.3, 0.1), CurveVerdict.LEARNABLE, 398),
        ((1.0, 1.0, 1.0, 0.0, 0.0), CurveVerdict.LEARNABLE, 400),
        ((0.1, 0.3, 0.5, 0.7, 0.9), CurveVerdict.INVERTED, 398),
        ((0.99, 0.99, 0.99, 0.99, 0.99), CurveVerdict.TOO_EASY, 360),
        ((0.01, 0.01, 0.01, 0.01, 0.01), CurveVerdict.TOO_HARD, 360),
    ],
)
def test_simulated_curve_gets_its_verdict(rates: Sequence[float], verdict: CurveVerdict, least: int) -> None:
    rng = random.Random(f"{rates}")
    found = Counter(judge_curve(drawn(rates, rng), PLAN)[1] for _ in range(400))
    assert found[verdict] >= least


def test_flat_curve_is_seldom_taken_for_more_and_named_with_enough_answers() -> None:
    rng = random.Random("flat")
    few = Counter(judge_curve(drawn((0.5,) * 5, rng), PLAN)[1] for _ in range(600))
    assert few[CurveVerdict.LEARNABLE] <= 48  # 0.05 of 600, and three standard errors
    many = Counter(judge_curve(drawn((0.5,) * 5, rng, size=50), PLAN)[1] for _ in range(200))
    assert many[CurveVerdict.FLAT] >= 160


def test_bound_of_the_fall_holds_nineteen_times_of_twenty() -> None:
    rng = random.Random("bound")
    held = sum(greatest_fall(drawn((0.7, 0.6, 0.5, 0.4, 0.3), rng)) >= 0.4 for _ in range(1000))
    assert held >= 930


def test_more_solvers_do_not_accept_more_flat_environments() -> None:
    rng = random.Random("several")
    accepted = 0
    for _ in range(400):
        verdicts = [judge_curve(drawn((0.5,) * 5, rng), PLAN, solvers=4)[1] for _ in range(4)]
        accepted += CurveVerdict.LEARNABLE in verdicts
    assert accepted / 400 <= 0.05 + 3 * (0.05 * 0.95 / 400) ** 0.5


@given(st.lists(st.sampled_from(list(CurveVerdict)), max_size=5))
def test_joint_verdict_follows_the_order_of_what_condemns(verdicts: list[CurveVerdict]) -> None:
    joint = join_verdicts(verdicts)
    if CurveVerdict.INVERTED in verdicts:
        assert joint is CurveVerdict.INVERTED
    elif CurveVerdict.LEARNABLE in verdicts:
        assert joint is CurveVerdict.LEARNABLE
    elif len(set(verdicts)) == 1:
        assert joint is verdicts[0]
    else:
        assert joint in (CurveVerdict.UNCLEAR, CurveVerdict.FLAT)
    assert join_verdicts(verdicts[::-1]) is joint


def test_easy_for_one_and_hard_for_another_means_that_the_level_does_nothing() -> None:
    assert join_verdicts([CurveVerdict.TOO_EASY, CurveVerdict.TOO_HARD]) is CurveVerdict.FLAT


def test_rate_is_placed_by_its_interval() -> None:
    places = [rate.place((0.1, 0.9)) for rate in rates_of((50, 25, 0, 44), 50)]
    assert places == ["above", "inside", "below", "across"]
