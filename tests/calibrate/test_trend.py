import itertools
import random
import runpy
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resyn.calibrate.trend import measure_trend


def by_level(solved: Iterable[int], size: int) -> dict[int, list[float]]:
    return {level: [1.0] * count + [0.0] * (size - count) for level, count in enumerate(solved, start=1)}


def enumerated(outcomes: dict[int, list[float]]) -> tuple[Fraction, Fraction]:
    levels = [level for level in outcomes for _ in outcomes[level]]
    solved = round(sum(map(sum, outcomes.values())))
    seen = sum(level * value for level in outcomes for value in outcomes[level])
    sums = [sum(chosen) for chosen in itertools.combinations(levels, solved)]
    return (
        Fraction(sum(total <= seen for total in sums), len(sums)),
        Fraction(sum(total >= seen for total in sums), len(sums)),
    )


small = st.dictionaries(st.integers(1, 9), st.lists(st.sampled_from((0.0, 1.0)), max_size=4), min_size=2, max_size=4)


@given(small)
def test_exact_p_values_agree_with_a_count_of_all_ways(outcomes: dict[int, list[float]]) -> None:
    trend = measure_trend(outcomes)
    if len({value for values in outcomes.values() for value in values}) < 2:
        assert (trend.falling, trend.rising) == (1.0, 1.0)
    else:
        assert (trend.falling, trend.rising) == pytest.approx(tuple(map(float, enumerated(outcomes))), abs=1e-12)


@settings(max_examples=40)
@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_two_levels_give_fishers_exact_test(first: int, second: int, data: st.DataObject) -> None:
    from scipy.stats import fisher_exact

    solved, later = data.draw(st.integers(0, first)), data.draw(st.integers(0, second))
    trend = measure_trend({1: [1.0] * solved + [0.0] * (first - solved), 2: [1.0] * later + [0.0] * (second - later)})
    table = [[solved, first - solved], [later, second - later]]
    assert trend.falling == pytest.approx(fisher_exact(table, alternative="greater").pvalue, abs=1e-9)
    assert trend.rising == pytest.approx(fisher_exact(table, alternative="less").pvalue, abs=1e-9)


@pytest.mark.parametrize("solved", [(40, 35, 30, 25, 20), (30, 32, 28, 26, 27), (22, 20, 21, 18, 17)])
def test_many_outcomes_agree_with_the_usual_approximation(solved: tuple[int, ...]) -> None:
    from scipy.stats import norm

    size = 51
    mean, middle = sum(solved) / (5 * size), 3
    slope = sum((level - middle) * count for level, count in enumerate(solved, start=1))
    spread = (mean * (1 - mean) * size * 10 * 5 * size / (5 * size - 1)) ** 0.5
    expected = norm.cdf((slope + 0.5) / spread)
    assert measure_trend(by_level(solved, size)).falling == pytest.approx(expected, rel=0.03, abs=1e-4)


def test_clearest_trend_is_the_most_significant() -> None:
    assert measure_trend(by_level((20, 20, 20, 0, 0), 20)).falling < 1e-20
    assert measure_trend(by_level((20, 0, 0, 0, 0), 20)).falling < 1e-15
    assert measure_trend(by_level((0, 0, 0, 20, 20), 20)).rising < 1e-20


@given(st.lists(st.integers(0, 6), min_size=2, max_size=5))
def test_levels_turned_around_swap_the_two_sides(solved: list[int]) -> None:
    forth, back = measure_trend(by_level(solved, 6)), measure_trend(by_level(solved[::-1], 6))
    assert (forth.falling, forth.rising) == pytest.approx((back.rising, back.falling))


@given(st.lists(st.integers(0, 6), min_size=2, max_size=5), st.integers(0, 4))
def test_one_more_success_at_the_first_level_never_weakens_a_fall(solved: list[int], level: int) -> None:
    if solved[0] == 6 or level == 0 or level >= len(solved) or solved[level] == 0:
        return
    steeper = [solved[0] + 1, *solved[1:]]
    steeper[level] -= 1
    assert measure_trend(by_level(steeper, 6)).falling <= measure_trend(by_level(solved, 6)).falling + 1e-12


