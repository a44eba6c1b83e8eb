from collections import Counter
from pathlib import Path

import pytest

from resyn.core.errors import ConfigError
from resyn.core.store import Store
from resyn.evaluate.plan import EvaluationPlan, bind, choose_problems
from resyn.evaluate.problem import Problem

PROBLEMS = [Problem("bbh", task, f"{task}/{n}", "?", "yes") for task in "abc" for n in range(20)]


def test_every_sample_of_every_problem_has_a_seed_of_its_own() -> None:
    plan = EvaluationPlan()
    seeds = [plan.sampling(problem, number).seed for problem in PROBLEMS for number in range(8)]
    assert len(set(seeds)) == len(seeds)
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert plan.sampling(PROBLEMS[0], 1) == EvaluationPlan().sampling(PROBLEMS[0], 1)
    assert plan.sampling(PROBLEMS[0], 0).seed != EvaluationPlan(seed=1).sampling(PROBLEMS[0], 0).seed


def test_a_limit_is_spread_over_tasks_and_grows_without_forgetting() -> None:
    few, more = (choose_problems(PROBLEMS, limit) for limit in (7, 31))
    assert sorted(Counter(problem.task for problem in few).values()) == [2, 2, 3]
    assert more[:7] == few
    assert choose_problems(reversed(PROBLEMS), 7) == few
    assert set(choose_problems(PROBLEMS, None)) == set(PROBLEMS)
    assert choose_problems(PROBLEMS, 7, seed=1) != few


def test_a_folder_goes_on_with_more_questions_and_samples(tmp_path: Path) -> None:
    with Store(tmp_path / "e") as store:
        bind(EvaluationPlan(samples=1, limit=3), "tiny", store)
        bind(EvaluationPlan(samples=4), "tiny", store)


@pytest.mark.parametrize(
    ("plan", "model", "named"),
    [
        (EvaluationPlan(temperature=0.1), "tiny", "temperature"),
        (EvaluationPlan(max_tokens=9), "tiny", "max_tokens"),
        (EvaluationPlan(seed=9), "tiny", "seed"),
        (EvaluationPlan(system_prompt="Answer."), "tiny", "prompt"),
        (EvaluationPlan(), "other", "model"),
    ],
)
def test_a_folder_refuses_another_model_or_sampling(
    plan: EvaluationPlan, model: str, named: str, tmp_path: Path
) -> None:
    with Store(tmp_path / "e") as store:
        bind(EvaluationPlan(), "tiny", store)
        with pytest.raises(ConfigError, match=f"began with {named}"):
            bind(plan, model, store)
