from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resyn.core.errors import ConfigError
from resyn.dataset.allocate import choose_environments, split_of, spread_over_levels

NAME = st.integers(0, 999).map("task_{}".format)
NAMES = st.lists(NAME, unique=True, min_size=1, max_size=20)
SHARES = st.floats(0, 0.5)


@settings(deadline=None)
@given(NAMES, NAME, st.integers(0, 20), st.integers(0, 5))
def test_choice_ignores_order_and_one_more_environment_changes_at_most_one(
    names: list[str], more: str, count: int, seed: int
) -> None:
    count = min(count, len(names))
    chosen = choose_environments(names, count, seed=seed)
    assert choose_environments(names[::-1], count, seed=seed) == chosen
    assert len(chosen) == count
    assert chosen == sorted(set(chosen) & set(names))
    after = choose_environments([*names, more], count, seed=seed)
    assert len(set(after) - set(chosen)) <= 1


def test_choice_depends_on_the_seed_and_all_are_taken_where_no_number_is_given() -> None:
    names = [f"task_{number}" for number in range(50)]
    assert choose_environments(names, 10, seed=0) != choose_environments(names, 10, seed=1)
    assert choose_environments(reversed(names), None, seed=0) == sorted(names)


def test_asking_for_more_environments_than_there_are_names_both_numbers() -> None:
    with pytest.raises(ConfigError, match="3 environments are asked for, 2 are there"):
        choose_environments(["a", "b"], 3, seed=0)


@settings(deadline=None)
@given(NAME, SHARES, SHARES, SHARES, SHARES)
def test_larger_shares_only_add_environments_to_their_split(
    name: str, validation: float, test: float, more_validation: float, more_test: float
) -> None:
    before = split_of(name, validation=validation, test=test)
    after = split_of(name, validation=min(0.5, validation + more_validation), test=min(0.5, test + more_test))
    assert before in ("train", after)


def test_shares_are_met_over_many_environments() -> None:
    splits = Counter(split_of(f"task_{number}", validation=0.1, test=0.2) for number in range(4000))
    assert abs(splits["validation"] / 4000 - 0.1) < 0.02
    assert abs(splits["test"] / 4000 - 0.2) < 0.02


def test_split_of_a_name_is_pinned() -> None:
    # Another value here would move environments between the splits of datasets that exist.
    splits = [split_of(f"task_{number}", validation=0.25, test=0.25) for number in range(8)]
    assert splits == ["train", "test", "train", "test", "validation", "test", "train", "train"]


@settings(deadline=None)
@given(NAMES)
def test_whole_shares_leave_nothing_elsewhere(names: list[str]) -> None:
    assert {split_of(name, validation=0, test=0) for name in names} == {"train"}
    assert {split_of(name, validation=1, test=0) for name in names} == {"validation"}
    assert {split_of(name, validation=0, test=1) for name in names} == {"test"}


@settings(deadline=None)
@given(NAMES, st.integers(1, 60), st.lists(st.integers(1, 20), unique=True, min_size=1, max_size=8))
def test_instances_are_spread_evenly_over_levels(names: list[str], instances: int, levels: list[int]) -> None:
    spread = spread_over_levels(names, instances, levels)
    assert list(spread) == names
    for counts in spread.values():
        assert sum(counts.values()) == instances
        filled = [counts.get(level, 0) for level in levels]
        assert max(filled) - min(filled) <= 1
    totals = [sum(counts.get(level, 0) for counts in spread.values()) for level in levels]
    assert max(totals) - min(totals) <= 1
