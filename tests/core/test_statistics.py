import random
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.core.errors import ConfigError
from resyn.core.statistics import binomial_tail, clustered_interval, exceeds, least_successes, wilson_interval


def exact_tail(successes: int, trials: int, rate: Fraction) -> Fraction:
    terms = (comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(max(0, successes), trials + 1))
    return sum(terms, Fraction(0))


@given(st.integers(0, 120), st.integers(-1, 125), st.integers(0, 20))
def test_the_tail_agrees_with_exact_arithmetic(trials: int, successes: int, twentieths: int) -> None:
    rate = Fraction(twentieths, 20)
    expected = float(exact_tail(successes, trials, rate))
    assert binomial_tail(successes, trials, float(rate)) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(st.integers(1, 600), st.floats(0.01, 0.5), st.sampled_from((0.05, 0.001, 0.00001)))
def test_the_least_count_is_the_first_that_exceeds(trials: int, rate: float, alpha: float) -> None:
    least = least_successes(trials, rate=rate, alpha=alpha)
    assert not exceeds(least - 1, trials, rate=rate, alpha=alpha)
    assert least == trials + 1 or exceeds(least, trials, rate=rate, alpha=alpha)


def test_no_trials_prove_nothing() -> None:
    assert not exceeds(0, 0, rate=0.1, alpha=0.05)


def test_all_successes_of_few_trials_may_prove_too_little() -> None:
    assert least_successes(2, rate=0.1, alpha=0.001) == 3


def test_wilson_gives_published_values() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    published = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (successes, trials), interval in published.items():
        assert wilson_interval(successes, trials) == pytest.approx(interval, abs=5e-5)


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from((0.5, 0.9, 0.95, 0.999)))
def test_wilson_holds_the_rate_and_mirrors_failures(yes: int, no: int, confidence: float) -> None:
    low, high = wilson_interval(yes, yes + no, confidence=confidence)
    assert 0.0 <= low < high <= 1.0
    if yes + no:
        assert low <= yes / (yes + no) <= high
    mirrored = wilson_interval(no, yes + no, confidence=confidence)
    assert (1 - high, 1 - low) == pytest.approx(mirrored, abs=1e-12)


@given(st.integers(1, 100), st.integers(0, 100))
def test_wilson_bounds_solve_the_score_equation(trials: int, part: int) -> None:
    successes = trials * part // 100
    rate = successes / trials
    for bound in wilson_interval(successes, trials):
        if 0.0 < bound < 1.0:
            assert abs(rate - bound) / (bound * (1 - bound) / trials) ** 0.5 == pytest.approx(1.959964, abs=1e-5)


def test_wilson_covers_about_as_often_as_it_says() -> None:
    rng = random.Random("coverage")
    for rate in (0.02, 0.3, 0.5, 0.9):
        covered = 0
        for _ in range(2000):
            low, high = wilson_interval(sum(rng.random() < rate for _ in range(40)), 40)
            covered += low <= rate <= high
        assert 0.92 <= covered / 2000 <= 0.99


@pytest.mark.parametrize(("successes", "trials", "confidence"), [(3, 2, 0.95), (-1, 2, 0.95), (1, 2, 0.0), (1, 2, 1.0)])
def test_wilson_refuses_counts_that_cannot_be(successes: int, trials: int, confidence: float) -> None:
    with pytest.raises(ConfigError):
        wilson_interval(successes, trials, confidence=confidence)


@given(st.lists(st.booleans(), max_size=60))
def test_groups_of_one_trial_are_independent_trials(outcomes: list[bool]) -> None:
    assert clustered_interval([(int(yes), 1) for yes in outcomes]) == wilson_interval(sum(outcomes), len(outcomes))


@given(st.lists(st.integers(0, 4), min_size=2, max_size=40))
def test_grouped_trials_say_no_more_than_single_ones_and_no_less_than_groups(yes: list[int]) -> None:
    low, high = clustered_interval([(count, 4) for count in yes])
    alone = wilson_interval(sum(yes), 4 * len(yes))
    assert low <= alone[0] + 1e-12
    assert high >= alone[1] - 1e-12
    if set(yes) <= {0, 4}:  # answers to one question that always agree are one answer
        assert (low, high) == pytest.approx(wilson_interval(sum(yes) // 4, len(yes)), abs=0.02)


def test_grouped_interval_covers_where_the_plain_one_is_too_sure() -> None:
    rng = random.Random("groups")
    covered = plain = 0
    for _ in range(1000):
        rates = [rng.betavariate(0.6, 0.9) for _ in range(20)]  # mean 0.4, strongly alike within a group
        clusters = [(sum(rng.random() < rate for _ in range(4)), 4) for rate in rates]
        low, high = clustered_interval(clusters)
        covered += low <= 0.4 <= high
        low, high = wilson_interval(sum(yes for yes, _ in clusters), 80)
        plain += low <= 0.4 <= high
    assert covered >= 920
    assert plain <= 850
