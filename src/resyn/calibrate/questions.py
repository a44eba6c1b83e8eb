"""Draw the questions of a calibration: for each level as many different ones as the plan asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from resyn.calibrate.plan import CalibrationPlan
from resyn.core.contract import instance_seed
from resyn.core.environment import Environment
from resyn.sandbox.calls import Call, Status
from resyn.sandbox.jail import Jail

SPLIT: Final = "calibrate"
"""Part of every instance's seed, so that no question of a calibration is one of a dataset's."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question that solvers are asked; `instance` is JSON text."""

    level: int
    instance: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The questions of all levels in order, and by level how many are missing or repeat another."""

    questions: tuple[Question, ...]
    undrawn: dict[int, int]


def draw_questions(environment: Environment, jail: Jail, plan: CalibrationPlan) -> Drawn:
    """Draw each level's questions in the jail; what fails or repeats a question of the level is passed over once.

    As many indices again are tried in their place, unless none could be drawn at all; so a level with few different
    instances gets fewer questions.
    """
    questions: list[Question] = []
    undrawn = {}
    for level in plan.levels:
        texts: dict[str, Question] = {}
        for start in (0, plan.instances):
            for question in _draw(environment, jail, plan, level=level, start=start):
                if len(texts) < plan.instances:
                    texts.setdefault(question.text, question)
            if len(texts) in (0, plan.instances):
                break
        questions += texts.values()
        undrawn[level] = plan.instances - len(texts)
    return Drawn(tuple(questions), undrawn)


def _draw(environment: Environment, jail: Jail, plan: CalibrationPlan, *, level: int, start: int) -> Iterator[Question]:
    seeds = [
        instance_seed(environment.name, split=SPLIT, level=level, seed=plan.seed, index=index)
        for index in range(start, start + plan.instances)
    ]
    generated = jail.call(environment.source, [Call("generate", level=level, seed=seed) for seed in seeds])
    instances = [reply.text for reply in generated if reply.status is Status.OK and isinstance(reply.value, dict)]
    observed = jail.call(environment.source, [Call("observe", instance=instance) for instance in instances])
    for instance, reply in zip(instances, observed, strict=True):
        if reply.status is Status.OK and isinstance(reply.value, str) and reply.value.strip():
            yield Question(level, instance, reply.value)