@pytest.mark.parametrize("rate", [0.03, 0.3, 0.5, 0.95])
def test_false_accepts_stay_below_alpha(rate: float) -> None:
    rng = random.Random(f"flat:{rate}")
    runs = 3000
    accepted = sum(
        measure_trend(by_level((sum(rng.random() < rate for _ in range(12)) for _ in range(5)), 12)).falling <= 0.05
        for _ in range(runs)
    )
    assert accepted / runs <= 0.05 + 3 * (0.05 * 0.95 / runs) ** 0.5


def test_power_is_that_of_the_trend() -> None:
    rng = random.Random("falling")
    rates = (0.9, 0.75, 0.6, 0.45, 0.3)
    found = sum(
        measure_trend(by_level((sum(rng.random() < rate for _ in range(20)) for rate in rates), 20)).falling <= 0.05
        for _ in range(500)
    )
    assert found >= 490


def test_shares_are_shuffled_whole_and_agree_with_the_exact_test() -> None:
    solved = (9, 8, 6, 6, 4)
    exact = measure_trend(by_level(solved, 10))
    shares = by_level(solved, 10)
    shares[3] = [value or 1e-12 for value in shares[3]]  # no longer all or nothing, and still the same trend
    drawn = measure_trend(shares)
    assert drawn.falling == pytest.approx(exact.falling, abs=0.01)
    assert drawn == measure_trend(shares)


@pytest.mark.slow
def test_shuffles_keep_the_level_where_answers_to_one_question_agree() -> None:
    rng = random.Random("alike")
    runs = 30
    accepted = 0
    for _ in range(runs):
        outcomes = {
            level: [
                sum(rng.random() < rate for _ in range(4)) / 4 for rate in (rng.betavariate(0.5, 0.5) for _ in range(8))
            ]
            for level in range(1, 6)
        }
        accepted += measure_trend(outcomes).falling <= 0.05
    assert accepted <= 6  # the chance of more at a rate of 0.05 is below 1 in 1,000


def test_levels_without_outcomes_do_not_count() -> None:
    assert measure_trend({1: [1.0, 1.0], 2: [], 3: [0.0, 0.0]}) == measure_trend({1: [1.0, 1.0], 2: [0.0, 0.0]})
    assert measure_trend({}).falling == measure_trend({1: [1.0, 0.0]}).falling == 1.0


def benchmark() -> dict[str, Any]:
    return runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "trend_test.py"))


def test_separation_that_the_wald_test_misses_is_found() -> None:
    wald_p_value = benchmark()["wald_p_value"]
    for solved in ((20, 20, 0, 0, 0), (20, 0, 0, 0, 0), (20, 20, 20, 20, 0)):
        assert wald_p_value(by_level(solved, 20)) > 0.4
        assert measure_trend(by_level(solved, 20)).falling < 1e-15


@pytest.mark.slow
@pytest.mark.parametrize("solved", [(18, 15, 10, 6, 2), (14, 12, 10, 8, 6), (3, 2, 1, 0, 1), (4, 6, 9, 12, 15)])
def test_wald_test_of_the_benchmark_is_that_of_statsmodels(solved: tuple[int, ...]) -> None:
    import numpy
    import statsmodels.api
    from scipy.stats import norm

    outcomes = by_level(solved, 20)
    levels = numpy.array([float(level) for level in outcomes for _ in outcomes[level]])
    values = numpy.array([value for level in outcomes for value in outcomes[level]])
    fitted = statsmodels.api.Logit(values, statsmodels.api.add_constant(levels)).fit(disp=0)
    assert benchmark()["wald_p_value"](outcomes) == pytest.approx(norm.cdf(fitted.tvalues[1]), rel=5e-3)


@pytest.mark.slow
def test_trend_statistic_is_that_of_statsmodels() -> None:
    import numpy
    from statsmodels.stats.contingency_tables import Table

    solved, size = (40, 35, 30, 25, 20), 51
    table = Table(numpy.array([[count, size - count] for count in solved]), shift_zeros=False)
    ordinal = table.test_ordinal_association(row_scores=numpy.arange(5), col_scores=numpy.array([0, 1]))
    assert measure_trend(by_level(solved, size)).falling == pytest.approx(ordinal.pvalue / 2, rel=0.15)
