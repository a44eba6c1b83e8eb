"""The verifier accepts answers that are wrong.

What it checks
    That verify refuses, on every drawn instance:
    - each of the environment's own `wrong_answers`;
    - the solution with a foreign word, a foreign line or a second guess beside it, or inside a sentence;
    - nonsense: the empty text, "nan", "inf", emoji, brackets, prose.
    And, since a task may have many solutions, by share over all draws, that it refuses
    - most near misses of the solution (a number changed by one, a sign or an operator changed, an item left out,
      doubled or swapped): a finding where more than half pass, averaged over changes of value and of size. Where
      the solution is a single integer every kind of change counts alone, as do signs and operators everywhere;
      changes of order count only where there is no other, since a set may be written in any order;
    - most solutions of *other* instances of the level: a finding where a rate above a quarter is proven (exact
      binomial test at 0.001);
    - a wrong answer given side by side with the solution: a finding where more than half of one kind pass.

Why it matters
    Whatever a verifier accepts, reinforcement learning finds. Known cases: any non-empty text scores full marks;
    "nan" passes a tolerance; a loop over an empty list accepts the empty answer; numbers that were never given are
    accepted; the value of an expression is compared with itself; the right answer anywhere in a list of guesses
    earns the reward.

Example it rejects
    def verify(instance, answer): return str(instance["total"]) in answer

How to fix
    Parse the whole answer with one strict pattern (`re.fullmatch(r"-?[0-9]{1,18}", token)`) and refuse what does
    not match. Check the number of items, that each item is one of the question's, none twice, and then every
    condition of the question. A `for` over nothing must not end in True.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from resyn.core.records import Finding, Outcome
from resyn.core.statistics import exceeds
from resyn.gate.answers import ALIEN, NearMiss, described, joined, near_misses, with_junk
from resyn.gate.batteries import NONSENSE
from resyn.gate.evidence import Draw, Evidence
from resyn.gate.sample import by_level, first_of_each_level

STAGE = "verify"
VERSION = 1

MOST = 0.5
"""Share of near misses, or of joined answers of one kind, above which verify checks too little. Sound tasks of
many solutions stay below: where a change of value often passes (a colouring with spare colours), one of size fails."""

FOREIGN_RATE = 0.25
"""Rate of other instances' solutions that pass; sound tasks of short answers reach it, and then are `guessable`."""

Case = tuple[Draw, str, str]
"""A draw, what was done, and the answer."""


def check(evidence: Evidence) -> Iterator[Finding]:
    """Report each kind of wrong answer that passes, at most one finding a kind and three in all."""
    findings = [
        *_own_wrong_answers(evidence),
        *_junk(evidence),
        *_nonsense(evidence),
        *_joined(evidence),
        *_near_misses(evidence),
        *_foreign_solutions(evidence),
    ]
    yield from findings[:3]


def accepted(evidence: Evidence, cases: Sequence[Case]) -> list[Case]:
    """Return the cases that verify accepts."""
    outcomes = evidence.verify([(draw, answer) for draw, _, answer in cases])
    return [case for case, outcome in zip(cases, outcomes, strict=True) if outcome is Outcome.CORRECT]


def _own_wrong_answers(evidence: Evidence) -> Iterator[Finding]:
    cases = [(draw, "", answer) for draw in evidence.complete_draws for answer in draw.wrong_answers]
    passed = accepted(evidence, cases)
    if passed:
        yield _finding(
            evidence,
            f"verify accepts {len(passed)} of {len(cases)} of the environment's own wrong_answers; make verify check "
            "the condition that they break, or list only answers that are wrong",
            passed,
        )


def _junk(evidence: Evidence) -> Iterator[Finding]:
    cases = [
        (draw, name, answer)
        for draw in evidence.complete_draws
        for name, answer in with_junk(draw.solution, _wrong(draw)).items()
    ]
    passed = accepted(evidence, cases)
    if passed:
        kinds = ", ".join(sorted({name for _, name, _ in passed}))
        yield _finding(evidence, f"verify accepts the solution with junk ({kinds}); match the whole answer", passed)


def _nonsense(evidence: Evidence) -> Iterator[Finding]:
    solutions = {draw.solution.strip() for draw in evidence.complete_draws}
    scouts = first_of_each_level(evidence.complete_draws, 3)
    cases = [(draw, name, text) for draw in scouts for name, text in NONSENSE.items() if text.strip() not in solutions]
    passed = accepted(evidence, cases)
    if passed:
        kinds = ", ".join(sorted({name for _, name, _ in passed})[:6])
        yield _finding(evidence, f"verify accepts nonsense ({kinds}); match the whole answer strictly", passed)


