"""GSM8K: grade-school word problems; the final number of the answer must be the one after `####`.

Source: Cobbe et al. 2021, arXiv 2110.14168; numbers are compared by value, thousands separators do not count.
"""

from collections.abc import Iterator
from pathlib import Path

from resyn.core.errors import ConfigError
from resyn.evaluate.answers import final_number, unwrap
from resyn.evaluate.benchmarks.benchmark import Benchmark, field, read_examples
from resyn.evaluate.problem import Problem


def read(folder: Path) -> Iterator[Problem]:
    """Yield the questions of `gsm8k/test.jsonl`."""
    path = folder / "gsm8k" / "test.jsonl"
    for number, entry in enumerate(read_examples(path)):
        _, mark, target = field(entry, "answer", path).rpartition("####")
        if not mark:
            raise ConfigError(f"{path}: an answer has no '####'", hint="Give the publisher's files with --data.")
        yield Problem("gsm8k", "gsm8k", str(number), field(entry, "question", path), target.strip())


def is_correct(answer: str, problem: Problem) -> bool:
    """Tell whether the answer's final number is the target."""
    found = final_number(unwrap(answer))
    return found is not None and found == final_number(problem.target)


GSM8K = Benchmark("gsm8k", "GSM8K", 4, read, is_correct)
