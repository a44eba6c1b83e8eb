"""A one-sided test for a trend of pass rates over levels that holds where a logistic slope's Wald test fails.

The Wald test divides a slope by its standard error. Where every instance of the low levels is solved and none of the
high ones, the slope's estimate runs to infinity and its standard error runs faster, so that the clearest of all trends
is not significant (Hauck and Donner, JASA 72, 1977). The statistic of Cochran (Biometrics 10, 1954) and Armitage
(Biometrics 11, 1955), the sum of level times outcome, needs no estimate; here it is referred to its exact distribution
over all ways in which the same outcomes could have been dealt to the levels, so the test keeps its level in samples of
any size.
"""

import functools
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_MOST_EXACT: Final = 256
"""Outcomes up to which all ways are counted; the numbers counted with have as many bits, times the sum's range."""

_SHUFFLES: Final = 4999
"""Ways that are drawn where they are not counted: the error of a p-value near 0.05 is then 0.003."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Two one-sided p-values: that outcomes get worse with the level by chance alone, and that they get better."""

    falling: float
    rising: float


def measure_trend(outcomes: Mapping[int, Sequence[float]]) -> Trend:
    """Test the outcomes of each level: a number in [0, 1] per instance, such as its share of solved samples.

    The null hypothesis is that outcomes do not depend on the level. All-or-nothing outcomes of up to 256 instances get
    an exact p-value; all others one from 4,999 seeded shuffles, each counted with the outcome seen, which keeps the
    level as well (Phipson and Smyth, Statistical Applications in Genetics 9, 2010). Without variation both p-values are
    1.
    """
    flat = [value for level in sorted(outcomes) for value in outcomes[level]]
    if len(outcomes) < 2 or len(set(flat)) < 2:
        return Trend(1.0, 1.0)
    if len(flat) <= _MOST_EXACT and set(flat) <= {0.0, 1.0}:
        return _counted(outcomes)
    return _shuffled(outcomes, flat)


def _counted(outcomes: Mapping[int, Sequence[float]]) -> Trend:
    first = min(level for level, values in outcomes.items() if values)
    sizes = tuple((level - first, len(values)) for level, values in sorted(outcomes.items()) if values)
    solved = round(sum(map(sum, outcomes.values())))
    seen = sum((level - first) * round(sum(values)) for level, values in outcomes.items())
    ways, bits = _ways(sizes)[solved], _bits(sizes)
    whole = math.comb(sum(size for _, size in sizes), solved)
    at_most, less = (_digit_sum(ways & ((1 << bits * bound) - 1), bits) for bound in (seen + 1, seen))
    return Trend(at_most / whole, (whole - less) / whole)


@functools.lru_cache(maxsize=64)
def _ways(sizes: tuple[tuple[int, int], ...]) -> list[int]:
    """Return, by number of solved instances, in how many ways each sum of levels comes about.

    A list of counts is held as one integer, a count per digit; the digits are wide enough for any of them, so that
    adding and shifting integers adds and shifts whole lists.
    """
    bits = _bits(sizes)
    ways = [1]
    for level, size in sizes:
        grown = [0] * (len(ways) + size)
        for here in range(size + 1):
            choices, shift = math.comb(size, here), bits * level * here
            for before, count in enumerate(ways):
                grown[before + here] += (count * choices) << shift
        ways = grown
    return ways


def _bits(sizes: tuple[tuple[int, int], ...]) -> int:
    return sum(size for _, size in sizes) + 1


def _digit_sum(digits: int, bits: int) -> int:
    # As casting out nines: the sum of the digits is the remainder, and it is smaller than the modulus.
    return digits % ((1 << bits) - 1)


def _shuffled(outcomes: Mapping[int, Sequence[float]], flat: Sequence[float]) -> Trend:
    levels = [level for level in sorted(outcomes) for _ in outcomes[level]]
    rng = random.Random(f"trend:{len(flat)}")
    seen = math.fsum(level * value for level, value in zip(levels, flat, strict=True))
    near = 1e-9 * max(1.0, abs(seen))  # the same sum in another order of adding
    pool = list(flat)
    at_most = at_least = 1
    for _ in range(_SHUFFLES):
        rng.shuffle(pool)
        total = sum(map(_times, levels, pool))
        at_most += total <= seen + near
        at_least += total >= seen - near
    return Trend(at_most / (_SHUFFLES + 1), at_least / (_SHUFFLES + 1))


def _times(level: int, value: float) -> float:
    return level * value
