"""Our benchmarks as tasks of Inspect, with the same questions, prompt, extraction and scoring (the extra `inspect`).

    inspect eval resyn/gsm8k --model openai/gpt-5-mini -T data=benchmarks -T samples=4

Inspect finds this module by the entry point of this package; nothing of ours imports it.
"""

from pathlib import Path
from typing import Any

from inspect_ai import Epochs, Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageSystem, ChatMessageUser, GenerateConfig
from inspect_ai.scorer import CORRECT, INCORRECT, Score, Scorer, Target, accuracy, grouped, scorer, stderr
from inspect_ai.solver import TaskState, generate

from resyn.core.progress import Silent
from resyn.core.prompting import SYSTEM_PROMPT
from resyn.core.response import extract_answer, follows_format
from resyn.evaluate.plan import EvaluationPlan, choose_problems
from resyn.evaluate.problem import Problem
from resyn.evaluate.registry import BENCHMARKS, read_problems


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
    problems = read_problems([name], Path(data) if data else None, progress=Silent())[name]
    plan = EvaluationPlan()
    # No seed: Inspect would send the same one with every epoch, and k samples would be one sample k times.
    return Task(
        dataset=MemoryDataset([_sample(problem) for problem in choose_problems(problems, limit)], name=name),
        solver=[generate()],
        scorer=benchmark_answer(),
        epochs=Epochs(BENCHMARKS[name].samples if samples is None else samples, "mean"),
        config=GenerateConfig(temperature=plan.temperature, top_p=plan.top_p, max_tokens=plan.max_tokens),
    )


def _sample(problem: Problem) -> Sample:
    fields: dict[str, Any] = {field: getattr(problem, field) for field in Problem.__dataclass_fields__}
    return Sample(
        id=problem.id,
        input=[ChatMessageSystem(content=SYSTEM_PROMPT), ChatMessageUser(content=problem.question)],
        target=problem.target,
        metadata={"problem": fields, "task": problem.task},
    )
