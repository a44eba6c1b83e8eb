"""Bugs of known classes, planted one at a time into a sound environment."""

from resyn.audit.mutations.plant import Mutant, plant

__all__ = ["Mutant", "plant"]
