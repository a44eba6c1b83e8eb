"""The jail: the only place where code of environments runs. See `sandbox.jail` for what it promises and what not."""
