"""Whether a solver's pass rate falls with the level: measured by a model, tested, and judged."""
