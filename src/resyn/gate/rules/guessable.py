"""A solver that does not reason is right too often.

What it checks
    About 150 policies make one guess each on every drawn instance: constants ("0" to "12", "-1", "yes", "NO",
    "impossible", "A", "[]", ...); the commonest solutions of other instances, and the commonest item at each place;
    the first, last, largest, smallest number of the question and their count; its first and last word and name; a
    list of the question as it is, sorted, reversed, its first or largest items; 0, 1, 2, ... in order; zeros, ones;
    the format's example. A policy whose rate of right guesses exceeds 10% at some level, or over all levels, is
    tried again on fresh instances (100 at that level, or 30 at each level), and reported where those prove a rate
    above 10%: exact binomial test at 1% in all, divided by the number of policies tried again. As the second look
    is at new instances, a sound environment is stopped in fewer than 1 of 100 cases, at the worst when several
    policies stand at 10% exactly. A policy right in 30% of one level's instances is caught with 90% probability at
    QUICK, one right in 25% of all levels' instances with over 95%; at DEEP 25% at one level with 85%, and 20% at
    all levels with 95%.

Why it matters
    The guess is what the model learns first, and it learns nothing else after. Of 400 environments written by
    language models in one published corpus, 17% were won on 44% of their instances by one fixed string, past a gate
    that only bounded a solver's accuracy: a skewed generator looks like middling difficulty. Elsewhere the answer
    equals the input in 94% of the draws, or an empty board scores 0.96.

Example it rejects
    def generate(level, rng): return {"holds": [rng.random() < 0.9 for _ in range(level)]}
    def observe(instance): return "... Answer yes or no."

How to fix
    Ask for more than a word of few values: a count of wide spread, an order, an assignment, a certificate. Or draw
    until the answers are spread evenly over many values. Shuffle what the question lists, so that neither the first
    item nor the order in which things stand is the answer; relabel nodes and tasks at random.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resyn.core.records import Finding, Outcome
from resyn.core.statistics import exceeds
from resyn.gate.answers import described
from resyn.gate.evidence import Draw, Evidence
from resyn.gate.policies import guesses
from resyn.gate.sample import by_level

STAGE = "verify"
VERSION = 1

ALLOWED_RATE = 0.10
ALPHA = 0.01
FRESH_AT_LEVEL = 100
FRESH_PER_LEVEL = 30
_FRESH_SEED = 1
"""Added to the setting's seed for the second look, which must not see an instance again."""


@dataclass(frozen=True, slots=True)
class Score:
    """How often one policy was right, and the first draw on which it was."""

    policy: str
    right: int
    asked: int
    draw: Draw
    answer: str


def check(evidence: Evidence) -> Iterator[Finding]:
    """Report the policies that prove too good on fresh instances: the best at its worst level, two in all."""
    levels = by_level(evidence.complete_draws)
    scores = {level: _scores(evidence, draws) for level, draws in levels.items()}
    suspects = {
        level: [score.policy for score in found if score.right > ALLOWED_RATE * score.asked and score.right > 1]
        for level, found in scores.items()
    }
    pooled = [
        name
        for name, right in _pooled(scores).items()
        if right > ALLOWED_RATE * len(evidence.complete_draws) and right > 1
    ]
    tries = sum(map(len, suspects.values())) + len(pooled)
    found: list[tuple[Score, str]] = []
    for level, names in suspects.items():
        if names:
            fresh = _fresh(evidence, (level,), FRESH_AT_LEVEL)
            found += [
                (score, f"at level {level}")
                for score in _scores(evidence, fresh, only=names)
                if exceeds(score.right, score.asked, rate=ALLOWED_RATE, alpha=ALPHA / tries)
            ]
    if pooled and not found:
        found = [
            (score, "over all levels") for score in _pooled_again(evidence, pooled, tuple(levels), alpha=ALPHA / tries)
        ]
    different = {score.answer: (score, where) for score, where in reversed(found)}
    for score, where in sorted(different.values(), key=lambda case: -case[0].right / case[0].asked)[:2]:
        text, shown = described(score.answer)
        yield evidence.finding(
            __name__,
            f'the guess "{score.policy}" is right in {score.right} of {score.asked} instances {where} '
            f"(at most {ALLOWED_RATE:.0%} is allowed); widen the range of answers or randomise what gives them away",
            score.draw.witness(f"verify returned True for the guess {shown}", text),
        )


def _scores(evidence: Evidence, draws: Sequence[Draw], *, only: Sequence[str] | None = None) -> list[Score]:
    """Return the scores of all policies (or some) that were right at least once on the draws of one level."""
    made = [(draw, name, text) for draw in draws for name, text in guesses(draw, draws).items()]
    if only is not None:
        chosen = set(only)
        made = [case for case in made if case[1] in chosen]
    outcomes = evidence.verify([(draw, text) for draw, _, text in made])
    right: dict[str, list[tuple[Draw, str]]] = {}
    for (draw, name, text), outcome in zip(made, outcomes, strict=True):
        if outcome is Outcome.CORRECT:
            right.setdefault(name, []).append((draw, text))
    return [Score(name, len(cases), len(draws), *cases[0]) for name, cases in right.items()]


def _pooled(scores: dict[int, list[Score]]) -> Counter[str]:
    """Return how often each policy was right over all levels."""
    right: Counter[str] = Counter()
    for score in itertools.chain.from_iterable(scores.values()):
        right[score.policy] += score.right
    return right


def _pooled_again(evidence: Evidence, names: Sequence[str], levels: Sequence[int], *, alpha: float) -> Iterator[Score]:
    fresh = by_level(_fresh(evidence, levels, FRESH_PER_LEVEL))
    asked = sum(map(len, fresh.values()))
    right: dict[str, list[Score]] = {}
    for draws in fresh.values():
        for score in _scores(evidence, draws, only=names):
            right.setdefault(score.policy, []).append(score)
    for name, scores in right.items():
        total = sum(score.right for score in scores)
        if exceeds(total, asked, rate=ALLOWED_RATE, alpha=alpha):
            yield Score(name, total, asked, scores[0].draw, scores[0].answer)


def _fresh(evidence: Evidence, levels: Sequence[int], per_level: int) -> list[Draw]:
    drawn = evidence.draw(levels, per_level, seed=evidence.setting.seed + _FRESH_SEED)
    return [draw for draw in drawn if draw.complete]
