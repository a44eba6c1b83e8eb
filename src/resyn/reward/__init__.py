"""Stage: reward. Replies of a model become rewards: verified in the jail, in batches over many environments."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from resyn.reward.score import Ask, Score
    from resyn.reward.scorer import Scorer

_HOME = {"Ask": "resyn.reward.score", "Score": "resyn.reward.score", "Scorer": "resyn.reward.scorer"}

__all__ = ["Ask", "Score", "Scorer"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
