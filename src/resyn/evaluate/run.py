"""One evaluation: questions chosen, answers sampled, graded and summed up; the folder's store makes it resumable."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path

from resyn.core.progress import Progress
from resyn.core.records import Usage
from resyn.core.store import Store
from resyn.evaluate.grade import Graded, grade
from resyn.evaluate.heldout import NAME as HELDOUT
from resyn.evaluate.heldout import Heldout
from resyn.evaluate.page import write_page
from resyn.evaluate.plan import EvaluationPlan, bind, choose_problems
from resyn.evaluate.problem import Problem
from resyn.evaluate.registry import BENCHMARKS, publisher_of
from resyn.evaluate.result import Evaluation, write_evaluation
from resyn.evaluate.sampling import Job, ask_all, seconds_asked
from resyn.evaluate.summary import summarise
from resyn.llm.model import Model

HELDOUT_SAMPLES = 4


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked: problems by benchmark, and who verifies held-out ones."""

    problems: Mapping[str, Sequence[Problem]]
    heldout: Heldout | None = None

    def jobs(self, plan: EvaluationPlan) -> list[Job]:
        """Return what is to be asked: sample after sample, so that an evaluation broken off has some of everything."""
        chosen = {
            name: (choose_problems(problems, plan.limit, seed=plan.seed), samples_of(name, plan))
            for name, problems in self.problems.items()
        }
        most = max((samples for _, samples in chosen.values()), default=0)
        return [
            (problem, number)
            for number in range(most)
            for problems, samples in chosen.values()
            if number < samples
            for problem in problems
        ]


def samples_of(name: str, plan: EvaluationPlan) -> int:
    """Return the samples per question: those of the plan, else as many as the paper takes of the benchmark."""
    if plan.samples is not None:
        return plan.samples
    return BENCHMARKS[name].samples if name in BENCHMARKS else HELDOUT_SAMPLES


def evaluate(
    questions: Questions,
    model: Model,
    folder: Path,
    *,
    plan: EvaluationPlan,
    concurrency: int,
    progress: Progress,
    command: str = "",
) -> tuple[Evaluation, list[Graded]]:
    """Evaluate a model and write results, answers and page into the folder.

    Interrupted or killed at any point, the same call goes on and asks for nothing that was committed. Raises
    ConfigError where the folder holds an evaluation of another model or sampling, ProviderError where the model fails.
    """
    with Store(folder) as store:
        bind(plan, model.name, store)
        jobs = questions.jobs(plan)
        samples = ask_all(jobs, model, plan=plan, store=store, concurrency=concurrency, progress=progress)
        seconds = seconds_asked(store)
    progress.say("grading")
    rows = grade(samples, BENCHMARKS, questions.heldout)
    found = {
        name: summarise([row for row in rows if row.benchmark == name], BENCHMARKS.get(name), seed=plan.seed)
        for name in questions.problems
    }
    evaluation = Evaluation(
        model=model.name,
        command=command,
        version=version("resyn"),
        settings=plan.to_json(),
        data={name: revision_of(name) for name in questions.problems if name != HELDOUT},
        usage=sum((sample.completion.usage for sample in samples if sample.completion), Usage()),
        seconds=seconds,
        benchmarks=found,
    )
    write_evaluation(folder, evaluation, rows)
    write_page(folder, evaluation, rows)
    return evaluation, rows


@cache
def revision_of(name: str) -> str:
    """Return the publisher's revision that a benchmark's files are of."""
    text = (resources.files("resyn.evaluate") / "publishers.json").read_text(encoding="utf-8")
    return str(json.loads(text)[publisher_of(name)]["revision"])
