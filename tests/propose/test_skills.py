from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.judge.conftest import Refusing, Speaker

from resyn.llm.recording import JsonLinesLog, ReplayModel
from resyn.propose.keywords import parse_keywords
from resyn.propose.skills import name_skills, name_topics, parse_skills


@pytest.mark.parametrize(
    ("reply", "skills"),
    [
        ("linear order\nconstraint solving", ("linear order", "constraint solving")),
        (
            "1. Linear Order\n2) **constraint_solving**\n- `deduction`;",
            ("linear order", "constraint solving", "deduction"),
        ),
        ("<think>boats, rows</think>\nordering, elimination, ordering", ("ordering", "elimination")),
        ("Here are the skills that this problem takes:\n\n* left-right relations.", ("left-right relations",)),
        ("I cannot help with that request, sorry about it.", ()),
        ("", ()),
        ("a\n12\n???\nx" + "y" * 60, ()),
    ],
)
def test_topics_of_one_or_two_words_are_taken_and_prose_is_passed_over(reply: str, skills: tuple[str, ...]) -> None:
    assert parse_skills(reply) == skills


@given(st.lists(st.text(max_size=30), max_size=5))
def test_what_is_taken_can_stand_in_a_file_of_keywords(lines: list[str]) -> None:
    found = parse_skills("\n".join(lines))
    if found:
        assert parse_keywords("\n".join(found), "file", progress=Quiet()) == found


RECORDED = JsonLinesLog(Path(__file__).parent / "recordings" / "skills.jsonl")


class Quiet:
    def begin(self, stage: str, total: int | None = None) -> None: ...
    def advance(self, stage: str, amount: int = 1) -> None: ...
    def show(self, stage: str, **figures: str) -> None: ...
    def say(self, line: str) -> None:
        raise AssertionError(line)


def test_problem_is_shown_and_at_most_six_skills_are_taken() -> None:
    speaker = Speaker("\n".join(f"skill {letter}" for letter in "abcdefgh"))
    assert len(name_skills("Three boats lie in a row.", speaker)) == 6
    assert "Three boats lie in a row." in speaker.asked[0][0][0].content


@pytest.mark.parametrize(
    ("name", "skills"), [("local:qwen2.5-coder-1.5b", ("order", "positioning")), ("local:smollm2-135m", ())]
)
def test_what_real_models_named_for_a_problem(name: str, skills: tuple[str, ...]) -> None:
    problem = (
        "Three boats lie in a row. The red boat is left of the blue boat, and the green boat is rightmost. "
        "Which boat is in the middle?"
    )
    assert name_skills(problem, ReplayModel(name, RECORDED)) == skills


def test_topics_of_a_field_are_asked_for_until_there_are_enough_and_earlier_ones_are_named() -> None:
    speaker = Speaker("reaction rates\nisomers", "isomers\nchirality", "isomers")
    assert name_topics("organic chemistry", 3, speaker) == ("reaction rates", "isomers", "chirality")
    assert "organic chemistry" in speaker.asked[0][0][0].content
    assert "- reaction rates" in speaker.asked[1][0][0].content


def test_model_with_nothing_new_to_say_is_not_asked_for_ever() -> None:
    speaker = Speaker("isomers")
    assert name_topics("organic chemistry", 100, speaker) == ("isomers",)
    assert len(speaker.asked) == 2


def test_problem_that_the_model_refuses_has_no_skills() -> None:
    assert name_skills("a very long problem", Refusing()) == ()
