import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.gate.evidence import Glance
from resyn.gate.rules.level_has_no_effect import differences, exceeding, measure, transpose
from resyn.gate.setting import QUICK

NUMBERS = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=12)


def measured(size: int, rng: random.Random) -> dict[str, list[float]]:
    """Measure as many instances as QUICK draws of a level: a list of about `size` numbers in a question."""
    glances = []
    for _ in range(QUICK.glances_per_level):
        numbers = [rng.randint(1, 99) for _ in range(size + rng.randint(-1, 1))]
        data = {"numbers": numbers, "names": rng.sample(["ann", "ben", "cleo", "dan", "eve"], 2), "flag": True}
        glances.append(Glance(1, "", str(data), data, f"{' and '.join(data['names'])} have {numbers}."))
    return transpose([measure(glance) for glance in glances])


@given(low=NUMBERS, high=NUMBERS)
def test_the_share_of_pairs_is_what_counting_gives(low: list[float], high: list[float]) -> None:
    pairs = [(a, b) for a in low for b in high]
    assert exceeding(low, high) == pytest.approx(sum((b > a) + 0.5 * (b == a) for a, b in pairs) / len(pairs))


def test_equal_levels_hardly_ever_differ() -> None:
    rng = random.Random(1)
    differing = sum(bool(differences(measured(8, rng), measured(8, rng))) for _ in range(60))
    assert differing <= 2


def test_two_more_numbers_are_a_difference() -> None:
    rng = random.Random(2)
    assert all(differences(measured(8, rng), measured(10, rng)) for _ in range(50))


def test_shrinking_counts_below_zero() -> None:
    rng = random.Random(3)
    moved = differences(measured(20, rng), measured(6, rng))
    assert moved["instance length"] < 0
    assert moved["count of instance['numbers'][]"] < 0


def test_huge_numbers_can_be_measured() -> None:
    data = {"n": 10**5000}
    assert measure(Glance(1, "", "", data, "?"))["largest of instance['n']"] == 1e300
