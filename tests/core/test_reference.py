import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.core.reference import matches, normal_form


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        (" 42\n", "42"),
        ("42.", "42"),
        ("A, B ,C", "a,b,c"),
        ("[1, 2, 3]", "[1,2,3]"),
        ("x = 5; y: 6", "X=5;y:6"),
        ("A -> B", "A->B"),
        ("one  two\nthree", "one two three"),
        ("\uff14\uff12", "42"),
    ],
)
def test_layout_does_not_count(answer: str, reference: str) -> None:
    assert matches(answer, reference)


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("42", "43"),
        ("042", "42"),
        ("4.2", "42"),
        ("4 2", "42"),
        ("-42", "42"),
        ("1 2 3", "3 2 1"),
        ("1,2", "1 2"),
        ("1/2", "0.5"),
        ("42 apples", "42"),
        ("", "0"),
        ("a..", "a."),
    ],
)
def test_content_counts(answer: str, reference: str) -> None:
    assert not matches(answer, reference)


@given(st.text())
def test_normal_form_is_stable(answer: str) -> None:
    assert normal_form(normal_form(answer)) == normal_form(answer)


@given(st.integers(), st.integers())
def test_two_numbers_are_never_one(first: int, second: int) -> None:
    assert matches(f"{first}", f"{second}") == (first == second)
