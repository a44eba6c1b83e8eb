"""Datasets of (question, verifier) rows drawn from environments, as a folder that stands by itself."""
