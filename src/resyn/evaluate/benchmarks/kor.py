"""KOR-Bench: tasks whose rule is given in the question; answers in double square brackets, each kind by its own rule.

Source: Ma et al. 2024, arXiv 2410.06526, and the evaluation that its authors publish; their rules are told apart by
category, rule and question number. Here, different from theirs: an answer between the answer tags counts without its
square brackets too, or in a box without dollar signs; formulas are compared by value and sums calculated by
`evaluate.formulas`, never executed; and in puzzles of kind 4 the answer must be one of the listed words, not any part
of the list.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from resyn.evaluate.answers import unwrap
from resyn.evaluate.benchmarks.benchmark import Benchmark, field, read_examples
from resyn.evaluate.formulas import FormulaError, same_value, value_of
from resyn.evaluate.problem import Problem

CATEGORIES: Final = ("cipher", "counterfactual", "logic", "operation", "puzzle")

_FORMULAS: Final = frozenset(
    (18, 73, 74, 77, 94, *range(115, 118), *range(121, 124), 125, 131, 132, 134, 135, 136, 141, 143, *range(145, 148),
     149, *range(151, 157), 160, 161, 162, 164, 165, 166, 170, 206, 209, *range(211, 216), 217, 218)
)  # fmt: skip
_INEQUALITIES: Final = frozenset((178, 179))
_SET_RULE: Final = 18
_MATRIX_RULES: Final = frozenset((23, 24, 25))
_WORDS: Final = re.compile(r"\\[()\[\]]|\\text\{[^{}\n]*\}|\$")


def read(folder: Path) -> Iterator[Problem]:
    """Yield the questions of `kor/*/sample.jsonl`, each below its rule from `kor/*/rule.jsonl`."""
    for category in CATEGORIES:
        rules_file, path = folder / "kor" / category / "rule.jsonl", folder / "kor" / category / "sample.jsonl"
        rules = {
            field(entry, "idx", rules_file): field(entry, "rule_content", rules_file)
            for entry in read_examples(rules_file)
        }
        for entry in read_examples(path):
            rule, number = field(entry, "rule_id", path), field(entry, "idx", path)
            question = f"Rule:\n{rules.get(rule, '')}\n\nQuestion:\n{field(entry, 'question', path)}"
            yield Problem(
                "kor", category, f"{category}/{number}", question, field(entry, "answer", path), f"{category}/{rule}"
            )


def is_correct(answer: str, problem: Problem) -> bool:
    """Tell whether an answer is right by the rule of its category."""
    category, _, rule = problem.rule.partition("/")
    given, target = bracketed(answer), bracketed(problem.target)
    if category == "puzzle":
        return _PUZZLES.get(rule, _same_letters_and_digits)(given, target)
    if category == "logic":
        return _same_logic(given, target, any_order=rule == "5")
    if category == "operation":
        return _same_operation(given, target, rule=int(rule), number=int(problem.id.rpartition("/")[2]))
    return _clean(given) == _clean(target)


def bracketed(answer: str) -> str:
    """Return what stands in the first double square brackets, else in a box, in single brackets, else the answer.

    Takes time linear in the answer's length, whatever is written there.
    """
    for opening, closing in (("[[", "]]"), ("$\\boxed{", "}$")):
        inner, closed, _ = answer.partition(opening)[2].partition(closing)
        if closed:
            return inner.strip()
    text = answer.strip()
    text = unwrap(text) if text.startswith("\\boxed{") else text
    inner = text[1:-1]
    in_brackets = text.startswith("[") and text.endswith("]") and len(text) > 1 and not {"[", "]"} & set(inner)
    return inner.strip() if in_brackets else text


def _clean(text: str) -> str:
    return re.sub(r'["\n \[\]]', "", text)


def _same_logic(given: str, target: str, *, any_order: bool) -> bool:
    first, second = (re.sub(r'["\n .]', "", text) for text in (given, target))
    return first == second or (any_order and sorted(first.split(";")) == sorted(second.split(";")))


def _same_operation(given: str, target: str, *, rule: int, number: int) -> bool:
    if number in _INEQUALITIES:
        return _bounds(given) == _bounds(target)
    if rule == _SET_RULE:
        return sorted(re.sub(r"\W", "", given)) == sorted(re.sub(r"\W", "", target))
    if rule in _MATRIX_RULES:
        return re.findall(r"\d+", given) == re.findall(r"\d+", target)
    same = _same_formula if number in _FORMULAS else _same_text
    wanted, found = _alternatives(target), _alternatives(given)
    return len(wanted) == len(found) and all(any(same(text, part) for text in found) for part in wanted)


def _alternatives(text: str) -> list[str]:
    return [part.strip() for part in re.sub(r"\\text\{\s*or\s*\}", "or", text).split("or")]


def _bounds(text: str) -> list[str]:
    return sorted("".join(match) for match in re.findall(r"([≥≤])\s*(-?\d+(?:\.\d+)?)", text))


def _same_text(given: str, target: str) -> bool:
    return _clean(given) == _clean(target)


def _same_formula(given: str, target: str) -> bool:
    given = _WORDS.sub("", given.rpartition("=")[2])
    try:
        return same_value(given, target)
    except FormulaError:
        return _same_text(given, target)


def _same_letters_and_digits(given: str, target: str) -> bool:
    return re.sub(r"\W", "", given) == re.sub(r"\W", "", target)


def _letters(text: str) -> str:
    return re.sub(r"[^A-Za-z]", "", text).lower()


def _same_letters(given: str, target: str) -> bool:
    return _letters(given) == _letters(target)


def _one_of_listed(given: str, target: str) -> bool:
    return _letters(given) in [word for word in re.split(r"[,\s]+", target) if word]


def _same_words(given: str, target: str) -> bool:
    return sorted(re.findall(r"\w+", given.lower())) == sorted(target.split())


def _same_assignments(given: str, target: str) -> bool:
    return sorted(re.sub(r"\s", "", given).split(",")) == sorted(target.split(","))


def _same_but_separators(given: str, target: str) -> bool:
    return re.sub(r"[,\s\[\]]", "", given) == re.sub(r"[,\s\[\]]", "", target)


def _left_side(text: str) -> str:
    return text.replace("×", "*").replace("−", "-").partition("=")[0]  # noqa: RUF001 - the signs that models write


def _signs_fit(given: str, target: str) -> bool:
    """Tell whether the same signs in the same order make the target's total."""
    signs = [re.findall(r"[+\-*/]", _left_side(text)) for text in (given, target)]
    total = re.search(r"=\s*(-?\d+)", target)
    return signs[0] == signs[1] and total is not None and _amounts_to(_left_side(given), int(total[1]))


def _makes_24(given: str, target: str) -> bool:
    """Tell whether the target's own digits make 24."""
    first, second = (sorted(re.sub(r"\W", "", _left_side(text))) for text in (given, target.partition("\n")[0]))
    return first == second and _amounts_to(_left_side(given), 24)


def _amounts_to(formula: str, total: int) -> bool:
    if not re.fullmatch(r"[\d\s.()+\-*/]+", formula):
        return False
    try:
        return abs(value_of(formula) - total) < 1e-9
    except (ValueError, ArithmeticError):
        return False


_PUZZLES: Final[dict[str, Callable[[str, str], bool]]] = {
    "1": _same_letters,
    "2": _one_of_listed,
    "3": _same_words,
    "4": _one_of_listed,
    "5": _same_assignments,
    "9": _signs_fit,
    "10": _makes_24,
    "18": _same_but_separators,
}

KOR = Benchmark("kor", "KOR-Bench", 1, read, is_correct)
