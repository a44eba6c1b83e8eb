"""Have a model write solvers of a corpus's tasks: it sees questions, and neither references nor scorer."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from resyn.audit.corpus import Corpus, Place
from resyn.audit.store import file_stem
from resyn.core.files import write_whole
from resyn.core.progress import Progress
from resyn.judge.solver import SolverStyle, write_solver
from resyn.llm.model import Model

STAGE: Final = "solvers"
SHOWN: Final = 6
"""Questions that a model is shown, or the first of them that are not too long together."""


@dataclass(frozen=True, slots=True)
class Written:
    """One solver: the file that holds it, or None and the reason why there is none."""

    task: str
    number: int
    path: Path | None
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        path = self.path.as_posix() if self.path else None
        return {"task": self.task, "number": self.number, "path": path, "reason": self.reason}


def write_solvers(
    corpus: Corpus,
    tasks: Sequence[str],
    model: Model,
    progress: Progress,
    *,
    out: Path,
    count: int = 3,
    seed: int = 0,
    concurrency: int = 1,
) -> list[Written]:
    """Ask for `count` solvers of each task; each is asked for by itself and written to `OUT/NUMBER/TASK.py`.

    A file that is there already is kept, and nobody is asked for it again.
    """
    progress.begin(STAGE, len(tasks) * count)
    questions = {task: _questions(corpus, task, seed) for task in tasks}

    def one(task: str, number: int) -> Written:
        written = _written(task, number, questions[task], model, out, seed=seed)
        progress.advance(STAGE)
        progress.say(f"{task} {number}: {written.reason or written.path}")
        return written

    pool = ThreadPoolExecutor(concurrency)
    try:
        asked: Iterator[tuple[str, int]] = ((task, number) for task in tasks for number in range(1, count + 1))
        return [future.result() for future in [pool.submit(one, task, number) for task, number in asked]]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # an interrupt does not wait for a model


def _questions(corpus: Corpus, task: str, seed: int) -> list[str]:
    items = corpus.draw([Place(task, seed, index) for index in range(SHOWN)])
    return [item.question for item in items if not item.fault]


def _written(task: str, number: int, questions: Sequence[str], model: Model, out: Path, *, seed: int) -> Written:
    path = out / str(number) / f"{file_stem(task)}.py"
    if path.exists():
        return Written(task, number, path)
    solver = write_solver(questions, model, attempt=number, style=SolverStyle(seed=seed))
    if solver.reason:
        return Written(task, number, None, solver.reason)
    write_whole(path, solver.source)
    return Written(task, number, path)
