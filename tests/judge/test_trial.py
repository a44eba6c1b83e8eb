import pytest
from tests.judge.conftest import SUMS, Refusing, Speaker
from tests.judge.replies import SUMS_SOLVER

from resyn.core.environment import Environment
from resyn.core.errors import ProviderError
from resyn.judge.exhibit import draw_exhibit
from resyn.judge.solver import compute_answers
from resyn.judge.trial import Jails, SolverReport, TrialPlan, try_environment
from resyn.sandbox.calls import Call, VerifyJob
from resyn.sandbox.jail import Jail

ONE = TrialPlan(attempts=1, instances=4)


def try_with(environment: Environment, jails: Jails, *sources: str, plan: TrialPlan = ONE) -> SolverReport:
    speaker = Speaker(*(f"```python\n{source}```" for source in sources))
    return try_environment(environment, speaker, jails, perturb=lambda text: [f"{text} 1", text[::-1]], plan=plan)


def changed(before: str, after: str, environment: Environment = SUMS) -> Environment:
    assert before in environment.source
    return Environment(environment.name, environment.source.replace(before, after))


def test_solver_of_a_sound_environment_agrees_and_is_kept(jails: Jails) -> None:
    report = try_with(SUMS, jails, SUMS_SOLVER)
    assert (report.status, report.findings, report.source) == ("agrees", (), SUMS_SOLVER)
    (attempt,) = report.attempts
    assert attempt.tried == attempt.answered == attempt.accepted == 8
    assert attempt.compared == attempt.agreed > 40
    assert SolverReport.from_json(report.to_json(), SUMS_SOLVER) == report


def test_answer_that_verify_refuses_is_a_finding_with_a_witness_that_repeats(jails: Jails) -> None:
    wrong = changed('== instance["sum"]\n\n\ndef solve', '== instance["sum"] + 1\n\n\ndef solve')
    report = try_with(wrong, jails, SUMS_SOLVER)
    assert report.status == "disagrees"
    (finding,) = report.findings
    assert finding.rule == "blind_solver"
    assert "8 of 8 instances" in finding.message
    witness = finding.witness
    assert witness is not None
    assert witness.level is not None
    (instance,) = jails.environments.call(
        wrong.source, [Call("generate", level=witness.level, seed=witness.seed or "")]
    )
    (question,) = jails.environments.call(wrong.source, [Call("observe", instance=instance.text)])
    assert question.value == witness.question
    (result,) = jails.environments.verify([VerifyJob(wrong.source, instance.text, (witness.answer or "",))])
    assert result.outcomes == ("wrong",)


def test_verify_that_accepts_what_check_refuses_is_a_finding(jails: Jails) -> None:
    lenient = changed(" or any(token not in numbers for token in tokens)", " or not tokens[0].isdigit()")
    report = try_with(lenient, jails, SUMS_SOLVER)
    assert report.status == "disagrees"
    assert report.findings[0].witness is not None
    assert report.findings[0].witness.happened.startswith("verify accepted")


UNPROVEN = {
    "loops for ever": ("    while True:\n        pass\n", "    return False\n", "solve failed: no end after"),
    "crashes": ("    return 1 / 0\n", "    return False\n", "solve failed: ZeroDivisionError"),
    "check crashes": ("    return '1 2'\n", "    return 1 / 0\n", "check failed on"),
    "check knows nothing": ("    return '1 2'\n", "    return True\n", "check says the same of every answer"),
    "knows one answer": ("    return '1 2'\n", "    return answer == '1 2'\n", "the same answer to every question"),
    "contradicts itself": (
        "    return question[-40:]\n",
        "    return answer not in question\n",
        "check refuses the answers of solve",
    ),
}


@pytest.mark.parametrize("case", UNPROVEN)
def test_solver_that_is_not_to_be_believed_proves_nothing(jails: Jails, case: str) -> None:
    solve, check, reason = UNPROVEN[case]
    source = f"def solve(question):\n{solve}\n\ndef check(question, answer):\n{check}"
    report = try_with(SUMS, jails, source)
    assert (report.status, report.findings, report.source) == ("unproven", (), "")
    assert reason in report.attempts[0].reason
    assert report.admits(required=False)
    assert not report.admits(required=True)


