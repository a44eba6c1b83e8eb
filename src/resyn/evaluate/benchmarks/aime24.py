"""AIME 2024: competition problems whose answers are integers from 000 to 999, leading zeros or not.

Source: Mathematical Association of America, AIME I and II 2024, in the file of the Qwen2.5-Math evaluation.
"""

from collections.abc import Iterator
from pathlib import Path

from resyn.evaluate.answers import final_number, unwrap
from resyn.evaluate.benchmarks.benchmark import Benchmark, field, read_examples
from resyn.evaluate.problem import Problem


def read(folder: Path) -> Iterator[Problem]:
    """Yield the problems of `aime24/test.jsonl`."""
    path = folder / "aime24" / "test.jsonl"
    for entry in read_examples(path):
        yield Problem(
            "aime24", "aime24", field(entry, "id", path), field(entry, "problem", path), field(entry, "answer", path)
        )


def is_correct(answer: str, problem: Problem) -> bool:
    """Tell whether the answer ends in the target, an integer from 0 to 999."""
    found = final_number(unwrap(answer))
    return found is not None and 0 <= found <= 999 and found == int(problem.target)


AIME24 = Benchmark("aime24", "AIME 2024", 128, read, is_correct)
