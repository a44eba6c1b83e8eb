import pytest

from resyn.evaluate.benchmarks.aime24 import AIME24, is_correct
from resyn.evaluate.problem import Problem


@pytest.mark.parametrize(
    "answer", ["73", "073", "\\boxed{073}", "$73$", "m + n = 73", "73.0", "**73**", "\\(\\boxed{73}\\)."]
)
def test_an_integer_counts_with_and_without_leading_zeros(answer: str) -> None:
    assert is_correct(answer, Problem("aime24", "aime24", "60", "?", "073"))
    assert is_correct(answer, Problem("aime24", "aime24", "60", "?", "73"))


@pytest.mark.parametrize("answer", ["", "-73", "730", "73.5", "146/3", "1073", "7 3", "\\frac{73}{2}"])
def test_anything_else_does_not(answer: str) -> None:
    assert not is_correct(answer, Problem("aime24", "aime24", "60", "?", "073"))


def test_the_paper_takes_128_samples() -> None:
    assert AIME24.samples == 128
