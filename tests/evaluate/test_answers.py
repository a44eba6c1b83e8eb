import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.evaluate.answers import final_number, unwrap


@pytest.mark.parametrize(
    ("answer", "bare"),
    [
        ("18", "18"),
        (" 18.\n", "18"),
        ("18.0", "18.0"),
        ("and so on...", "and so on..."),
        ("**18**", "18"),
        ("$18$", "18"),
        ("$$18$$", "18"),
        ("$18", "$18"),
        ("\\(18\\)", "18"),
        ("\\[ 18 \\]", "18"),
        ("\\boxed{18}.", "18"),
        ("$\\boxed{\\text{(B)}}$", "(B)"),
        ("\\boxed{\\frac{1}{2}}", "\\frac{1}{2}"),
        ("\\boxed{1} or \\boxed{2}", "\\boxed{1} or \\boxed{2}"),
        ("`True`", "True"),
        ('"yes"', "yes"),
        ("", ""),
        ("**", "**"),
        ("$", "$"),
    ],
)
def test_what_is_wrapped_around_the_whole_answer_is_taken_off(answer: str, bare: str) -> None:
    assert unwrap(answer) == bare


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("18", 18),
        ("18.00", 18),
        ("$18", 18),
        ("-$18", -18),
        ("18 dollars", 18),
        ("US$18", 18),
        ("-US$1,800", 1800),
        ("Rs.18", 18),
        ("18€", 18),
        ("\\$18", 18),
        ("18 \\text{ dollars}", 18),
        ("18kg", 18),
        ("#### 18", 18),
        ("x=18", 18),
        ("**Answer:** 18", 18),
        ("1.2.3", Fraction(6, 5)),
        ("1,234,567", 1234567),
        ("1{,}000", 1000),
        ("12,5", 5),
        ("0.5", Fraction(1, 2)),
        (".5", Fraction(1, 2)),
        ("-.5", Fraction(-1, 2)),
        ("3/4", Fraction(3, 4)),
        ("\\frac{3}{4}", Fraction(3, 4)),
        ("3 / 0", None),
        ("1e3", 1000),
        ("x = 3, y = -4", -4),
        ("5 - 3 = 2", 2),
        ("5-3", 3),
        ("10%", 10),
        ("007", 7),
        ("\u22127", -7),
        ("no number", None),
        ("a1", None),
        ("²", None),
        ("٣", None),
        ("9" * 50, None),
        ("", None),
    ],
)
def test_the_last_number_counts_by_its_value(answer: str, number: int | Fraction | None) -> None:
    assert final_number(answer) == number


@given(st.text())
def test_no_answer_raises_and_unwrapping_twice_changes_nothing(answer: str) -> None:
    assert unwrap(unwrap(answer)) == unwrap(answer)
    final_number(answer)


@given(st.integers(-(10**12), 10**12))
def test_any_integer_is_read_however_it_is_written(number: int) -> None:
    written = [f"{number}", f"{number:,}", f"so {number}.", f"${number}$", f"\\boxed{{{number:,}}}", f"**{number}**"]
    assert [final_number(unwrap(text)) for text in written] == [number] * len(written)


@pytest.mark.parametrize("unit", ["1,", "-", "9", "\\boxed{", "$", "1/", ".1", "**"])
def test_a_hundred_thousand_hostile_characters_are_read_at_once(unit: str) -> None:
    begun = time.process_time()
    final_number(unwrap(unit * (100_000 // len(unit))))
    assert time.process_time() - begun < 2.0


def test_wraps_within_wraps_are_taken_off_at_once() -> None:
    begun = time.process_time()
    assert unwrap("\\boxed{" * 8 + "7" + "}" * 8) == "7"
    assert unwrap("\\boxed{" * 12_000 + "7" + "}" * 12_000).startswith("\\boxed{")
    assert time.process_time() - begun < 2.0
