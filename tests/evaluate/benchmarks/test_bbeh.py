import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.evaluate.benchmarks.bbeh import BBEH, is_correct
from resyn.evaluate.problem import Problem


def right(answer: str, target: str) -> bool:
    return is_correct(answer, Problem("bbeh", "task", "task/0", "?", target))


@pytest.mark.parametrize(
    ("answer", "target"),
    [
        ("(A)", "(A)"),
        ("a", "(A)"),
        ("(a)", "A"),
        ("The answer is: (A).", "(A)"),
        ("The final answer is: \\boxed{4}.", "4"),
        ("The answer is 7", "7"),
        ("first 3. The final answer is 4. The final answer is 5", "5"),
        ("$\\text{yes}$", "Yes"),
        ("\\texttt{no}", "no"),
        ("**25**\nfor this reason", "25.0"),
        ("4.0", "4"),
        ("1e2", "100"),
        ("2, 3,4", "2,3, 4"),
        ("yes, no, unknown.", "yes, no, unknown"),
        ("dont", "don't"),
        ("[thursday]", "thursday"),
        ("emma, lily", "[emma, lily]"),
        ("why?", "why"),
        ("els llaços", "ELS LLAÇOS"),
    ],
)
def test_the_publishers_fuzzy_match_accepts(answer: str, target: str) -> None:
    assert right(answer, target)


@pytest.mark.parametrize(
    ("answer", "target"),
    [
        ("(B)", "(A)"),
        ("(A) because", "(A)"),
        ("A)", "(A)"),
        ("2,3,5", "2,3,4"),
        ("2 3 4", "2,3,4"),
        ("four", "4"),
        ("[[4]]", "4"),
        ("why??", "why"),
        ("", "(A)"),
        ("(A) and (B)", "(A)"),
        ("the answer is 4", "4"),  # the publisher's phrases are written with a capital
        ("He laughs.", "He laughs."),  # the publisher takes the answer's full stop off, and leaves the target's
        ("nan", "nan?"),
    ],
)
def test_the_publishers_fuzzy_match_refuses(answer: str, target: str) -> None:
    assert not right(answer, target)


@given(st.text(), st.text(min_size=1))
def test_no_answer_raises(answer: str, target: str) -> None:
    assert right(answer, target) in (True, False)


def test_headline_is_the_harmonic_mean() -> None:
    assert BBEH.headline == "harmonic"
