import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resyn.core.errors import ConfigError
from resyn.dataset.plan import DatasetPlan, parse_levels


@pytest.mark.parametrize(
    ("text", "levels"),
    [("1-5", (1, 2, 3, 4, 5)), ("3", (3,)), (" 5, 1 ,2-3,2", (1, 2, 3, 5)), ("12-13", (12, 13)), ("7 - 8", (7, 8))],
)
def test_levels_are_read_sorted_and_once(text: str, levels: tuple[int, ...]) -> None:
    assert parse_levels(text) == levels


@pytest.mark.parametrize("text", ["", "0", "5-1", "a", "1-", "-1", "1,,2", "1..3", "0-3", "\u0663", "1-99999", "1001"])
def test_other_text_for_levels_is_refused_with_the_form_asked_for(text: str) -> None:
    with pytest.raises(ConfigError, match="not a level") as caught:
        parse_levels(text)
    assert "1-5" in caught.value.hint


@settings(deadline=None)
@given(st.sets(st.integers(1, 50), min_size=1))
def test_levels_survive_being_written_one_by_one(levels: set[int]) -> None:
    assert parse_levels(",".join(map(str, levels))) == tuple(sorted(levels))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"instances": 0}, "0 instances per environment"),
        ({"environments": 0}, "dataset of 0 environments"),
        ({"heldout": -1}, "-1 held-out"),
        ({"levels": ()}, r"levels \[\]"),
        ({"levels": (1, 1)}, r"levels \[1, 1\]"),
        ({"levels": (1, 10**9)}, r"levels \[1, 1000000000\]"),
        ({"seed": 2**63}, "seed 9223372036854775808"),
        ({"levels": (0, 1)}, r"levels \[0, 1\]"),
        ({"validation": 0.6, "test": 0.5}, "validation = 0.6 and test = 0.5"),
        ({"test": float("nan")}, "test = nan"),
        ({"validation": -0.1}, "validation = -0.1"),
    ],
)
def test_impossible_plan_is_refused_naming_the_value(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        DatasetPlan(**wrong)  # type: ignore[arg-type]
    assert caught.value.hint


def test_plan_is_json() -> None:
    plan = DatasetPlan(levels=(2, 4))
    assert DatasetPlan(**json.loads(json.dumps(plan.to_json())) | {"levels": (2, 4)}) == plan
