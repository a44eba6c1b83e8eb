"""The question shows its own solution.

What it checks
    Over all draws, from level 1 to level 10:
    - whether a fixed place of the question holds the solution: the word behind the same two words or signs ("total
      is", "solution:"), or the same place from its beginning or end. A finding where such a place is right in a
      rate proven above 15% (exact binomial test at 0.0001; at QUICK this takes 24 of 72 draws, or 8 of the 12 of
      one level);
    - whether a solution of four items or more, or of several lines, stands in the question as a line, a sentence,
      or behind a colon, alone or among words that every question of the level has ("first a, then b, then c"): a
      finding above 10%.
    A solution that merely occurs somewhere is no finding: who asks for one of the shown numbers, for a stretch of a
    list or for a name has to show it.

Why it matters
    A model copies what it can copy. Generators that are rewarded for solvability leak hints into their questions;
    one wave of generated tasks told the total in the story, and a role prompt that held the gold grid was worth 62
    points.

Example it rejects
    def observe(instance): return f"Order these tasks: {instance}"       # {'edges': ..., 'solution': '2 0 1'}

How to fix
    Build the question from the fields that a solver needs, one by one, never from the whole instance. Leave out
    totals and results that the story computes on the way. Shuffle with rng what is listed, so that the hidden order
    is not the order of the lines. Write the format example with fixed dummy values.
"""

import re
from collections.abc import Iterator, Sequence

from resyn.core.records import Finding
from resyn.core.statistics import exceeds
from resyn.gate.answers import tokens_of
from resyn.gate.evidence import Draw, Evidence
from resyn.gate.sample import by_level

STAGE = "draw"
VERSION = 1

PLACE_RATE, PLACE_ALPHA = 0.15, 0.0001
LISTED_RATE, LISTED_ALPHA = 0.10, 0.001
LONG = 4
"""Items from which on a solution does not stand in a question by chance."""

_FEWEST_SOLUTIONS = 3
"""Different solutions that a place must have shown; a place with one constant text is a case for `guessable`."""


def check(evidence: Evidence) -> Iterator[Finding]:
    """Report the place, and the list, that give the solution away most often."""
    levels = by_level(evidence.complete_draws)
    places = {draw.instance: _places(draw) for draw in evidence.complete_draws}
    listed = {draw.instance: _listed(draw, narration) for draw, narration in _with_narration(levels)}
    groups = [list(evidence.complete_draws), *levels.values()]
    yield from _proven(evidence, groups, places, rate=PLACE_RATE, alpha=PLACE_ALPHA)
    yield from _proven(evidence, groups, listed, rate=LISTED_RATE, alpha=LISTED_ALPHA)


def _proven(
    evidence: Evidence, groups: Sequence[Sequence[Draw]], places: dict[str, set[str]], *, rate: float, alpha: float
) -> Iterator[Finding]:
    """Yield the best place of the first group (all levels, then each level) where one is proven."""
    for group in groups:
        shown: dict[str, list[Draw]] = {}
        for draw in group:
            for place in places[draw.instance]:
                shown.setdefault(place, []).append(draw)
        varied = {
            place: draws
            for place, draws in shown.items()
            if len({draw.solution for draw in draws}) >= _FEWEST_SOLUTIONS
        }
        if not varied:
            continue
        place, draws = max(varied.items(), key=lambda item: len(item[1]))
        if exceeds(len(draws), len(group), rate=rate, alpha=alpha):
            yield evidence.finding(
                __name__,
                f"the question shows its solution {place}, in {len(draws)} of {len(group)} draws; "
                "print only what a solver needs",
                draws[0].witness(f"the solution stands in the question {place}", draws[0].solution),
            )
            return


def _pieces(text: str) -> list[str]:
    """Return the words and numbers of a text, without the punctuation around them."""
    tokens = tokens_of(re.sub(r"[=:\"'`|]", " ", text))
    bare = (token.strip(".?!") if any(map(str.isalnum, token)) else token for token in tokens)
    return [token for token in bare if token]


def _places(draw: Draw) -> set[str]:
    """Return the names of the places at which the solution stands and where a reader would look for it blindly."""
    words, wanted = _pieces(draw.question), _pieces(draw.solution)
    if not wanted or len(wanted) > len(words):
        return set()
    size = len(wanted)
    before: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(words)):
        for length in (1, 2):
            if i >= length:
                before.setdefault(tuple(words[i - length : i]), []).append(i)
    found = set()
    for i in range(len(words) - size + 1):
        if words[i : i + size] == wanted:
            found.add(f"at word {i + 1}")
            found.add(f"{len(words) - i - size} words before its end")
            for length in (1, 2):
                anchor = tuple(words[max(0, i - length) : i])
                seen = before.get(anchor, [])
                text = ascii(" ".join(anchor))
                found |= {f"behind the first {text}"} if seen[:1] == [i] else set()
                found |= {f"behind the last {text}"} if seen[-1:] == [i] else set()
    return found


def _with_narration(levels: dict[int, list[Draw]]) -> Iterator[tuple[Draw, frozenset[str]]]:
    """Yield each draw with the words, numbers apart, that all questions of its level share."""
    for draws in levels.values():
        shared = frozenset.intersection(*(frozenset(_pieces(draw.question.lower())) for draw in draws))
        narration = frozenset(word for word in shared if not re.search(r"[0-9]", word))
        yield from ((draw, narration) for draw in draws)


def _listed(draw: Draw, narration: frozenset[str]) -> set[str]:
    """Tell whether a line, a sentence or what follows a colon holds exactly the solution's items in their order."""
    solution = draw.solution.strip()
    wanted = _pieces(solution)
    if len(wanted) < LONG or len(set(wanted)) < 2:
        return set()
    lines = [line.strip() for line in draw.question.splitlines()]
    if "\n" in solution:
        block = "\n".join(line.strip() for line in solution.splitlines())
        return {"line by line"} if f"\n{block}\n" in "\n" + "\n".join(lines) + "\n" else set()
    kept = frozenset(word.lower() for word in wanted)
    for line in lines:
        for segment in {line, line.rsplit(":", 1)[-1], *re.split(r"[.!?]\s", line)}:
            pieces = [word for word in _pieces(segment) if word.lower() in kept or word.lower() not in narration]
            if pieces == wanted:
                return {"item by item, in order"}
    return set()
