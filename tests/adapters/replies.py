"""Replies to the rows of a dataset: right ones, wrong ones, and rows that cannot be verified."""

from pathlib import Path
from typing import Any

from resyn.adapters.questions import Questions
from resyn.adapters.rows import read_rows
from resyn.core.jsontext import dump
from resyn.core.verifier import Verifier

WRONG = "<think>no idea</think><answer>no idea</answer>"
FORMAT = 0.1  # what a reply in the right form earns


def correct_reply(answer: str) -> str:
    """Return a reply in the right form."""
    return f"<think>step by step</think><answer>{answer}</answer>"


def rows_with_solutions(folder: Path) -> list[tuple[dict[str, Any], str]]:
    """Return rows, each with a right reply."""
    rows = read_rows(folder)
    with Questions(folder) as questions:
        solutions = [questions.solve(Verifier.from_text(row["verifier"])) for row in rows]
    return [(row, correct_reply(solution or "")) for row, solution in zip(rows, solutions, strict=True)]


def faulty(verifier: str) -> str:
    """Return the verifier of a row whose instance makes verify raise."""
    row = Verifier.from_text(verifier)
    return Verifier(row.environment, row.version, row.behaviour_hash, dump({"nothing": "of use"})).to_text()


def changed(verifier: str) -> str:
    """Return the verifier of a row that another version of the environment drew: a fault, whatever is replied."""
    row = Verifier.from_text(verifier)
    return Verifier(row.environment, row.version, "0" * 64, row.instance).to_text()
