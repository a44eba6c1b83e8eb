"""From pass rates to a verdict: first the trend, then what its absence may mean."""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Final

from resyn.calibrate.curve import CurveVerdict, LevelRate
from resyn.calibrate.plan import CalibrationPlan
from resyn.calibrate.trend import Trend, measure_trend
from resyn.core.statistics import clustered_interval

_BEYOND: Final = {"above": CurveVerdict.TOO_EASY, "below": CurveVerdict.TOO_HARD}


def judge_curve(rates: Sequence[LevelRate], plan: CalibrationPlan, *, solvers: int = 1) -> tuple[Trend, CurveVerdict]:
    """Return one solver's trend and verdict; `solvers` is how many are asked, since any of them may accept.

    With several solvers each one's trend is tested at a fraction of `plan.alpha` (Bonferroni), so that an environment
    whose level means nothing is still kept at most once in 20 times.
    """
    trend = measure_trend({rate.level: rate.shares for rate in rates})
    return trend, _verdict(rates, trend, plan, alpha=plan.alpha / solvers)


def join_verdicts(verdicts: Sequence[CurveVerdict]) -> CurveVerdict:
    """Return the verdict on an environment that several solvers tried.

    One for whom higher levels are easier condemns it; else one that finds it learnable is enough: a strong solver may
    find too easy what a weak one learns from. Solvers that each find another fault with it leave it unclear, or flat.
    """
    if CurveVerdict.INVERTED in verdicts:
        return CurveVerdict.INVERTED
    if CurveVerdict.LEARNABLE in verdicts:
        return CurveVerdict.LEARNABLE
    if len(set(verdicts)) == 1:
        return verdicts[0]
    return CurveVerdict.UNCLEAR if not verdicts or CurveVerdict.UNCLEAR in verdicts else CurveVerdict.FLAT


def _verdict(rates: Sequence[LevelRate], trend: Trend, plan: CalibrationPlan, *, alpha: float) -> CurveVerdict:
    if any(2 * rate.judged < plan.instances * plan.samples for rate in rates):
        return CurveVerdict.UNCLEAR
    low, high = plan.band
    places = {rate.place(plan.band) for rate in rates}
    if trend.falling <= alpha:
        return _BEYOND.get(places.pop(), CurveVerdict.LEARNABLE) if len(places) == 1 else CurveVerdict.LEARNABLE
    if trend.rising <= alpha:
        return CurveVerdict.INVERTED
    least, most = clustered_interval([pair for rate in rates for pair in rate.solved])
    if least > high:
        return CurveVerdict.TOO_EASY
    if most < low:
        return CurveVerdict.TOO_HARD
    within = low <= least and most <= high  # nearer to 0 or 1 a fall would have no room to show
    return CurveVerdict.FLAT if within and greatest_fall(rates) < plan.least_fall else CurveVerdict.UNCLEAR


def greatest_fall(rates: Sequence[LevelRate]) -> float:
    """Return the upper 95% bound of how far the rate falls from the first level to the last along a straight line.

    The slope is that of least squares over instances, its variance that of all-or-nothing outcomes at the overall rate
    (with a success and a failure added, so that it is not 0 where all outcomes are equal).
    """
    points = [(rate.level, share) for rate in rates for share in rate.shares]
    middle = sum(level for level, _ in points) / len(points)
    width = sum((level - middle) ** 2 for level, _ in points)
    slope = sum((level - middle) * share for level, share in points) / width
    rate = (sum(share for _, share in points) + 1) / (len(points) + 2)
    error = math.sqrt(rate * (1 - rate) / width)
    levels = [rate.level for rate in rates]
    return (max(levels) - min(levels)) * (NormalDist().inv_cdf(0.95) * error - slope)