# A program that looks through the memory of its process, past the guards of the language, for what begins with a mark.
SPY = """
def spy(*mark):
    mark = "".join(mark)
    importer = next(kind for kind in object.__subclasses__() if kind.__name__ == "BuiltinImporter")
    gc = importer.load_module("gc")
    held = [*gc.get_objects(), *gc.get_referents(*gc.get_objects())]
    texts = [each for each in held if isinstance(each, str) and each is not mark]
    texts += [each.decode("latin-1") for each in held if isinstance(each, (bytes, bytearray))]
    return next((text[text.index(mark) :][:12] for text in texts if mark in text), "")
"""


def test_environment_that_looks_for_the_solver_in_its_memory_finds_none(jails: Jails) -> None:
    marked = f'{SUMS_SOLVER}\n\nMARK = "solver: watched"\n'
    honest_where_watched = """
honest = verify
watched = spy("solver", ": ")


def verify(instance, answer):
    return honest(instance, answer) if watched else answer == "0 0"
"""
    actor = Environment(SUMS.name, SUMS.source + SPY + honest_where_watched)
    statuses = []
    for apart in (False, True):
        with Jail(workers=1) as fresh:
            statuses.append(try_with(actor, Jails(fresh, jails.solvers if apart else fresh), marked).status)
    assert statuses == ["agrees", "disagrees"]  # in one jail it sees the solver, and pretends


def test_solver_that_looks_for_the_environment_in_its_memory_finds_none() -> None:
    secret = Environment(SUMS.name, f'{SUMS.source}\n\nSECRET = "secret: 4711"\n')
    reader = f'{SPY}\n\ndef solve(question):\n    return spy("secret", ": ")\n'
    found = []
    for apart in (False, True):
        with Jail(workers=1) as first, Jail(workers=1) as second:
            draw_exhibit(secret, first, levels=(1,))
            found += compute_answers(reader, ["What is it?"], second if apart else first)
    assert found == ["secret: 4711", ""]


def test_request_that_the_model_refuses_proves_nothing(jails: Jails) -> None:
    report = try_environment(SUMS, Refusing(), jails, perturb=lambda text: [], plan=TrialPlan())
    assert (report.status, report.findings) == ("unproven", ())
    assert [attempt.reason for attempt in report.attempts] == [
        "not answered: a prompt of 9,000 tokens does not fit"
    ] * 2


def test_second_solver_is_asked_where_the_first_does_not_agree_and_its_agreement_counts(jails: Jails) -> None:
    wrong = (
        SUMS_SOLVER.replace("== total", "== total + 1")
        .replace("next(f", "next((f")
        .replace("== total + 1)", "== total + 1), '0 0')")
    )
    report = try_with(SUMS, jails, wrong, SUMS_SOLVER, plan=TrialPlan(attempts=2, instances=4))
    assert [attempt.status for attempt in report.attempts][1:] == ["agrees"]
    assert (report.status, report.findings) == ("agrees", ())


def test_reply_without_a_solver_is_unproven(jails: Jails) -> None:
    report = try_with(SUMS, jails, "")
    assert report.status == "unproven"
    assert report.attempts[0].reason


def test_environment_whose_questions_cannot_be_drawn_is_stopped_without_asking_anybody(jails: Jails) -> None:
    broken = try_with(changed("rng.sample(range(len(numbers)), 2)", "1 / 0"), jails)
    assert not broken.admits(required=False)
    (finding,) = broken.findings
    assert "ZeroDivisionError" in finding.message


def test_verify_that_fails_on_a_solvers_answer_is_said_to_fail_and_not_to_refuse(jails: Jails) -> None:
    crashing = changed('== instance["sum"]\n\n\ndef solve', '== instance["sum"] / 0\n\n\ndef solve')
    report = try_with(crashing, jails, SUMS_SOLVER)
    assert report.status == "disagrees"
    (finding,) = report.findings
    assert finding.message.startswith("verify fails on answers")
    assert "8 of 8 instances" in finding.message


def test_model_that_does_not_answer_is_an_error_to_resume_after(jails: Jails) -> None:
    with pytest.raises(ProviderError):
        try_environment(SUMS, Speaker(), jails, perturb=lambda text: [], plan=ONE)
