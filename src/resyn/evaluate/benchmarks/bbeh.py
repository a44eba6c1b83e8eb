"""BIG-Bench Extra Hard, whole and mini: the publisher's fuzzy match; harmonic mean over tasks, mini the plain mean.

Source: Kazemi et al. 2025, arXiv 2502.19187, and the evaluation that its authors publish. What they cut out of a reply
by "The answer is:" is here what stands between the answer tags, unless the phrase stands there once more.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from resyn.evaluate.benchmarks.benchmark import Benchmark, field, read_examples
from resyn.evaluate.problem import Problem

_PHRASES: Final = ("The answer is:", "The final answer is ", "The final answer is: ", "The answer is ")
_MACROS: Final = ("boxed{", "text{", "texttt{")


def read(folder: Path) -> Iterator[Problem]:
    """Yield the questions of `bbeh/*/task.json`; a task's name is its folder's, without the prefix."""
    for path in sorted((folder / "bbeh").glob("bbeh_*/task.json")):
        task = path.parent.name.removeprefix("bbeh_")
        for number, entry in enumerate(read_examples(path)):
            yield Problem("bbeh", task, f"{task}/{number}", field(entry, "input", path), field(entry, "target", path))


def read_mini(folder: Path) -> Iterator[Problem]:
    """Yield the questions of `bbeh/mini/data.json`, which does not say what task each is of."""
    path = folder / "bbeh" / "mini" / "data.json"
    for number, entry in enumerate(read_examples(path)):
        yield Problem("bbeh-mini", "mini", str(number), field(entry, "input", path), field(entry, "target", path))


def is_correct(answer: str, problem: Problem) -> bool:
    """Tell whether an answer matches by the publisher's rule."""
    return _match(_prepare(answer), problem.target.strip().lower().replace(", ", ","))


def _prepare(answer: str) -> str:
    text = answer.strip()
    for phrase in _PHRASES:
        if phrase in text:
            text = text.rpartition(phrase)[2].strip()
    text = _strip_latex(text.removesuffix(".")).lower().replace(", ", ",").replace("**", "")
    return text.split("\n")[0].removesuffix(".")


def _strip_latex(text: str) -> str:
    if text.startswith("$") and text.endswith("$"):
        text = text[1:-1]
    for macro in _MACROS:
        if macro in text and text.endswith("}"):
            text = text[:-1].split(macro)[1]
    return text


def _match(prediction: str, target: str) -> bool:
    if prediction == target:
        return True
    if _is_bracketed_letter(prediction):
        return prediction[1] == target
    if _is_bracketed_letter(target):
        return target[1] == prediction
    return (
        _equal_numbers(prediction, target)
        or prediction.replace("'", "") == target.replace("'", "")
        or f"[{target}]" == prediction
        or f"[{prediction}]" == target
        or prediction.removesuffix("?") == target
    )


def _is_bracketed_letter(text: str) -> bool:
    return len(text) == 3 and text[0] == "(" and text[2] == ")"


def _equal_numbers(first: str, second: str) -> bool:
    try:
        return float(first) == float(second)
    except ValueError:
        return False


BBEH = Benchmark("bbeh", "BIG-Bench Extra Hard", 4, read, is_correct, "harmonic")
BBEH_MINI = Benchmark("bbeh-mini", "BIG-Bench Extra Hard, mini", 4, read_mini, is_correct)
