"""What a small author really wrote is stopped: every copy as a copy, every reply by some rule."""

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resyn.core.environment import Environment
from resyn.gate.check import check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.rule import all_rules

REPLIES = Path(__file__).parent / "corpus" / "replies.jsonl"
EXAMPLES = {"order_tasks": 52, "choose_numbers": 38}
"""Replies that repeat the two examples of the prompt word for word."""

NO_ANSWERS = '\n\ndef wrong_answers(instance):\n    return ["no answer", "0 0 0 0", "-1"]\n'


@functools.cache
def replies() -> dict[int, dict[str, Any]]:
    rows = [json.loads(line) for line in REPLIES.read_text(encoding="utf-8").splitlines()]
    return {row["i"]: row for row in rows}


def environment(number: int, name: str = "") -> Environment:
    """Return the file in a reply, with the docstring and the function that the prompt did not ask for."""
    text = replies()[number]["reply"]
    fenced = re.search(r"```(?:python)?\n(.*?)(?:```|$)", text, re.DOTALL)
    source = fenced.group(1) if fenced else text
    if not source.lstrip().startswith('"""'):
        source = f'"""Ask for something by its rules."""\n{source}'
    return Environment(name or f"reply_{number}", source + NO_ANSWERS)


def known(surroundings: Callable[[str], Surroundings]) -> Surroundings:
    around = surroundings("corpus")
    return Surroundings(around.jail, around.salted, Library([environment(i, name) for name, i in EXAMPLES.items()]))


def repeats_an_example(row: dict[str, Any]) -> bool:
    return "copy" in (row.get("defect") or "")


@pytest.mark.parametrize("number", [i for i, row in replies().items() if repeats_an_example(row)])
def test_a_copy_of_a_prompt_example_is_a_duplicate(number: int, surroundings: Callable[[str], Surroundings]) -> None:
    rule = tuple(rule for rule in all_rules() if rule.name == "duplicate")
    report = check_environment(environment(number), known(surroundings), rules=rule)
    assert [finding.rule for finding in report.findings] == ["duplicate"]


@pytest.mark.slow
@pytest.mark.parametrize("number", list(replies()))
def test_no_reply_passes_all_rules(number: int, surroundings: Callable[[str], Surroundings]) -> None:
    report = check_environment(environment(number), known(surroundings))
    assert not report.passed
