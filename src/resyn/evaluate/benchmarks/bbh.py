"""BIG-Bench Hard: exact match of the answer, where how it is written down does not decide.

Source: Suzgun et al. 2022, arXiv 2210.09261: exact match. Case, a final full stop, "The answer is" and LaTeX or
Markdown around the whole answer do not count; an option may lose its brackets, or be followed by its own text; brackets
of a sequence may stand close together; sorted words may be parted by commas or listed one a line; numbers are compared
by value.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

from resyn.evaluate.answers import unwrap
from resyn.evaluate.benchmarks.benchmark import Benchmark, field, read_examples
from resyn.evaluate.problem import Problem

_OPTION: Final = re.compile(r"\(([A-Z])\)")
_CHOSEN: Final = re.compile(r"(?:option |choice )?[(\[]?([a-z])(?=$|[]):.,\s])[])]?\s?[:.,\u2013-]?\s*(.*)", re.DOTALL)
_PREFACE: Final = re.compile(
    r"(?:so |thus |therefore,? )?(?:the )?(?:final |correct |right )?(?:answer|option|choice)(?: is:?|:)\s*"
)
_LIST_MARK: Final = re.compile(r"(?m)^\s*(?:\d+[.)]|[-*\u2022])\s+")
_INTEGER: Final = re.compile(r"[-+]?\d{1,30}(?:\.0+)?")
_LISTED: Final = re.compile(r"^[ \t]*\(([A-Z])\)[ \t]*(.*)$", re.MULTILINE)


def read(folder: Path) -> Iterator[Problem]:
    """Yield the questions of `bbh/*.json`."""
    for path in sorted((folder / "bbh").glob("*.json")):
        for number, entry in enumerate(read_examples(path)):
            question, target = field(entry, "input", path), field(entry, "target", path)
            yield Problem("bbh", path.stem, f"{path.stem}/{number}", question, target)


def is_correct(answer: str, problem: Problem) -> bool:
    """Tell whether an answer is the target."""
    given, target = _plain(_PREFACE.sub("", _plain(answer), count=1)), _plain(problem.target)
    if given == target:
        return True
    option = _OPTION.fullmatch(problem.target.strip())
    if option:
        return _chooses(given, option[1], problem.question)
    if problem.task == "dyck_languages":
        return "".join(given.split()) == "".join(target.split())
    if problem.task == "word_sorting":
        words = re.split(r"[\s,;]+", _plain(_LIST_MARK.sub("", _PREFACE.sub("", answer.casefold(), count=1))))
        return [word.strip("'\"[]") for word in words if word] == target.split()
    if _INTEGER.fullmatch(given.replace(",", "")) and _INTEGER.fullmatch(target):
        return Fraction(given.replace(",", "")) == Fraction(target)
    return False


def _plain(text: str) -> str:
    return " ".join(unwrap(text).replace("\u2212", "-").casefold().split())


def _chooses(given: str, letter: str, question: str) -> bool:
    """Tell whether an answer names an option by its letter, alone or before the option's own text."""
    chosen = _CHOSEN.fullmatch(given)
    if chosen is None or chosen[1] != letter.casefold():
        return False
    rest = _plain(chosen[2])
    return not rest or rest in {_plain(text) for listed, text in _LISTED.findall(question) if listed == letter}


BBH = Benchmark("bbh", "BIG-Bench Hard", 4, read, is_correct)
