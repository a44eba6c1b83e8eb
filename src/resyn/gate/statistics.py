"""Exact binomial tests for rates that are seen in few draws."""

import math


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
