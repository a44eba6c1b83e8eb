"""Questions repeat text of a benchmark that is used for evaluation.

What it checks
    The docstring and the questions of one draw per level against all questions of the benchmark folder that was
    given: no run of 13 words in common, and at most 15 of 100 runs of 8 words. Case, punctuation and white space do
    not count, numbers do; runs of mere numbers and symbols are passed over. And no question may be so near to a
    published one, by the library's embedder, as two texts that ask the same. Without a folder the rule does not run.

Why it matters
    A model trained on the benchmark's own text is measured on what it has learned by heart. Thirteen words in
    common is the measure of contamination since GPT-3 (Brown et al. 2020, appendix C).

Example it rejects
    an environment whose question begins with the opening paragraph of a published puzzle, its numbers drawn anew

How to fix
    State the task in words of your own; a known kind of puzzle is no leak, its published wording is.
"""

import ast
from collections.abc import Iterator

from resyn.core.records import Finding
from resyn.gate.evidence import Evidence
from resyn.gate.sample import first_of_each_level

STAGE = "corpus"
VERSION = 2

RUN = 13
SHARE = 0.15


def applies(evidence: Evidence) -> bool:
    """Tell whether a benchmark folder was given."""
    return evidence.surroundings.library.benchmarks is not None


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for the text that repeats most."""
    index = evidence.surroundings.library.benchmarks
    if index is None or evidence.tree is None:
        return
    texts = [(None, ast.get_docstring(evidence.tree) or "")]
    draws = first_of_each_level(evidence.complete_draws, 1)
    overlaps = [(draw, index.overlap(text)) for draw, text in [*texts, *((draw, draw.question) for draw in draws)]]
    draw, overlap = max(overlaps, key=lambda case: (case[1].words, case[1].share))
    if overlap.words >= RUN or overlap.share > SHARE:
        where = "the docstring" if draw is None else f"the question of level {draw.level}"
        message = (
            f"{where} repeats {overlap.words} words of {index.find(overlap.run) or 'a benchmark'} in a row "
            f"({overlap.share:.0%} of its 8-word runs); state the task in words of your own"
        )
        happened = f"repeated: {overlap.run[:300]}"
        yield evidence.finding(__name__, message, draw.witness(happened) if draw else None)
        return
    embedder = evidence.surroundings.library.embedder
    for near_draw in draws:
        near = index.nearest(near_draw.question, embedder)
        if near is not None and near.nearness >= embedder.near:
            message = (
                f"the question of level {near_draw.level} is nearly one of {near.file} (nearness {near.nearness:.2f}, "
                f"the bound is {embedder.near}); state another task, or this one in words of your own"
            )
            yield evidence.finding(__name__, message, near_draw.witness(f"near: {near.question[:300]}"))
            return
