import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.report.text import visible


def test_marks_that_nobody_sees_are_shown() -> None:
    assert visible("a\u202eb\u200bc\x1b[0m\x00\r\nd\u2028\ud800\te") == (
        "a[U+202E]b[U+200B]c[U+001B][0m[U+0000]\nd[U+2028][U+D800]\te"
    )


def test_long_text_is_cut_and_says_so() -> None:
    assert visible("x" * 1_500, most=10) == "x" * 10 + "\n... 1,490 more characters"


@given(st.text())
def test_every_text_can_stand_in_a_file(text: str) -> None:
    shown = visible(text)
    shown.encode()
    assert shown.replace("\n", "").replace("\t", "").isprintable() or any(
        not character.isprintable() for character in text
    )


@pytest.mark.parametrize("text", ["plain", "Größe 東京 λ → ✓", "tab\tline\nnext"])
def test_readable_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text
