"""A test that may look at its data as often as it likes: a bet against a bound, whose winnings are the proof."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

from resyn.core.errors import ConfigError

_ALTERNATIVES: Final = 24


def winnings(rewards: Sequence[float], *, bound: float) -> float:
    """Return how many times its stake a bet against "the mean reward is at most `bound`" has become.

    Each reward lies between 0 and 1; the stake is spread over rates above the bound, each of which bets as if it were
    the true one. No gambler beats a fair game: where the bound holds, the winnings ever reach 1 / alpha with a
    probability of alpha at most, however often one looks and whenever one stops (Ville 1939; mixtures: Robbins, Annals
    of Mathematical Statistics 41, 1970; rewards between 0 and 1: Waudby-Smith and Ramdas, JRSS B 86, 2024). It holds
    too where the rewards come in rounds of unlike sources whose mean is bounded, by the inequality of the arithmetic
    and the geometric mean. Raises ConfigError for a bound or a reward that is none.
    """
    if not 0.0 < bound < 1.0:
        raise ConfigError(f"bound={bound} is no rate between 0 and 1", hint="A tenth is 0.1.")
    counts = Counter(rewards)
    if wrong := [reward for reward in counts if not 0.0 <= reward <= 1.0]:
        raise ConfigError(f"{wrong[0]} is no reward between 0 and 1", hint="Clip rewards to that range.")
    logs = [
        math.fsum(
            times * math.log(reward * rate / bound + (1 - reward) * (1 - rate) / (1 - bound))
            for reward, times in counts.items()
        )
        for rate in _rates(bound)
    ]
    return math.fsum(math.exp(min(log, 600.0)) for log in logs) / len(logs)


def proves_above(rewards: Sequence[float], *, bound: float, alpha: float) -> bool:
    """Tell whether the rewards refute, at error rate `alpha` over all looks, that their mean is at most `bound`."""
    return winnings(rewards, bound=bound) >= 1 / alpha


def is_hopeless(rewards: Sequence[float], *, bound: float) -> bool:
    """Tell whether the mean so far lies a standard error below the bound, so that looking further is hardly worth it.

    Giving up costs power and raises no alarm.
    """
    count = len(rewards)
    return count > 0 and math.fsum(rewards) / count + math.sqrt(bound * (1 - bound) / count) <= bound


def _rates(bound: float) -> list[float]:
    """Return rates above a bound, closer together near to it; none is 1, which a single zero would ruin."""
    return [bound + (1 - bound) * (step / (_ALTERNATIVES + 1)) ** 2 for step in range(1, _ALTERNATIVES + 1)]