def _joined(evidence: Evidence) -> Iterator[Finding]:
    cases = [
        (draw, name, answer)
        for draw in evidence.complete_draws
        if _wrong(draw) != ALIEN
        for name, answer in joined(draw.solution, _wrong(draw)).items()
    ]
    passed = accepted(evidence, cases)
    for kind in dict.fromkeys(name for _, name, _ in passed):
        of_kind = [case for case in passed if case[1] == kind]
        asked = sum(name == kind for _, name, _ in cases)
        if len(of_kind) > MOST * asked:
            yield _finding(
                evidence,
                f"verify accepts the solution together with {kind} ({len(of_kind)} of {asked} draws); "
                "read the whole answer, not a part of it",
                of_kind,
            )
            return


def _near_misses(evidence: Evidence) -> Iterator[Finding]:
    misses = [
        (draw, miss)
        for draw in evidence.complete_draws
        for miss in near_misses(draw.solution)
        if miss.text not in (draw.solution, draw.solution.strip())
    ]
    outcomes = evidence.verify([(draw, miss.text) for draw, miss in misses])
    rates = _rates(zip((miss for _, miss in misses), outcomes, strict=True))
    single = all(re.fullmatch(r"-?[0-9]+", draw.solution.strip()) for draw in evidence.complete_draws)
    decisive = _decisive(rates, single=single)
    if decisive:
        passed: list[Case] = [
            (draw, miss.change, miss.text)
            for (draw, miss), outcome in zip(misses, outcomes, strict=True)
            if outcome is Outcome.CORRECT and miss.group in decisive
        ]
        kinds = ", ".join(dict.fromkeys(change for _, change, _ in passed))
        yield _finding(
            evidence,
            f"verify accepts {len(passed)} of {len(misses)} near misses of the solution ({kinds}); "
            "it checks too few of the question's conditions",
            passed,
        )


def _decisive(rates: dict[str, float], *, single: bool) -> set[str]:
    """Return the groups of changes that show, alone or together, that verify checks too little; none where it is sound.

    A changed sign or operator is wrong by itself, and so is every change of a solution that is a single integer. Else
    changes of value and of size count together, and changes of order only where there is nothing else.
    """
    alone = {group for group, rate in rates.items() if rate > MOST and (single or group in ("sign", "operator"))}
    together = {group for group in rates if group in ("value", "size")} or {
        group for group in rates if group == "order"
    }
    mean = sum(rates[group] for group in together) / len(together) if together else 0.0
    return alone or (together if mean > MOST else set())


def _rates(asked: Iterable[tuple[NearMiss, Outcome]]) -> dict[str, float]:
    groups: dict[str, list[bool]] = {}
    for miss, outcome in asked:
        groups.setdefault(miss.group, []).append(outcome is Outcome.CORRECT)
    return {group: sum(passed) / len(passed) for group, passed in groups.items()}


def _foreign_solutions(evidence: Evidence) -> Iterator[Finding]:
    cases = []
    for draws in by_level(evidence.complete_draws).values():
        for i, draw in enumerate(draws):
            other = draws[(i + 1) % len(draws)]
            if other.question != draw.question and other.solution.strip() != draw.solution.strip():
                cases.append((draw, "the solution of another instance", other.solution))
    passed = accepted(evidence, cases)
    if exceeds(len(passed), len(cases), rate=FOREIGN_RATE, alpha=0.001):
        yield _finding(
            evidence,
            f"verify accepts the solutions of other instances ({len(passed)} of {len(cases)} draws); "
            "it must check the answer against what this question gives",
            passed,
        )


def _wrong(draw: Draw) -> str:
    """Return a wrong answer of the draw that is plain text, else a word that is wrong everywhere."""
    for text in draw.wrong_answers:
        if text.strip() and text.replace("\n", "").isprintable() and len(text) < 2000:
            return text
    return ALIEN


def _finding(evidence: Evidence, message: str, passed: Sequence[Case]) -> Finding:
    draw, name, answer = passed[0]
    text, happened = described(answer, name)
    return evidence.finding(__name__, message, draw.witness(f"verify returned True for {happened}", text))
