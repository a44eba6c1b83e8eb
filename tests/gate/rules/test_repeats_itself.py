import random

import pytest

from resyn.gate.evidence import Glance
from resyn.gate.rules.repeats_itself import FALSE_ALARM, WANTED, few_questions, poisson_bound
from resyn.gate.setting import DEEP, QUICK


def share_rejected(pool: int, *, draws: int, checks: int = 2000) -> float:
    rng = random.Random(pool)
    rejected = 0
    for _ in range(checks):
        glances = [Glance(1, "", "", {}, str(rng.randrange(pool))) for _ in range(draws)]
        rejected += few_questions(glances) is not None
    return rejected / checks


@pytest.mark.parametrize(("mean", "chance", "bound"), [(3.15, 0.01, 9), (99.5, 0.01, 124), (0.1, 0.01, 2)])
def test_the_bound_is_the_least_count_that_is_rare(mean: float, chance: float, bound: int) -> None:
    assert poisson_bound(mean, chance) == bound


def test_a_pool_as_large_as_wanted_is_seldom_rejected() -> None:
    assert share_rejected(WANTED, draws=QUICK.glances_per_level) <= 2 * FALSE_ALARM
    assert share_rejected(WANTED, draws=DEEP.glances_per_level, checks=400) <= 3 * FALSE_ALARM


def test_a_small_pool_is_found() -> None:
    assert share_rejected(30, draws=QUICK.glances_per_level) > 0.98
    assert share_rejected(50, draws=QUICK.glances_per_level) > 0.8
    assert share_rejected(100, draws=DEEP.glances_per_level, checks=200) > 0.98


def test_one_repetition_among_few_draws_is_no_proof() -> None:
    glances = [Glance(1, "", "", {}, question) for question in ("a", "a", "b")]
    assert few_questions(glances) is None
