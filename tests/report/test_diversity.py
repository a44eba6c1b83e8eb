import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.report.diversity import measure_diversity


def unit(values: list[float]) -> list[float]:
    length = math.sqrt(sum(value * value for value in values))
    return [value / length for value in values]


@given(st.integers(1, 12), st.integers(1, 5))
def test_copies_count_once_and_strangers_each(kinds: int, copies: int) -> None:
    axes = [[float(place == kind) for place in range(12)] for kind in range(kinds)]
    found = measure_diversity(axes * copies)
    assert found.effective == pytest.approx(kinds)
    assert found.texts == kinds * copies


@given(
    st.lists(st.lists(st.floats(-1, 1), min_size=4, max_size=4).filter(lambda v: sum(map(abs, v)) > 0.1), max_size=9)
)
def test_figure_lies_between_one_and_the_number_of_texts(rows: list[list[float]]) -> None:
    found = measure_diversity([unit(row) for row in rows])
    assert (1.0 - 1e-9 if rows else 0.0) <= found.effective <= len(rows) + 1e-9


def test_entropy_is_that_of_the_spectrum() -> None:
    cosine = 0.6
    found = measure_diversity([[1.0, 0.0], [cosine, math.sqrt(1 - cosine**2)]])
    shares = (1 + cosine) / 2, (1 - cosine) / 2
    assert found.effective == pytest.approx(math.exp(-sum(share * math.log(share) for share in shares)))
    assert found.neighbours[0].cosine == pytest.approx(cosine)
    assert found.median_cosine == pytest.approx(cosine)


def test_nearest_pairs_are_named_once_and_in_order() -> None:
    rng = random.Random("pairs")
    base = [unit([rng.gauss(0, 1) for _ in range(20)]) for _ in range(6)]
    near = unit([value + 0.05 * rng.gauss(0, 1) for value in base[2]])
    found = measure_diversity([*base, near])
    pairs = found.nearest_pairs(3)
    assert {pairs[0].position, pairs[0].nearest} == {2, 6}
    assert [pair.cosine for pair in pairs] == sorted((pair.cosine for pair in pairs), reverse=True)
    assert len({frozenset((pair.position, pair.nearest)) for pair in pairs}) == 3


def test_few_texts_have_no_neighbours() -> None:
    assert measure_diversity([]).effective == 0.0
    assert measure_diversity([[1.0]]).neighbours == ()
    assert measure_diversity([[0.0, 0.0], [0.0, 0.0]]).effective == pytest.approx(2.0)
