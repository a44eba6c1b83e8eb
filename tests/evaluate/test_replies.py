"""What a real model (Qwen2.5-Coder-1.5B-Instruct, temperature 0.7) replied to questions of ours, labelled by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from resyn.core.response import extract_answer, follows_format
from resyn.evaluate.problem import Problem
from resyn.evaluate.registry import BENCHMARKS

REPLIES = [json.loads(line) for line in (Path(__file__).parent / "replies.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("case", REPLIES, ids=lambda case: f"{case['benchmark']}-{case['task']}")
def test_a_real_reply_is_read_and_judged_as_a_person_does(case: dict[str, Any]) -> None:
    answer = extract_answer(case["reply"])
    assert answer == case["answer"]
    assert follows_format(case["reply"]) == case["follows_format"]
    problem = Problem(case["benchmark"], case["task"], "operation/1", case["question"], case["target"], "operation/1")
    right = answer is not None and BENCHMARKS[case["benchmark"]].is_correct(answer, problem)
    assert right == case["correct"]


QUESTIONS = [json.loads(line) for line in (Path(__file__).parent / "questions.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: f"{asked['benchmark']}-{asked['task']}")
def test_a_question_for_collecting_replies_has_a_target_that_its_rule_accepts(asked: dict[str, str]) -> None:
    rule = "operation/1"
    problem = Problem(asked["benchmark"], asked["task"], rule, asked["question"], asked["target"], rule)
    assert BENCHMARKS[asked["benchmark"]].is_correct(asked["target"], problem)
    assert not BENCHMARKS[asked["benchmark"]].is_correct("something else", problem)


def test_questions_ask_for_every_kind_of_answer() -> None:
    assert {asked["benchmark"] for asked in QUESTIONS} == BENCHMARKS.keys() - {"bbeh-mini"}
