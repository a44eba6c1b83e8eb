"""What a run is asked to do, and which part of that may not change while it goes on."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from resyn.core.errors import ConfigError
from resyn.core.store import Store

WRITE_ONLY: Final = "none"
"""The rules' setting where candidates are written and not checked."""

_AUTHORING: Final = ("model", "temperature", "plan_first", "examples", "seed")
_REVIEWING: Final = (
    *("judges", "judge_model", "votes", "solver", "solver_model", "attempts", "require_solver"),
    *("calibration", "calibration_instances"),
)
_BEFORE: Final = {"judges": False, "solver": False, "calibration": False, "require_solver": False}
"""How a run was set that began before there were such stages."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What decides a run's results. `rounds` bounds how often a failed candidate goes back to the model.

    `gate` is the rules' setting, "none" where candidates are only written; `isolation` is what was asked of the jail.
    Where `judge_model` or `solver_model` is "", the author's model takes that part. `votes` are asked of each judge,
    `attempts` bounds the blind solver's, and calibration asks `calibration_instances` questions a level.
    """

    keywords: tuple[str, ...]
    model: str
    proposals: int = 8  # per keyword, as in the paper (section on environment synthesis)
    rounds: int = 2
    temperature: float = 0.8
    plan_first: bool = True
    examples: int = 1
    gate: str = "quick"
    seed: int = 0
    isolation: str = "auto"
    endpoint: str | None = None
    judges: bool = True
    judge_model: str = ""
    votes: int = 1
    solver: bool = True
    solver_model: str = ""
    attempts: int = 2
    require_solver: bool = False
    calibration: bool = False
    calibration_instances: int = 20

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return asdict(self) | {"keywords": list(self.keywords)}


def bind(settings: RunSettings, store: Store) -> None:
    """Write the settings into a store, after comparing them with those that its candidates were begun with.

    What the author is asked may not change in mid-run, nor, once rules have judged, what the stages after them are:
    raises ConfigError naming both values. Keywords and proposals may grow, the endpoint may move, and candidates that
    were only written may be checked later; but what a run checks is not bound to settings that only write.
    """
    wanted = settings.to_json()
    begun = store.read_meta("settings")
    if begun is not None and store.is_begun():
        if settings.gate == WRITE_ONLY != begun.get("gate"):
            raise ConfigError(
                f"{store.folder} holds a run, whose candidates are checked and judged",
                hint="Go on with it by `resyn run`, or give proposals that are only written a folder of their own.",
            )
        bound = _AUTHORING if begun.get("gate") == WRITE_ONLY else (*_AUTHORING, *_REVIEWING)
        for key in bound:
            earlier = begun.get(key, _BEFORE.get(key, wanted[key]))
            if earlier != wanted[key]:
                raise ConfigError(
                    f"this run began with {key} = {earlier!r}, now {wanted[key]!r} is asked for",
                    hint=f"Give the same value to go on with the run in {store.folder}, or another folder with --out.",
                )
    store.write_meta("settings", wanted)
