import math
import random

import pytest

from resyn.report.scatter import place_on_plane


def groups(count: int, size: int) -> list[list[float]]:
    rng = random.Random("groups")
    vectors = []
    for group in range(count):
        for _ in range(size):
            values = [0.15 * rng.gauss(0, 1) + 3 * (place == group) for place in range(12)]
            length = math.sqrt(sum(value * value for value in values))
            vectors.append([value / length for value in values])
    return vectors


def test_what_is_alike_lies_together() -> None:
    points = place_on_plane(groups(4, 12))
    assert all(0.0 <= x <= 1.0 and 0.0 <= y <= 1.0 for x, y in points)
    for place, point in enumerate(points):
        nearest = sorted(range(len(points)), key=lambda other: math.dist(point, points[other]))[1:4]
        assert {other // 12 for other in nearest} == {place // 12}


def test_same_vectors_get_the_same_places() -> None:
    assert place_on_plane(groups(3, 5)) == place_on_plane(groups(3, 5))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 9])
def test_few_or_equal_texts_have_finite_places(count: int) -> None:
    points = place_on_plane([[1.0, 0.0]] * count)
    assert len(points) == count
    assert all(0.0 <= value <= 1.0 for point in points for value in point)
