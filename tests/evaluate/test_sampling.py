from pathlib import Path

import pytest
from tests.evaluate.scripted import ScriptedModel, said

from resyn.core.errors import ProviderError
from resyn.core.progress import Silent
from resyn.core.prompting import SYSTEM_PROMPT
from resyn.core.store import Store
from resyn.evaluate.plan import EvaluationPlan
from resyn.evaluate.problem import Problem
from resyn.evaluate.sampling import Job, Sample, ask_all, seconds_asked

PROBLEMS = [Problem("gsm8k", "gsm8k", str(n), f"How much is {n} + {n}?", str(2 * n)) for n in range(12)]
JOBS: list[Job] = [(problem, number) for number in range(2) for problem in PROBLEMS]


def ask(model: ScriptedModel, folder: Path, jobs: list[Job] = JOBS, concurrency: int = 4) -> list[Sample]:
    with Store(folder) as store:
        return ask_all(jobs, model, plan=EvaluationPlan(), store=store, concurrency=concurrency, progress=Silent())


def test_answers_come_in_the_order_of_the_jobs_whatever_the_order_of_asking(tmp_path: Path) -> None:
    samples = ask(ScriptedModel(lambda question, seed: said(f"{question} {seed}")), tmp_path / "e")
    assert [(sample.problem, sample.number) for sample in samples] == JOBS
    for sample in samples:
        assert sample.completion is not None
        assert sample.problem.question in sample.completion.text
    assert len({sample.completion.text for sample in samples if sample.completion}) == len(JOBS)


def test_the_prompt_is_that_of_training(tmp_path: Path) -> None:
    model = ScriptedModel(lambda *_: said("1"))
    seen = []
    complete = model.complete
    model.complete = lambda messages, sampling: seen.append(messages) or complete(messages, sampling)  # type: ignore
    ask(model, tmp_path / "e", JOBS[:1])
    assert [(turn.role, turn.content) for turn in seen[0]] == [
        ("system", SYSTEM_PROMPT),
        ("user", "How much is 0 + 0?"),
    ]


def test_what_was_answered_is_never_asked_for_again(tmp_path: Path) -> None:
    model = ScriptedModel(lambda question, seed: said(str(seed)))
    first = ask(model, tmp_path / "e", JOBS[:5])
    everything = ask(model, tmp_path / "e")
    assert everything[:5] == first
    assert len(model.asked) == len(JOBS)
    assert len(set(model.asked)) == len(JOBS)


def test_a_refused_question_stays_open_and_is_asked_for_again(tmp_path: Path) -> None:
    refusing = ScriptedModel(lambda question, _: None if " 3 +" in question else said("1"))
    samples = ask(refusing, tmp_path / "e")
    assert [(sample.problem.id, sample.error) for sample in samples if sample.completion is None] == [
        ("3", "the question is too long")
    ] * 2
    willing = ScriptedModel(lambda *_: said("1"))
    assert all(sample.completion for sample in ask(willing, tmp_path / "e"))
    assert len(willing.asked) == 2


def test_a_model_that_answers_nothing_is_an_error_not_a_score_of_zero(tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match="answered none of 3"):
        ask(ScriptedModel(lambda *_: None), tmp_path / "e", JOBS[:3])


def test_many_refusals_in_a_row_are_those_of_their_questions(tmp_path: Path) -> None:
    jobs = [(Problem("gsm8k", "gsm8k", str(n), f"{n}?", "1"), 0) for n in range(100)]
    samples = ask(ScriptedModel(lambda question, _: said("1") if question == "0?" else None), tmp_path / "e", jobs)
    assert [sample.error for sample in samples] == ["", *["the question is too long"] * 99]


def test_an_endpoint_that_fails_stops_the_evaluation_and_no_question_is_wrong_for_it(tmp_path: Path) -> None:
    def answer(question: str, _: int) -> str:
        if " 3 +" in question:
            raise ProviderError("the endpoint is in trouble", hint="Later.")
        return said("1")

    jobs: list[Job] = [(Problem("gsm8k", "gsm8k", str(n), f"How much is {n} + {n}?", "1"), 0) for n in range(500)]
    model = ScriptedModel(answer)
    with pytest.raises(ProviderError, match="in trouble"):
        ask(model, tmp_path / "e", jobs)
    assert len(model.asked) < 100
    willing = ScriptedModel(lambda *_: said("1"))
    assert all(sample.completion for sample in ask(willing, tmp_path / "e", jobs))
    assert len(willing.asked) >= 400


def test_the_time_of_asking_adds_up_over_attempts(tmp_path: Path) -> None:
    model = ScriptedModel(lambda *_: said("1"))
    ask(model, tmp_path / "e", JOBS[:2])
    with Store(tmp_path / "e") as store:
        first = seconds_asked(store)
    ask(model, tmp_path / "e")
    with Store(tmp_path / "e") as store:
        assert 0 < first < seconds_asked(store)
