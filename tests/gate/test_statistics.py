from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.gate.statistics import binomial_tail, exceeds, least_successes


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
