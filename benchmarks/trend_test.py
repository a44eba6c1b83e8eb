"""Compare trend tests on simulated pass-rate curves: how often each accepts, with 95% intervals.

`python benchmarks/trend_test.py [--runs 2000] [--instances 20]` prints the table of docs/explanation/calibration.md.
Three tests at a one-sided level of 0.05 see the same simulated outcomes:

- `ours`: the exact Cochran-Armitage test of resyn.calibrate.trend;
- `Wald`: the slope of a logistic regression over its standard error, fitted as R's glm does, 25 steps at most;
- `verdict`: resyn's whole verdict, accepted where it is learnable.

A curve that does not fall should be accepted in at most 0.05 of runs, one that falls always.
"""

import argparse
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from resyn.calibrate.curve import CurveVerdict, LevelRate
from resyn.calibrate.judgement import judge_curve
from resyn.calibrate.plan import CalibrationPlan
from resyn.calibrate.trend import measure_trend
from resyn.core.statistics import wilson_interval

ALPHA = 0.05
Outcomes = dict[int, list[float]]


@dataclass(frozen=True, slots=True)
class Curve:
    name: str
    rates: tuple[float, ...]
    falls: bool


CURVES = (
    Curve("perfect separation", (1.0, 1.0, 0.0, 0.0, 0.0), True),
    Curve("nearly perfect", (0.99, 0.97, 0.5, 0.03, 0.01), True),
    Curve("only level 1 is solved", (1.0, 0.0, 0.0, 0.0, 0.0), True),
    Curve("only level 5 is missed", (1.0, 1.0, 1.0, 1.0, 0.0), True),
    Curve("linear, 0.9 to 0.1", (0.9, 0.7, 0.5, 0.3, 0.1), True),
    Curve("linear, 0.7 to 0.3", (0.7, 0.6, 0.5, 0.4, 0.3), True),
    Curve("step, 0.8 to 0.2", (0.8, 0.8, 0.8, 0.2, 0.2), True),
    Curve("hard, 0.2 to 0", (0.2, 0.1, 0.05, 0.0, 0.0), True),
    Curve("flat at 0.5", (0.5,) * 5, False),
    Curve("flat at 0.95", (0.95,) * 5, False),
    Curve("flat at 0.03", (0.03,) * 5, False),
    Curve("always solved", (1.0,) * 5, False),
    Curve("inverted, 0.3 to 0.7", (0.3, 0.4, 0.5, 0.6, 0.7), False),
    Curve("inverted, separated", (0.0, 0.0, 1.0, 1.0, 1.0), False),
)
PRIOR = Curve('guesses "yes", prior 0.9 to 0.5', (0.9, 0.8, 0.7, 0.6, 0.5), False)


def draw(curve: Curve, instances: int, rng: random.Random) -> Outcomes:
    return {
        level: [float(rng.random() < rate) for _ in range(instances)] for level, rate in enumerate(curve.rates, start=1)
    }


def wald_p_value(outcomes: Outcomes) -> float:
    """Return the one-sided p-value of a falling slope; 1 where there is no slope to fit."""
    points = [(level, sum(values), len(values)) for level, values in outcomes.items()]
    solved, trials = sum(yes for _, yes, _ in points), sum(count for _, _, count in points)
    if solved in (0, trials):
        return 1.0
    base, slope = math.log(solved / (trials - solved)), 0.0
    deviance = math.inf
    for _ in range(25):
        chances = [1 / (1 + math.exp(-max(-30.0, min(30.0, base + slope * level)))) for level, _, _ in points]
        weights = [count * chance * (1 - chance) for (_, _, count), chance in zip(points, chances, strict=True)]
        rest = [yes - count * chance for (_, yes, count), chance in zip(points, chances, strict=True)]
        levels = [level for level, _, _ in points]
        a, b, c = (sum(w * level**power for w, level in zip(weights, levels, strict=True)) for power in (0, 1, 2))
        u, v = sum(rest), sum(level * r for level, r in zip(levels, rest, strict=True))
        determinant = a * c - b * b
        if determinant <= 1e-12:
            break
        base, slope = base + (c * u - b * v) / determinant, slope + (a * v - b * u) / determinant
        error = math.sqrt(a / determinant)
        before, deviance = deviance, _deviance(points, base, slope)
        if abs(before - deviance) < 1e-8 * (abs(deviance) + 0.1):
            break
    return NormalDist().cdf(slope / error)


def _deviance(points: Sequence[tuple[int, float, int]], base: float, slope: float) -> float:
    total = 0.0
    for level, yes, count in points:
        height = max(-30.0, min(30.0, base + slope * level))
        total += 2 * (yes * math.log1p(math.exp(-height)) + (count - yes) * math.log1p(math.exp(height)))
    return total


def ours(outcomes: Outcomes) -> bool:
    return measure_trend(outcomes).falling <= ALPHA


def wald(outcomes: Outcomes) -> bool:
    return wald_p_value(outcomes) <= ALPHA


def verdict(outcomes: Outcomes) -> bool:
    rates = [LevelRate(level, tuple((int(value), 1) for value in values)) for level, values in outcomes.items()]
    plan = CalibrationPlan(levels=tuple(outcomes), instances=len(rates[0].solved))
    return judge_curve(rates, plan)[1] is CurveVerdict.LEARNABLE


TESTS: dict[str, Callable[[Outcomes], bool]] = {"ours": ours, "Wald": wald, "verdict": verdict}


def rows(runs: int, instances: int, seed: int) -> Iterator[tuple[str, ...]]:
    for curve in (*CURVES, PRIOR):
        rng = random.Random(f"{seed}:{curve.name}")
        accepted = dict.fromkeys(TESTS, 0)
        for _ in range(runs):
            outcomes = draw(curve, instances, rng)
            for name, accepts in TESTS.items():
                accepted[name] += accepts(outcomes)
        wanted = "accept" if curve.falls else "refuse"
        yield curve.name, wanted, *(_rate(count, runs, curve.falls) for count in accepted.values())


def _rate(accepted: int, runs: int, falls: bool) -> str:
    wrong = runs - accepted if falls else accepted
    low, high = wilson_interval(wrong, runs)
    return f"{wrong / runs:.3f} ({low:.3f}-{high:.3f})"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=2000)
    options.add_argument("--instances", type=int, default=20, help="per level")
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    print(f"Rates of wrong decisions, {given.runs} runs, {given.instances} instances at each of 5 levels\n")
    print(f"| true pass rates | should | {' | '.join(TESTS)} |")
    print("|---|---|" + "--:|" * len(TESTS))
    for row in rows(given.runs, given.instances, given.seed):
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
