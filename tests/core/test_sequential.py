"""A bet against a bound proves what it says, as often as one looks, and no more."""

from random import Random

import pytest

from resyn.core.errors import ConfigError
from resyn.core.sequential import is_hopeless, proves_above, winnings


def draws(rng: Random, rate: float, count: int) -> list[float]:
    return [float(rng.random() < rate) for _ in range(count)]


def ever_proven(rng: Random, rate: float, *, bound: float, alpha: float) -> bool:
    rewards: list[float] = []
    for _ in range(40):
        rewards += draws(rng, rate, 25)
        if proves_above(rewards, bound=bound, alpha=alpha):
            return True
    return False


def test_without_rewards_the_stake_is_what_it_was() -> None:
    assert winnings([], bound=0.25) == 1.0


@pytest.mark.parametrize("bound", [0.1, 0.25])
def test_a_fair_game_is_won_on_average_by_nobody(bound: float) -> None:
    for count in (1, 3):
        outcomes = [
            (winnings([1.0] * right + [0.0] * (count - right), bound=bound), right) for right in range(count + 1)
        ]
        ways = {1: (1, 1), 3: (1, 3, 3, 1)}[count]
        mean = sum(won * ways[right] * bound**right * (1 - bound) ** (count - right) for won, right in outcomes)
        assert mean == pytest.approx(1.0)


@pytest.mark.parametrize("bound", [0.1, 0.25])
def test_looking_forty_times_at_the_bound_itself_proves_it_exceeded_less_often_than_alpha(bound: float) -> None:
    rng = Random("looks")
    alarms = sum(ever_proven(rng, bound, bound=bound, alpha=0.1) for _ in range(200))
    assert alarms <= 28  # 20 are allowed on average; more than 28 come in one of forty runs at most


def test_a_rate_of_a_third_is_proven_to_be_more_than_a_quarter() -> None:
    rng = Random("power")
    assert sum(ever_proven(rng, 0.35, bound=0.25, alpha=0.01) for _ in range(40)) >= 36


def test_rewards_between_0_and_1_count_for_what_they_are() -> None:
    assert proves_above([0.5] * 100, bound=0.25, alpha=0.001)
    assert not proves_above([0.25] * 5000, bound=0.25, alpha=0.9)


def test_the_order_of_rewards_does_not_matter() -> None:
    rewards = draws(Random(1), 0.4, 60)
    assert winnings(rewards, bound=0.25) == winnings(rewards[::-1], bound=0.25)


def test_ten_thousand_full_rewards_overflow_nothing() -> None:
    assert proves_above([1.0] * 10_000, bound=0.1, alpha=1e-9)
    assert winnings([0.0] * 10_000, bound=0.1) < 1e-6


def test_a_mean_a_standard_error_below_the_bound_is_hopeless_and_one_at_it_is_not() -> None:
    assert is_hopeless([0.0] * 20, bound=0.1)
    assert not is_hopeless([1.0] + [0.0] * 9, bound=0.1)
    assert not is_hopeless([], bound=0.1)


@pytest.mark.parametrize("bound", [0.0, 1.0, -0.1])
def test_a_bound_that_is_no_rate_is_refused(bound: float) -> None:
    with pytest.raises(ConfigError, match="is no rate between 0 and 1"):
        winnings([1.0], bound=bound)


@pytest.mark.parametrize("reward", [1.5, -0.5, float("nan")])
def test_a_reward_outside_of_the_game_is_refused(reward: float) -> None:
    with pytest.raises(ConfigError, match="is no reward between 0 and 1"):
        winnings([reward], bound=0.1)
