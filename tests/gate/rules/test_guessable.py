"""The false alarms and the power that the rule's docstring states, simulated with its own constants."""

from random import Random

import pytest

from resyn.core.sequential import is_hopeless, proves_above
from resyn.gate.rules.guessable import ALLOWED_RATE, ALPHA, LOOKS, MOST_PER_DRAW, SHARE
from resyn.gate.setting import DEEP, QUICK, Setting

SUSPECTS = 10
"""Policies that are tried again together; close variants of one shortcut are seldom more."""
RUNS = 300


def looks(setting: Setting, *, pooled: bool) -> list[int]:
    """Return the fresh instances of each look."""
    wanted = [
        count
        for number, count in enumerate(LOOKS, start=1)
        if sum(LOOKS[:number]) <= MOST_PER_DRAW * setting.draws_per_level
    ]
    return [count // SHARE * len(setting.levels) for count in wanted] if pooled else wanted


def is_caught(rng: Random, rate: float, first: int, counts: list[int], *, suspects: int) -> bool:
    """Tell whether a policy of the rate is suspected, and then proven on fresh instances."""
    seen = sum(rng.random() < rate for _ in range(first))
    if seen <= max(1, ALLOWED_RATE * first):
        return False
    rewards: list[float] = []
    for count in counts:
        rewards += [float(rng.random() < rate) for _ in range(count)]
        if proves_above(rewards, bound=ALLOWED_RATE, alpha=ALPHA / suspects):
            return True
        if is_hopeless(rewards, bound=ALLOWED_RATE):
            return False
    return False


def power(rate: float, setting: Setting, *, pooled: bool) -> float:
    rng = Random(f"{rate}:{setting.name}:{pooled}")
    first = setting.draws_per_level * (len(setting.levels) if pooled else 1)
    counts = looks(setting, pooled=pooled)
    return sum(is_caught(rng, rate, first, counts, suspects=SUSPECTS) for _ in range(RUNS)) / RUNS


@pytest.mark.parametrize(
    ("setting", "rate", "least"), [(QUICK, 0.3, 0.85), (QUICK, 0.4, 0.95), (DEEP, 0.15, 0.66), (DEEP, 0.2, 0.9)]
)
def test_a_shortcut_at_one_level_is_caught_with_the_stated_power(setting: Setting, rate: float, least: float) -> None:
    assert power(rate, setting, pooled=False) >= least


@pytest.mark.parametrize(("setting", "rate", "least"), [(QUICK, 0.25, 0.95), (DEEP, 0.15, 0.9)])
def test_a_shortcut_at_all_levels_is_caught_with_the_stated_power(setting: Setting, rate: float, least: float) -> None:
    assert power(rate, setting, pooled=True) >= least


@pytest.mark.parametrize("setting", [QUICK, DEEP])
def test_the_looks_are_those_that_the_docstring_states(setting: Setting) -> None:
    stated = {"quick": (400, 49), "deep": (1600, 199)}[setting.name]
    assert sum(looks(setting, pooled=False)) == stated[0]
    assert sum(looks(setting, pooled=True)) == stated[1] * len(setting.levels)


@pytest.mark.parametrize("suspects", [1, 4])
def test_policies_at_the_allowed_rate_raise_a_false_alarm_in_one_of_a_hundred_at_most(suspects: int) -> None:
    rng = Random(f"alarms:{suspects}")
    counts = looks(QUICK, pooled=False)
    alarms = sum(
        any(is_caught(rng, ALLOWED_RATE, 12, counts, suspects=suspects) for _ in range(suspects)) for _ in range(500)
    )
    assert alarms <= 10  # 5 are allowed on average at the worst
