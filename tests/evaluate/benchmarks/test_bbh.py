import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.evaluate.benchmarks.bbh import is_correct
from resyn.evaluate.problem import Problem

QUESTION = "Who is last?\nOptions:\n(A) The otter\n(B) The heron, 3 p.m.\n(C) A toad"


def right(answer: str, target: str, task: str = "any") -> bool:
    return is_correct(answer, Problem("bbh", task, f"{task}/0", QUESTION, target))


@pytest.mark.parametrize(
    "answer",
    [
        "(B)",
        "B",
        "b",
        "(b).",
        "B)",
        "B.",
        "[B]",
        "Option B",
        "option (B)",
        "**(B)**",
        "\\boxed{B}",
        "$\\boxed{\\text{(B)}}$",
        "The answer is (B).",
        "the correct answer is: B",
        "(B) The heron, 3 p.m.",
        "(B) the heron, 3 p.m",
        "B: The heron, 3 p.m.",
        "(B)\nThe heron, 3 p.m.",
        "B - The heron, 3 p.m.",
        "(B) \u2013 The heron, 3 p.m.",
        "Answer: (B)",
        "Final answer: B",
        "The correct option is (B).",
        "Therefore, the correct choice is: (B) The heron, 3 p.m.",
    ],
)
def test_an_option_counts_by_its_letter(answer: str) -> None:
    assert right(answer, "(B)")


@pytest.mark.parametrize(
    "answer",
    [
        "(A)",
        "A",
        "",
        "The heron, 3 p.m.",
        "(B) The otter",
        "(B) or (C)",
        "(B), (C)",
        "BB",
        "beta",
        "B C",
        "not (B)",
        "Answer",
        "B - The otter",
    ],
)
def test_no_other_text_counts_as_the_option(answer: str) -> None:
    assert not right(answer, "(B)")


def test_an_article_is_no_option() -> None:
    assert not right("a toad", "(A)")
    assert right("A", "(A)")
    assert right("(C) A toad", "(C)")


@pytest.mark.parametrize(
    ("answer", "target"),
    [
        ("True", "True"),
        ("true.", "True"),
        ("`False`", "False"),
        ("no", "No"),
        ("Yes.", "Yes"),
        ("**invalid**", "invalid"),
        ("-35", "-35"),
        ("\u221235", "-35"),
        ("-35.0", "-35"),
        ("+8", "8"),
        ("1,024", "1024"),
        ("$8$", "8"),
    ],
)
def test_words_and_numbers_count_however_they_are_written(answer: str, target: str) -> None:
    assert right(answer, target)


@pytest.mark.parametrize(
    ("answer", "target"),
    [
        ("True or False", "True"),
        ("not True", "True"),
        ("valid", "invalid"),
        ("35", "-35"),
        ("8 apples", "8"),
        ("8.5", "8"),
    ],
)
def test_more_or_other_words_and_numbers_do_not(answer: str, target: str) -> None:
    assert not right(answer, target)


def test_brackets_count_whatever_stands_between_them() -> None:
    assert right("]]>", "] ] >", "dyck_languages")
    assert right("] ]\n>", "] ] >", "dyck_languages")
    assert not right("[ [ < ] ] >", "] ] >", "dyck_languages")
    assert not right("] > ]", "] ] >", "dyck_languages")


@pytest.mark.parametrize(
    "answer",
    [
        "ash birch elm",
        "ash, birch, elm",
        "ash\nbirch\nelm",
        "['ash', 'birch', 'elm']",
        "Ash birch elm.",
        "1. ash\n2. birch\n3. elm",
        "- ash\n- birch\n- elm",
        "* ash\n* birch\n* elm",
        "The answer is:\n1) ash\n2) birch\n3) elm",
    ],
)
def test_sorted_words_count_in_their_order(answer: str) -> None:
    assert right(answer, "ash birch elm", "word_sorting")
    assert not right(answer, "ash elm birch", "word_sorting")
    assert not right(answer + " fir", "ash birch elm", "word_sorting")


@given(
    st.text(), st.sampled_from(["(A)", "True", "8", "] >"]), st.sampled_from(["any", "dyck_languages", "word_sorting"])
)
def test_no_answer_raises(answer: str, target: str, task: str) -> None:
    assert right(answer, target, task) in (True, False)
