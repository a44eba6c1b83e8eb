"""The taskset of Prime Intellect's verifiers, where its commands look for it: `vf-eval resyn-taskset`."""

from resyn.adapters.verifiers import ResynTaskset

__all__ = ["ResynTaskset"]
