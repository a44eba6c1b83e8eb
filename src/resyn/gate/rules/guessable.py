"""A solver that does not reason is right too often.

What it checks
    About 150 policies make one guess each on every drawn instance: constants ("0" to "12", "-1", "yes", "NO",
    "impossible", "A", "[]", ...); the commonest solutions of other instances, and the commonest item at each place;
    the first, last, largest, smallest number of the question and their count; its first and last word and name; a
    list of the question as it is, sorted, reversed, its first or largest items; 0, 1, 2, ... in order; zeros, ones;
    the format's example. A policy whose rate of right guesses exceeds 10% at some level, or over all levels, is
    tried again on fresh instances, 40 at that level or 5 at each level, and then more until a rate above 10% is
    proven or the policy is a standard error below it: up to 400 at a level and 49 at each at QUICK, 1,600 and 199 at
    DEEP, fewer where drawing is slow. The proof is a bet against the bound, which may be looked at as often as one
    likes, at 1% in all, divided by the number of policies tried again: a sound environment is stopped in fewer than 1
    of 100 cases, at the worst when several policies stand at 10% exactly. A policy right in 30% of one level's
    instances is caught with 85% probability at QUICK, one right in 25% of all levels' instances with over 95%; at
    DEEP 20% at one level and 15% at all levels are caught with over 90%, 15% at one level with two in three.

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
from dataclasses import dataclass, replace

from resyn.core.records import Finding, Outcome
from resyn.core.sequential import is_hopeless, proves_above
from resyn.gate.answers import described
from resyn.gate.evidence import Draw, Evidence
from resyn.gate.policies import guesses
from resyn.gate.sample import by_level

STAGE = "verify"
VERSION = 2

ALLOWED_RATE = 0.10
ALPHA = 0.01
LOOKS = (40, 60, 100, 200, 400, 800)
"""Fresh instances of each look at one level, as many looks as `MOST_PER_DRAW` times the setting's draws allow."""
SHARE = 8
"""Over all levels each look takes this part of its instances at each of them."""
MOST_PER_DRAW = 34
FREE_LOOKS = 2
MOST_SECONDS = 0.1
"""Share of the setting's seconds that a further look may take, by the CPU seconds of the draws so far."""
_FRESH_SEED = 1
"""Added to the setting's seed for the looks at fresh instances, which must not see an instance again."""


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
        proven = _proven(evidence, names, (level,), alpha=ALPHA / max(1, tries))
        found += [(score, f"at level {level}") for score in proven]
    if pooled and not found:
        proven = _proven(evidence, pooled, tuple(levels), alpha=ALPHA / tries)
        found = [(score, "over all levels") for score in proven]
    different = {score.answer: (score, where) for score, where in reversed(found)}
    for score, where in sorted(different.values(), key=lambda case: -case[0].right / case[0].asked)[:2]:
        text, shown = described(score.answer)
        yield evidence.finding(
            __name__,
            f'the guess "{score.policy}" is right in {score.right} of {score.asked} instances {where} '
            f"(at most {ALLOWED_RATE:.0%} is allowed); widen the range of answers or randomise what gives them away",
            score.draw.witness(f"verify returned True for the guess {shown}", text),
        )


def _proven(evidence: Evidence, names: Sequence[str], levels: Sequence[int], *, alpha: float) -> list[Score]:
    """Return the scores of the policies that are proven at the first look at which any is.

    What others' solutions teach is learned from earlier looks alone: among draws of the same look, which rank is
    missing tells of the one that is left out.
    """
    waiting, first, right = list(names), dict[str, Score](), Counter[str]()
    seen = by_level([draw for draw in evidence.complete_draws if draw.level in levels])
    asked = start = 0
    for count in _looks(evidence, levels):
        if not waiting:
            break
        fresh = evidence.draw(levels, start + count, start=start, seed=evidence.setting.seed + _FRESH_SEED)
        start += count
        groups = by_level([draw for draw in fresh if draw.complete])
        asked += sum(map(len, groups.values()))
        for level, draws in groups.items():
            for score in _scores(evidence, draws, companions=seen[level], only=waiting):
                first.setdefault(score.policy, score)
                right[score.policy] += score.right
            seen[level] = [*seen[level], *draws]
        rewards = {name: [1.0] * right[name] + [0.0] * (asked - right[name]) for name in waiting}
        proven = [name for name in waiting if proves_above(rewards[name], bound=ALLOWED_RATE, alpha=alpha)]
        if proven:
            return [replace(first[name], right=right[name], asked=asked) for name in proven]
        waiting = [name for name in waiting if not is_hopeless(rewards[name], bound=ALLOWED_RATE)]
    return []


def _looks(evidence: Evidence, levels: Sequence[int]) -> Iterator[int]:
    """Yield how many fresh instances of each level a look takes; slow environments are looked at less often."""
    made = [draw for draw in evidence.complete_draws if draw.level in levels]
    mean = sum(draw.seconds for draw in made) / max(1, len(made))
    total = 0
    for number, count in enumerate(LOOKS):
        total += count
        each = count if len(levels) == 1 else count // SHARE
        dear = each * len(levels) * mean > MOST_SECONDS * evidence.setting.seconds
        if total > MOST_PER_DRAW * evidence.setting.draws_per_level or (dear and number >= FREE_LOOKS):
            return
        yield each


def _scores(
    evidence: Evidence, draws: Sequence[Draw], *, companions: Sequence[Draw] = (), only: Sequence[str] | None = None
) -> list[Score]:
    """Return the scores of all policies (or some) that were right at least once on the draws of one level.

    `companions` are other draws of the level, from which policies learn; those scored themselves where there are none.
    """
    made = [(draw, name, text) for draw in draws for name, text in guesses(draw, companions or draws).items()]
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
