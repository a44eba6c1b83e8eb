"""The false alarms and the power that the rule's docstring states, computed from its own constants."""

import pytest

from resyn.core.statistics import binomial_tail, least_successes
from resyn.gate.rules.guessable import ALLOWED_RATE, ALPHA, FRESH_AT_LEVEL, FRESH_PER_LEVEL
from resyn.gate.setting import DEEP, QUICK, Setting

SUSPECTS = 10
"""Policies that are tried again together; close variants of one shortcut are seldom more."""


def power(rate: float, first_look: int, second_look: int) -> float:
    """Return the probability that a policy of the rate is suspected, and then proven on fresh instances."""
    suspected = binomial_tail(max(2, int(ALLOWED_RATE * first_look) + 1), first_look, rate)
    needed = least_successes(second_look, rate=ALLOWED_RATE, alpha=ALPHA / SUSPECTS)
    return suspected * binomial_tail(needed, second_look, rate)


@pytest.mark.parametrize(
    ("setting", "rate", "least"), [(QUICK, 0.3, 0.88), (QUICK, 0.4, 0.97), (DEEP, 0.25, 0.84), (DEEP, 0.3, 0.97)]
)
def test_a_shortcut_at_one_level_is_caught_with_the_stated_power(setting: Setting, rate: float, least: float) -> None:
    assert power(rate, setting.draws_per_level, FRESH_AT_LEVEL) >= least


@pytest.mark.parametrize(("setting", "rate", "least"), [(QUICK, 0.2, 0.7), (QUICK, 0.25, 0.95), (DEEP, 0.2, 0.94)])
def test_a_shortcut_at_all_levels_is_caught_with_the_stated_power(setting: Setting, rate: float, least: float) -> None:
    levels = len(setting.levels)
    assert power(rate, levels * setting.draws_per_level, levels * FRESH_PER_LEVEL) >= least


@pytest.mark.parametrize("trials", [FRESH_AT_LEVEL, 6 * FRESH_PER_LEVEL, 10 * FRESH_PER_LEVEL])
@pytest.mark.parametrize("tries", [1, 7, 60])
def test_all_policies_at_the_allowed_rate_together_raise_a_false_alarm_in_one_of_a_hundred(
    trials: int, tries: int
) -> None:
    needed = least_successes(trials, rate=ALLOWED_RATE, alpha=ALPHA / tries)
    assert tries * binomial_tail(needed, trials, ALLOWED_RATE) <= ALPHA
