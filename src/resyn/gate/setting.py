"""How thoroughly the rules look: which levels, how many draws, which salts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """Levels to draw from, draws per level, and the wall seconds after which a candidate is given up (and rejected).

    `glances_per_level` counts the cheap draws (generate and observe alone) for rules about distributions. `hash_salts`
    are the values of PYTHONHASHSEED of the processes that must agree; the first is the main jail's.
    """

    name: str
    levels: tuple[int, ...]
    draws_per_level: int
    hash_salts: tuple[int, ...]
    seconds: float
    glances_per_level: int = 36
    seed: int = 0


QUICK = Setting("quick", levels=(1, 2, 3, 4, 5, 10), draws_per_level=12, hash_salts=(0, 1, 2), seconds=60.0)
"""For a candidate: about a second when it is good."""

DEEP = Setting(
    "deep",
    levels=tuple(range(1, 11)),
    draws_per_level=60,
    hash_salts=(0, 0, 1, 1, 2),
    seconds=600.0,
    glances_per_level=200,
)
"""For what is shipped. Five processes: three miss a nondeterministic generator too often (Reasoning Core)."""

SETTINGS = {setting.name: setting for setting in (QUICK, DEEP)}
