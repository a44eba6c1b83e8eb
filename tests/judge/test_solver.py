import pytest
from tests.judge.conftest import Refusing, Speaker
from tests.judge.replies import SUMS_SOLVER

from resyn.judge.solver import SolverStyle, check_answers, compute_answers, explain_failure, write_solver
from resyn.sandbox.jail import Jail

QUESTION = "Which two of [300, 25, 17] add up to 42? Answer such as: 5 7"


def fenced(source: str) -> str:
    return f"Here it is:\n```python\n{source}```"


def test_solver_is_written_from_questions_alone() -> None:
    speaker = Speaker(fenced(SUMS_SOLVER))
    solver = write_solver([QUESTION, "Another one?"], speaker, style=SolverStyle(seed=3))
    assert (solver.source, solver.reason) == (SUMS_SOLVER, "")
    shown = "\n".join(message.content for message in speaker.asked[0][0])
    assert QUESTION in shown
    assert "Another one?" in shown
    assert "def verify" not in shown
    write_solver([QUESTION], speaker, attempt=1, style=SolverStyle(seed=3))
    assert speaker.asked[0][1].seed != speaker.asked[1][1].seed


REFUSED = {
    "prose": ("I would search for the pair.", "holds no Python code"),
    "no check": (fenced("def solve(question):\n    return '1'\n"), "defines no function check"),
    "no solve": (fenced("def check(question, answer):\n    return True\n"), "defines no function solve"),
    "not Python": (fenced("def solve(question):\n    return (\n\ndef check(q, a):\n"), "does not parse"),
    "one opinion twice": (
        fenced(
            "def solve(question):\n    return '1'\n\n\n"
            "def right(question):\n    return solve(question)\n\n\n"
            "def check(question, answer):\n    return answer == right(question)\n"
        ),
        "check calls solve",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_reply_without_a_usable_solver_says_why(case: str) -> None:
    reply, reason = REFUSED[case]
    assert reason in write_solver([QUESTION], Speaker(reply)).reason


def test_request_that_the_model_refuses_gives_no_solver_and_says_why() -> None:
    solver = write_solver([QUESTION], Refusing())
    assert (solver.source, solver.reason) == ("", "not answered: a prompt of 9,000 tokens does not fit")


def test_question_too_long_to_be_shown_is_left_out_and_without_any_nobody_is_asked() -> None:
    speaker = Speaker(fenced(SUMS_SOLVER))
    assert write_solver(["x" * 20_000], speaker).reason == "there is no question to show"
    assert speaker.asked == []


def test_answers_are_computed_in_the_jail_and_a_number_is_taken_as_its_text(jail: Jail) -> None:
    assert compute_answers(SUMS_SOLVER, [QUESTION, QUESTION], jail) == ["17 25", "17 25"]
    counting = "def solve(question):\n    return len(question)\n"
    assert compute_answers(counting, ["four"], jail) == ["4"]


@pytest.mark.parametrize("body", ["while True: pass", "return 1 / 0", "return None", "return True", "import os"])
def test_solver_that_gives_nothing_is_stopped_after_the_first_question(jail: Jail, body: str) -> None:
    source = f"def solve(question):\n    {body}\n"
    assert compute_answers(source, [QUESTION] * 50, jail) == [None] * 50
    assert explain_failure(source, QUESTION, jail)


def test_check_has_an_opinion_or_none(jail: Jail) -> None:
    pairs = [(QUESTION, "25 17"), (QUESTION, "300 25"), (QUESTION, "")]
    assert check_answers(SUMS_SOLVER, pairs, jail) == [True, False, False]
    unsure = "def check(question, answer):\n    return None if answer else False\n"
    assert check_answers(unsure, [(QUESTION, ""), (QUESTION, "a")], jail) == [False, None]
    assert check_answers("def solve(question):\n    return ''\n", [(QUESTION, "a")], jail) == [None]
