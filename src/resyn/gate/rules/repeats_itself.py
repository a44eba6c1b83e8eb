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
from dataclasses import dataclass

from resyn.core.records import Finding
from resyn.gate.evidence import Evidence, Glance

STAGE = "draw"
VERSION = 1

WANTED = 200
"""Different questions, equally likely, that a level must hold."""

FALSE_ALARM = 0.01
"""Chance per level that an environment of exactly WANTED questions is rejected."""


@dataclass(frozen=True, slots=True)
class Few:
    """How many equally likely questions a level seems to hold, and its commonest, which came `times` in `draws`."""

    questions: float
    glance: Glance
    times: int
    draws: int


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for the level with the fewest questions."""
    found = {}
    for level in evidence.setting.levels:
        few = few_questions([glance for glance in evidence.glances if glance.level == level])
        if few is not None:
            found[level] = few
    if found:
        worst = min(found.values(), key=lambda few: few.questions)
        message = (
            f"level{'s' if len(found) > 1 else ''} {', '.join(map(str, found))} repeat their questions: "
            f"level {worst.glance.level} holds about {worst.questions:.0f} different ones, {WANTED} are wanted; "
            "draw more, and from wider ranges"
        )
        happened = f"this question was drawn {worst.times} times in {worst.draws} draws"
        yield evidence.finding(__name__, message, worst.glance.witness(happened))


def few_questions(glances: list[Glance]) -> Few | None:
    """Estimate how many equally likely questions a level holds; None where it may be as many as WANTED."""
    counts = Counter(glance.question for glance in glances)
    equal = sum(math.comb(count, 2) for count in counts.values())
    pairs = math.comb(len(glances), 2)
    if equal < poisson_bound(pairs / WANTED, FALSE_ALARM):
        return None
    commonest, times = counts.most_common(1)[0]
    shown = next(glance for glance in glances if glance.question == commonest)
    return Few(pairs / equal, shown, times, len(glances))


def poisson_bound(mean: float, chance: float) -> int:
    """Return the least count that a Poisson variable of this mean reaches with at most this chance."""
    count, term, below = 0, math.exp(-mean), 0.0
    while 1 - below > chance:
        below += term
        count += 1
        term *= mean / count
    return count
