from pathlib import Path

import pytest
from tests.evaluate.conftest import write_jsonl

from resyn.core.errors import ConfigError
from resyn.evaluate.benchmarks.gsm8k import is_correct, read
from resyn.evaluate.problem import Problem


@pytest.mark.parametrize(
    "answer",
    [
        "1,080",
        "1080",
        "$1080",
        "$1,080.00",
        "1080 dollars",
        "**1080**",
        "\\boxed{1080}",
        "18 * 60 = 1080",
        "1080.",
        "$1{,}080$",
    ],
)
def test_the_final_number_counts(answer: str) -> None:
    assert is_correct(answer, Problem("gsm8k", "gsm8k", "0", "?", "1,080"))


@pytest.mark.parametrize(
    "answer", ["", "108", "1080 or 1081", "10.80", "one thousand and eighty", "-1080", "1080 of 2160"]
)
def test_another_final_number_does_not(answer: str) -> None:
    assert not is_correct(answer, Problem("gsm8k", "gsm8k", "0", "?", "1080"))


def test_the_target_stands_after_the_mark(tmp_path: Path) -> None:
    row = {"question": "How many rolls?", "answer": "4 * 6 = <<4*6=24>>24\n#### 24"}
    write_jsonl(tmp_path / "gsm8k" / "test.jsonl", [row])
    assert list(read(tmp_path)) == [Problem("gsm8k", "gsm8k", "0", "How many rolls?", "24")]


def test_an_answer_without_the_mark_is_no_gsm8k(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "gsm8k" / "test.jsonl", [{"question": "How many?", "answer": "24"}])
    with pytest.raises(ConfigError, match="####"):
        list(read(tmp_path))
