"""A level has so few different questions that they repeat.

What it checks
    The number of pairs of equal questions among the draws of each level. The 36 draws of QUICK make 630 pairs; a
    level of 200 equally likely questions gives 3.2 equal pairs on average, and 9 or more in fewer than 1 of 100
    checks: where more are seen, the level holds fewer. A level of 30 questions is found in over 99 of 100 checks,
    one of 50 in 88, one of 100 in 19; with the 200 draws of DEEP one of 100 is always found, one of 150 in 79.
    Questions that differ only in the order of their numbers count as different.

Why it matters
    A trainer draws thousands of instances of each level. Repeated questions are learned by heart, and stand in
    training and test at once. One in seven environments of a published corpus written by models repeats a question
    within sixteen draws.

Example it rejects
    def generate(level, rng):
        return {"colour": rng.choice(["red", "blue", "green"]), "n": level}

How to fix
    Draw more, and from wider ranges: several numbers, names, orders and sizes, at level 1 too.
"""

import math
from collections import Counter
from collections.abc import Iterator

from resyn.core.records import Finding
from resyn.gate.evidence import Evidence, Glance

STAGE = "draw"
VERSION = 1

WANTED = 200
"""Different questions, equally likely, that a level must hold."""

FALSE_ALARM = 0.01
"""Chance per level that an environment of exactly WANTED questions is rejected."""


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for the worst level."""
    worst: tuple[float, int, int, Glance] | None = None
    repeating = []
    for level in evidence.setting.levels:
        glances = [glance for glance in evidence.glances if glance.level == level]
        pool, repeated = _estimate(glances)
        if repeated is None:
            continue
        repeating.append(level)
        if worst is None or pool < worst[0]:
            worst = (pool, len({glance.question for glance in glances}), len(glances), repeated)
    if worst is not None:
        pool, distinct, count, glance = worst
        message = (
            f"levels {', '.join(map(str, repeating))} repeat their questions: level {glance.level} gave {distinct} "
            f"different questions in {count} draws (about {pool:.0f} in all, {WANTED} are wanted); draw from wider "
            "ranges"
        )
        yield evidence.finding(__name__, message, glance.witness("this question was drawn several times"))


def _estimate(glances: list[Glance]) -> tuple[float, Glance | None]:
    """Return the estimated number of equally likely questions, and the commonest where they are surely too few."""
    counts = Counter(glance.question for glance in glances)
    equal = sum(math.comb(count, 2) for count in counts.values())
    pairs = math.comb(len(glances), 2)
    if equal == 0 or equal < poisson_bound(pairs / WANTED, FALSE_ALARM):
        return math.inf, None
    commonest = counts.most_common(1)[0][0]
    return pairs / equal, next(glance for glance in glances if glance.question == commonest)


def poisson_bound(mean: float, chance: float) -> int:
    """Return the least count that a Poisson variable of this mean reaches with at most this chance."""
    count, term, below = 0, math.exp(-mean), 0.0
    while 1 - below > chance:
        below += term
        count += 1
        term *= mean / count
    return count
