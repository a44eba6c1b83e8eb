"""How an outcome and the format become a reward."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.core.records import Outcome
from resyn.reward.score import reward_of


@pytest.mark.parametrize(("outcome", "base"), [(Outcome.CORRECT, 1.0), (Outcome.WRONG, 0.0)])
@given(weight=st.floats(0, 1), formatted=st.booleans())
def test_reward_is_the_weighted_mean_of_correctness_and_format(
    outcome: Outcome, base: float, weight: float, formatted: bool
) -> None:
    reward = reward_of(outcome, follows_format=formatted, format_weight=weight)
    assert reward == pytest.approx((1 - weight) * base + weight * formatted)
    assert reward is not None
    assert 0.0 <= reward <= 1.0


@given(weight=st.floats(0, 1), formatted=st.booleans())
def test_fault_has_no_reward_whatever_the_format(weight: float, formatted: bool) -> None:
    assert reward_of(Outcome.FAULT, follows_format=formatted, format_weight=weight) is None


@given(weight=st.floats(0, 0.499), formatted=st.booleans())
def test_correct_reply_earns_more_than_any_wrong_one(weight: float, formatted: bool) -> None:
    right = reward_of(Outcome.CORRECT, follows_format=formatted, format_weight=weight)
    wrong = reward_of(Outcome.WRONG, follows_format=True, format_weight=weight)
    assert right is not None
    assert wrong is not None
    assert right > wrong
