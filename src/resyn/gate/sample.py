"""Choose among draws: some of each level, or all of a level together."""

from collections.abc import Sequence

from resyn.gate.evidence import Draw


def by_level(draws: Sequence[Draw]) -> dict[int, list[Draw]]:
    """Return the draws of each level, in their order."""
    levels: dict[int, list[Draw]] = {}
    for draw in draws:
        levels.setdefault(draw.level, []).append(draw)
    return levels


def first_of_each_level(draws: Sequence[Draw], count: int) -> list[Draw]:
    """Return at most `count` draws of each level."""
    return [draw for group in by_level(draws).values() for draw in group[:count]]
