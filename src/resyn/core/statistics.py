"""Tests and intervals for rates that are seen in few draws."""

import math
from collections.abc import Sequence
from statistics import NormalDist

from resyn.core.errors import ConfigError


def binomial_tail(successes: int, trials: int, rate: float) -> float:
    """Return the probability of at least `successes` successes in `trials` independent trials of the given rate."""
    if successes <= 0:
        return 1.0
    if successes > trials or rate <= 0.0:
        return 0.0
    if rate >= 1.0:
        return 1.0
    whole = math.lgamma(trials + 1)
    yes, no = math.log(rate), math.log1p(-rate)
    terms = (
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(trials - k + 1) + k * yes + (trials - k) * no)
        for k in range(successes, trials + 1)
    )
    return min(1.0, math.fsum(terms))


def exceeds(successes: int, trials: int, *, rate: float, alpha: float) -> bool:
    """Tell whether so many successes refute, at significance `alpha`, that the true rate is at most `rate`.

    The exact one-sided binomial test; the same as a lower Clopper-Pearson bound above `rate` (Biometrika 26, 1934).
    """
    return trials > 0 and binomial_tail(successes, trials, rate) <= alpha


def least_successes(trials: int, *, rate: float, alpha: float) -> int:
    """Return the fewest successes with which `exceeds` holds; `trials` + 1 where no count suffices."""
    low, high = 0, trials + 1
    while low < high:
        middle = (low + high) // 2
        if exceeds(middle, trials, rate=rate, alpha=alpha) or middle > trials:
            high = middle
        else:
            low = middle + 1
    return low


def wilson_interval(successes: int, trials: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval of rates that so many successes leave plausible; (0, 1) where there were no trials.

    Wilson's score interval (JASA 22, 1927): unlike the Wald interval it stays within [0, 1], is never empty, and covers
    about as often as it says with few trials and rates near 0 or 1 (Brown, Cai and DasGupta, Statistical Science 16,
    2001). Raises ConfigError for counts or a confidence that cannot be.
    """
    if not 0 <= successes <= trials:
        raise ConfigError(f"{successes} successes of {trials} trials cannot be", hint="Count both in the same draws.")
    if not 0.0 < confidence < 1.0:
        raise ConfigError(f"confidence={confidence} is no share between 0 and 1", hint="0.95 is usual.")
    return _wilson(successes / trials, float(trials), confidence) if trials else (0.0, 1.0)


def clustered_interval(clusters: Sequence[tuple[int, int]], *, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval for a rate seen in groups of trials that are alike: (successes, trials) of each group.

    Several answers to one question say less than as many answers to different ones. The trials are therefore taken for
    fewer, by the design effect: what the rates of the groups vary, against what they would if all trials were their own
    (the ratio estimator's variance; Korn and Graubard, Survey Methodology 24, 1998). They never count for fewer than
    there are groups; where all outcomes are equal, which says nothing of how they vary, for just as many.
    """
    seen = [(successes, trials) for successes, trials in clusters if trials]
    successes, trials = sum(yes for yes, _ in seen), sum(count for _, count in seen)
    groups = len(seen)
    if groups == trials or not trials:  # one trial in each group, or none at all
        return wilson_interval(successes, trials, confidence=confidence)
    rate = successes / trials
    if groups == 1 or rate in (0.0, 1.0):
        effective = float(groups)
    else:
        spread = sum((yes - count * rate) ** 2 for yes, count in seen) * groups / (groups - 1) / trials**2
        effective = max(float(groups), min(float(trials), rate * (1 - rate) / spread)) if spread else float(trials)
    return _wilson(rate, effective, confidence)


def _wilson(rate: float, trials: float, confidence: float) -> tuple[float, float]:
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    shrunk = z * z / trials
    middle = (rate + shrunk / 2) / (1 + shrunk)
    half = z / (1 + shrunk) * math.sqrt(rate * (1 - rate) / trials + shrunk / (4 * trials))
    # At the ends the bound is exact; rounding would leave 1e-17 there.
    return 0.0 if rate == 0.0 else max(0.0, middle - half), 1.0 if rate == 1.0 else min(1.0, middle + half)
