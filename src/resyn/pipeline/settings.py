"""What a run is asked to do, and which part of that may not change while it goes on."""

from dataclasses import asdict, dataclass
from typing import Any

from resyn.core.errors import ConfigError
from resyn.core.store import Store

_BINDING = ("model", "temperature", "plan_first", "examples", "seed")


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What decides a run's results. `rounds` bounds how often a failed candidate goes back to the model.

    `gate` is the rules' setting, "none" where candidates are only written; `isolation` is what was asked of the jail.
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

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return asdict(self) | {"keywords": list(self.keywords)}


def bind(settings: RunSettings, store: Store) -> None:
    """Write the settings into a store, after comparing them with those that its candidates were begun with.

    What the author is asked may not change in mid-run: raises ConfigError naming both values. Keywords and proposals
    may grow, the endpoint may move, and candidates that were only written may be checked later.
    """
    wanted = settings.to_json()
    begun = store.read_meta("settings")
    if begun is not None and any(row.steps for row in store.candidates()):
        for key in _BINDING:
            if begun.get(key) != wanted[key]:
                raise ConfigError(
                    f"this run began with {key} = {begun.get(key)!r}, now {wanted[key]!r} is asked for",
                    hint=f"Give the same value to go on with the run in {store.folder}, or another folder with --out.",
                )
    store.write_meta("settings", wanted)
