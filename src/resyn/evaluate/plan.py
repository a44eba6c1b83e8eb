"""What an evaluation asks: how answers are sampled, and which questions of a benchmark are put."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Any, Final

from resyn.core.errors import ConfigError
from resyn.core.jsontext import content_hash
from resyn.core.prompting import SYSTEM_PROMPT
from resyn.core.store import Store
from resyn.evaluate.problem import Problem
from resyn.llm.model import Sampling

_BINDING: Final = ("model", "temperature", "top_p", "max_tokens", "seed", "prompt")
_KEY: Final = "evaluation"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationPlan:
    """How answers are sampled. `samples` per question, None for as many as the paper takes of each benchmark.

    `limit` is the number of questions of each benchmark, None for all.
    """

    samples: int | None = None
    limit: int | None = None
    temperature: float = 0.6
    top_p: float = 0.95
    max_tokens: int = 1024
    seed: int = 0
    system_prompt: str = SYSTEM_PROMPT

    def sampling(self, problem: Problem, sample: int) -> Sampling:
        """Return how one answer is drawn: every problem and sample has a seed of its own, below 2**31.

        A server that honours seeds would give k copies of one answer to equal seeds.
        """
        text = f"{self.seed}:{problem.benchmark}:{problem.id}:{sample}"
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 1
        return Sampling(self.temperature, self.top_p, self.max_tokens, seed)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object; the system prompt by its hash."""
        data = asdict(self)
        return data | {"prompt": content_hash(data.pop("system_prompt"))[:16]}


def choose_problems(problems: Iterable[Problem], limit: int | None, *, seed: int = 0) -> list[Problem]:
    """Return at most `limit` problems, spread evenly over tasks; a greater limit keeps those of a smaller one.

    All are in an order that mixes the tasks, so that an evaluation's first minutes say something of each.
    """
    by_task: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_task[problem.task].append(problem)
    mixed = [sorted(of_task, key=lambda problem: _lot(problem, seed)) for _, of_task in sorted(by_task.items())]
    chosen = [problem for row in zip_longest(*mixed) for problem in row if problem is not None]
    return chosen if limit is None else chosen[:limit]


def bind(plan: EvaluationPlan, model: str, store: Store) -> None:
    """Write the plan into a store, after comparing it with the one that the store's answers were sampled by.

    Raises ConfigError naming both values where model, sampling or prompt differ. Benchmarks, samples and limit may
    change: answers that are there are not asked for again.
    """
    wanted = plan.to_json() | {"model": model}
    begun = store.read_meta(_KEY)
    for key in _BINDING if begun else ():
        if begun.get(key) != wanted[key]:
            raise ConfigError(
                f"this evaluation began with {key} = {begun.get(key)!r}, now {wanted[key]!r} is asked for",
                hint=f"Give the same value to go on in {store.folder}, or another folder with --out.",
            )
    store.write_meta(_KEY, wanted)


def _lot(problem: Problem, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}:{problem.benchmark}:{problem.id}".encode()).digest()
