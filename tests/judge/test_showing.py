from resyn.core.environment import Environment
from resyn.judge.exhibit import Exhibit, Sample
from resyn.judge.showing import SOURCE_CHARS, show_code, show_questions


def sample(level: int, question: str) -> Sample:
    return Sample(level, f"seed {level}", "{}", question, "42", ("41", "43", "44", "45"))


def exhibit(*samples: Sample, source: str = "x = 1\n", evidence: str = "") -> Exhibit:
    return Exhibit(Environment("count", source), samples, evidence)


def test_only_whole_questions_are_shown_and_the_first_in_any_case() -> None:
    shown = show_questions(exhibit(sample(1, "a" * 3_000), sample(2, "b" * 3_000), sample(3, "c")))
    assert "a" * 3_000 in shown
    assert "bbb" not in shown
    assert "Question 3" not in shown
    assert "[...]" in show_questions(exhibit(sample(1, "a" * 9_000)))


def test_long_file_is_shown_in_part_and_the_judge_is_told() -> None:
    shown = show_code(exhibit(sample(1, "how many?"), source="y = 2\n" * 5_000))
    assert len(shown) < SOURCE_CHARS + 2_000
    assert "first 14,000 characters are shown" in shown


def test_code_judge_sees_wrong_answers_and_evidence() -> None:
    shown = show_code(exhibit(sample(3, "how many?"), evidence="72 instances were drawn and run."))
    assert 'wrong_answers returns: "41", "43", "44"' in shown
    assert "Level 3. Question:\nhow many?" in shown
    assert shown.endswith("72 instances were drawn and run.")
