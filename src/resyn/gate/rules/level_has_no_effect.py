"""The level does not change the instances, stops changing them, or makes them smaller.

What it checks
    Measures of 36 instances per level: length of the question, size of the instance, each number in it by its place
    (mean, largest, count), each word of the question. Between levels 1 and 3, 3 and 5, and 5 and 10 at least one
    measure must differ clearly: a random instance of the one level exceeds one of the other in at least 3 of 4
    pairs (for single words, of which there are many, 4 of 5). Equal levels show such a difference in fewer than 1
    of 100 checks. Where measures differ between levels 1 and 10 and every one of them shrinks, the levels are
    inverted.

Why it matters
    Pass rates are calibrated over levels 1 to 5, and a curriculum climbs on without a cap. A level that only
    changes the seed, is compared with a string, or ends at `min(level, 4)` gives no climb; published generators
    ignored their difficulty because an inner retry drew it anew.

Example it rejects
    def generate(level, rng):
        n = min(5 + level, 6)
        return {"numbers": [rng.randint(1, 99) for _ in range(n)]}

How to fix
    Let every level add something: one more constraint, item, step or rule, without an upper bound. Draw no size by
    chance alone.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from resyn.core.records import Finding
from resyn.gate.evidence import Evidence, Glance

STAGE = "draw"
VERSION = 1

CLEAR = 0.25
"""How far from 1/2 the share of pairs must lie. 36 against 36 equal draws stray by 0.07 (one standard deviation)."""

CLEAR_FOR_WORDS = 0.30
COMPARED = ((1, 3), (3, 5), (5, 10))
MAX_PLACES = 60
"""Places of numbers that are measured; instances keyed by drawn names would have one measure per name."""


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for the first pair of levels that do not differ, or for inverted levels."""
    measured: dict[int, dict[str, list[float]]] = {}
    first: dict[int, Glance] = {}
    for level in evidence.setting.levels:
        glances = [glance for glance in evidence.glances if glance.level == level]
        if glances:
            measured[level] = transpose([measure(glance) for glance in glances])
            first[level] = glances[0]
    for low, high in COMPARED:
        if low in measured and high in measured and not differences(measured[low], measured[high]):
            message = (
                f"instances of level {high} look like those of level {low}; let every level add a constraint, an item "
                "or a step, without an upper bound"
            )
            yield evidence.finding(__name__, message, first[high].witness(f"no measure differs from level {low}"))
            return
    low, high = min(measured, default=0), max(measured, default=0)
    moved = differences(measured[low], measured[high]) if low < high else {}
    if moved and all(change < 0 for change in moved.values()):
        message = f"instances shrink from level {low} to level {high}; level 1 must be the easiest"
        shown = ", ".join(sorted(moved)[:5])
        yield evidence.finding(__name__, message, first[high].witness(f"all that changes becomes less: {shown}"))


def measure(glance: Glance) -> dict[str, float]:
    """Return the measures of one instance by name."""
    words = re.findall(r"[^\W\d_]+", glance.question.lower())
    measures: dict[str, float] = {
        "question length": len(glance.question),
        "question lines": glance.question.count("\n"),
        "numbers in the question": len(re.findall(r"\d+", glance.question)),
        "different words": len(set(words)),
        "instance length": len(glance.instance),
    }
    places: dict[str, list[float]] = {}
    for place, value in _leaves(glance.data):
        places.setdefault(place, []).append(value)
    for place in sorted(places)[:MAX_PLACES]:
        values = places[place]
        measures[f"count of {place}"] = len(values)
        measures[f"mean of {place}"] = sum(values) / len(values)
        measures[f"largest of {place}"] = max(values)
    for word, count in Counter(words).items():
        measures[f"word {word}"] = count
    return measures


def differences(low: dict[str, list[float]], high: dict[str, list[float]]) -> dict[str, float]:
    """Return the measures that differ clearly, with the share of pairs in which `high` exceeds `low`, less 1/2.

    The share is the area under the ROC curve (Mann and Whitney's U over the number of pairs; ties count half).
    """
    moved = {}
    zeros_low, zeros_high = [0.0] * _count(low), [0.0] * _count(high)
    for name in {**low, **high}:
        share = exceeding(low.get(name, zeros_low), high.get(name, zeros_high)) - 0.5
        if abs(share) >= (CLEAR_FOR_WORDS if name.startswith("word ") else CLEAR):
            moved[name] = share
    return moved


def exceeding(low: Sequence[float], high: Sequence[float]) -> float:
    """Return the share of pairs (one of `low`, one of `high`) in which `high` is more; ties count half."""
    ordered = sorted(low)
    wins = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in high)
    return wins / (2 * len(low) * len(high))


def transpose(rows: list[dict[str, float]]) -> dict[str, list[float]]:
    """Return the values of all rows by name; a name that a row lacks counts 0 there."""
    names = {name: None for row in rows for name in row}
    return {name: [row.get(name, 0.0) for row in rows] for name in names}


def _count(measured: dict[str, list[float]]) -> int:
    return len(measured["question length"])


def _leaves(data: Any) -> Iterator[tuple[str, float]]:
    """Yield every number, with the keys that lead to it (positions in lists left out), and text by its length."""
    layer: list[tuple[str, Any]] = [("instance", data)]
    while layer:
        place, value = layer.pop()
        if isinstance(value, dict):
            layer += [(f"{place}[{key!r}]", part) for key, part in value.items()]
        elif isinstance(value, list):
            layer += [(f"{place}[]", part) for part in value]
        elif isinstance(value, int | float):
            yield place, float(min(max(value, -(10**300)), 10**300))
        elif isinstance(value, str):
            yield place, len(value)
