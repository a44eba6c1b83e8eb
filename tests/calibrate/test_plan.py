from typing import Any

import pytest

from resyn.calibrate.plan import CalibrationPlan
from resyn.core.errors import ConfigError


@pytest.mark.parametrize(
    "values",
    [
        {"levels": (1,)},
        {"levels": (1, 1)},
        {"levels": (0, 1)},
        {"instances": 0},
        {"samples": 0},
        {"max_tokens": 0},
        {"band": (0.9, 0.1)},
        {"band": (-0.1, 0.5)},
        {"alpha": 0.0},
        {"least_fall": 1.0},
    ],
)
def test_plan_that_asks_for_nothing_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ConfigError) as caught:
        CalibrationPlan(**values)
    assert caught.value.hint


def test_plan_is_the_same_after_json() -> None:
    plan = CalibrationPlan(levels=(2, 4), samples=3, band=(0.2, 0.8))
    assert CalibrationPlan.from_json(plan.to_json()) == plan
    assert plan.answers == 2 * 20 * 3


def test_each_sample_of_each_seed_is_drawn_anew() -> None:
    seeds = {CalibrationPlan(samples=4, seed=seed).sampling(sample).seed for seed in range(3) for sample in range(4)}
    assert len(seeds) == 12
