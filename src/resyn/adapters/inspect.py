"""Benchmarks and environments as tasks of Inspect, asked and scored as everywhere here (the extra `inspect`).

    inspect eval resyn/gsm8k --model openai/gpt-5-mini -T data=benchmarks -T samples=4
    inspect eval resyn/environments --model openai/gpt-5-mini -T names=slide_tokens,place_tents -T levels=1-3

Inspect finds this module by the entry point of this package; nothing of ours imports it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inspect_ai import Epochs, Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageSystem, ChatMessageUser, GenerateConfig
from inspect_ai.scorer import CORRECT, INCORRECT, Score, Scorer, Target, accuracy, grouped, scorer, stderr
from inspect_ai.solver import TaskState, generate

from resyn.adapters.questions import Questions
from resyn.adapters.scoring import score_async
from resyn.core.progress import Silent
from resyn.core.prompting import SYSTEM_PROMPT
from resyn.core.records import Outcome
from resyn.core.response import extract_answer, follows_format
from resyn.dataset.plan import parse_levels
from resyn.evaluate.heldout import Heldout, HeldoutPlan
from resyn.evaluate.plan import EvaluationPlan, choose_problems
from resyn.evaluate.problem import Problem
from resyn.evaluate.registry import BENCHMARKS, read_problems
from resyn.sandbox.jail import Jail


@task
def bbh(data: str | None = None, samples: int | None = None, limit: int | None = None) -> Task:
    """BIG-Bench Hard; `data` is the folder of the publishers' files, fetched where it is left out."""
    return _task("bbh", data, samples, limit)


@task
def bbeh(data: str | None = None, samples: int | None = None, limit: int | None = None) -> Task:
    """BIG-Bench Extra Hard; Inspect shows the mean of each task, the harmonic mean is `resyn evaluate`'s."""
    return _task("bbeh", data, samples, limit)


@task
def bbeh_mini(data: str | None = None, samples: int | None = None, limit: int | None = None) -> Task:
    """BIG-Bench Extra Hard, mini."""
    return _task("bbeh-mini", data, samples, limit)


@task
def gsm8k(data: str | None = None, samples: int | None = None, limit: int | None = None) -> Task:
    """GSM8K, the test split."""
    return _task("gsm8k", data, samples, limit)


@task
def aime24(data: str | None = None, samples: int | None = None, limit: int | None = None) -> Task:
    """AIME 2024."""
    return _task("aime24", data, samples, limit)


@task
def kor(data: str | None = None, samples: int | None = None, limit: int | None = None) -> Task:
    """KOR-Bench."""
    return _task("kor", data, samples, limit)


@task
def environments(
    names: str | list[str] | None = None,
    folders: str | list[str] | None = None,
    levels: str | int | list[int] = "1-5",
    instances: int = 4,
    samples: int = 1,
    seed: int = 0,
) -> Task:
    """Held-out instances of environments, `instances` of each level; those of `folders`, else the shipped ones.

    An answer that could not be verified is unscored: it stands in no mean.
    """
    levels = ",".join(map(str, levels)) if isinstance(levels, list) else str(levels)
    plan = HeldoutPlan(levels=parse_levels(levels), instances=instances, seed=seed)
    with Questions(folders, environments=_listed(names)) as questions, Jail() as jail:
        drawn = Heldout([questions.environment(name) for name in questions.names], jail, plan=plan).draw(Silent())
    return _task_of(drawn, "environments", verified_answer(folders), samples)


@scorer(metrics=[accuracy(), stderr(), grouped(accuracy(), "task", all=False)])
def verified_answer(folders: str | list[str] | None = None) -> Scorer:
    """Score the final answer by the environment's verify, in the jail."""

    async def score(state: TaskState, target: Target) -> Score:
        scored = await score_async(state.metadata["problem"]["target"], state.output.completion, folders=folders)
        values: dict[Outcome, str | float] = {
            Outcome.CORRECT: CORRECT,
            Outcome.WRONG: INCORRECT,
            Outcome.FAULT: float("nan"),
        }
        noted = {"follows_format": scored.follows_format, "truncated": state.output.stop_reason == "max_tokens"}
        return Score(
            value=values[scored.outcome],
            answer=scored.answer,
            explanation=scored.fault or state.output.completion,
            metadata=noted,
        )

    return score


@scorer(metrics=[accuracy(), stderr(), grouped(accuracy(), "task", all=False)])
def benchmark_answer() -> Scorer:
    """Score the final answer by the benchmark's own rule."""

    async def score(state: TaskState, target: Target) -> Score:
        problem = Problem(**state.metadata["problem"])
        reply = state.output.completion
        answer = extract_answer(reply)
        right = answer is not None and BENCHMARKS[problem.benchmark].is_correct(answer, problem)
        noted = {"follows_format": follows_format(reply), "truncated": state.output.stop_reason == "max_tokens"}
        return Score(value=CORRECT if right else INCORRECT, answer=answer, explanation=reply, metadata=noted)

    return score


def _task(name: str, data: str | None, samples: int | None, limit: int | None) -> Task:
    problems = choose_problems(read_problems([name], Path(data) if data else None, progress=Silent())[name], limit)
    return _task_of(problems, name, benchmark_answer(), BENCHMARKS[name].samples if samples is None else samples)


def _task_of(problems: Sequence[Problem], name: str, by: Scorer, samples: int) -> Task:
    plan = EvaluationPlan()
    # No seed: Inspect would send the same one with every epoch, and k samples would be one sample k times.
    return Task(
        dataset=MemoryDataset([_sample(problem) for problem in problems], name=name),
        solver=[generate()],
        scorer=by,
        epochs=Epochs(samples, "mean"),
        config=GenerateConfig(temperature=plan.temperature, top_p=plan.top_p, max_tokens=plan.max_tokens),
    )


def _listed(names: str | list[str] | None) -> list[str]:
    return names.split(",") if isinstance(names, str) else names or []


def _sample(problem: Problem) -> Sample:
    fields: dict[str, Any] = {field: getattr(problem, field) for field in Problem.__dataclass_fields__}
    return Sample(
        id=problem.id,
        input=[ChatMessageSystem(content=SYSTEM_PROMPT), ChatMessageUser(content=problem.question)],
        target=problem.target,
        metadata={"problem": fields, "task": problem.task},
    )
