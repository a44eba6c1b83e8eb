"""Reasoning environments that a language model writes, a jail runs, and rules prove sound."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from resyn.core.environment import Environment
    from resyn.core.errors import ResynError
    from resyn.core.records import Finding, Item, Outcome
    from resyn.sandbox.jail import Jail

_HOME = {
    "Environment": "resyn.core.environment",
    "Finding": "resyn.core.records",
    "Item": "resyn.core.records",
    "Jail": "resyn.sandbox.jail",
    "Outcome": "resyn.core.records",
    "ResynError": "resyn.core.errors",
}

__all__ = ["Environment", "Finding", "Item", "Jail", "Outcome", "ResynError"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
