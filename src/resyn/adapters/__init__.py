"""Adapters: one file per outside system, each behind an extra of its name; what they share knows no outside system.

Trainers, evaluators and corpora of others meet here what every one of them gets alike: rows, live questions, scores.
"""
