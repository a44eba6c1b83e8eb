"""Which environments a dataset takes, which split each belongs to, and how many rows of each level it gives."""

import hashlib
from collections.abc import Iterable, Sequence

from resyn.core.errors import ConfigError


def choose_environments(names: Iterable[str], count: int | None, *, seed: int) -> list[str]:
    """Choose `count` names (None: all), whatever order they come in; sorted. Raises ConfigError where there are fewer.

    The names with the smallest hash of seed and name are taken, so that one environment more among those given changes
    at most one of those chosen.
    """
    known = sorted(set(names))
    if count is None:
        return known
    if count > len(known):
        raise ConfigError(
            f"{count} environments are asked for, {len(known)} are there",
            hint=f"Ask for {len(known)} or fewer, or give more environments.",
        )
    return sorted(sorted(known, key=lambda name: _hash(f"choice:{seed}:{name}"))[:count])


def split_of(name: str, *, validation: float, test: float) -> str:
    """Return "train", "validation" or "test" for an environment.

    It depends on the name and the shares alone: neither further environments nor another seed moves an environment, so
    a model trained on one dataset may be tested on any other. A larger share only adds environments to its split.
    """
    place = _hash(f"split:{name}") / 2**64
    if place < test:
        return "test"
    return "validation" if place >= 1 - validation else "train"


def spread_over_levels(names: Sequence[str], instances: int, levels: Sequence[int]) -> dict[str, dict[int, int]]:
    """Return how many instances of each level each environment gives, `instances` in all.

    What does not divide evenly goes to consecutive levels, beginning where the environment before left off; so counts
    of levels differ by at most one within an environment, and by at most one over all of them.
    """
    share, rest = divmod(instances, len(levels))
    spread = {}
    for place, name in enumerate(names):
        counts = dict.fromkeys(levels, share)
        for offset in range(rest):
            counts[levels[(place * rest + offset) % len(levels)]] += 1
        spread[name] = {level: count for level, count in counts.items() if count}
    return spread


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
