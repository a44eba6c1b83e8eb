"""Evaluation of models: benchmarks, scoring, pass@k, intervals, comparison, leakage."""
