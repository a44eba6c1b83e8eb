import ast
import itertools
from pathlib import Path

import resyn.catalogue
from resyn.core.environment import find_environments
from resyn.gate.rules.duplicate import SAME_CODE
from resyn.gate.similarity import code_shingles, fingerprint, jaccard, question_text

CATALOGUE = Path(resyn.catalogue.__path__[0])

FIRST = '''"""Find 12 pairs."""
GREETING = "Look at the row."

def generate(level, rng):
    return {"row": [rng.randint(1, 9) for _ in range(level)]}

def observe(instance):
    return f"{GREETING} How many of the {len(instance['row'])} numbers exceed 5?"

def verify(instance, answer):
    return answer == str(count_large(instance["row"]))

def count_large(row):
    """Count."""
    return sum(number > 5 for number in row if number % 2 == 0)
'''
RENAMED = FIRST.replace("row", "list_of_values").replace("number", "value").replace("count_large", "how_many")
OTHER = FIRST.replace("sum(number > 5 for number in row if number % 2 == 0)", "max(row) - min(row)")


def test_renaming_changes_no_shingle() -> None:
    first, renamed = fingerprint(FIRST), fingerprint(RENAMED)
    assert first.code == renamed.code
    assert first.behaviour != renamed.behaviour


def test_functions_that_verify_calls_count() -> None:
    assert jaccard(fingerprint(FIRST).verify, fingerprint(OTHER).verify) < SAME_CODE


def test_annotations_and_docstrings_do_not_count() -> None:
    plain = ast.parse("def verify(instance, answer):\n    n = 3\n    return len(answer) > n")
    noted = ast.parse(
        'def verify(instance: dict, answer: str) -> bool:\n    "Check."\n    n: int = 3\n    return len(answer) > n'
    )
    assert code_shingles(plain, "verify") == code_shingles(noted, "verify")


def test_the_question_text_holds_templates_with_masked_numbers() -> None:
    text = question_text(ast.parse(FIRST))
    assert text == "find 0 pairs. how many of the numbers exceed 0? look at the row."


def test_jaccard_of_nothing_is_zero() -> None:
    assert jaccard(frozenset(), frozenset()) == 0.0


def test_shipped_environments_are_far_from_each_other() -> None:
    prints = {entry.name: fingerprint(entry.source) for entry in find_environments([CATALOGUE])}
    assert len(prints) > 10
    alike = {
        (first, second): jaccard(prints[first].verify, prints[second].verify)
        for first, second in itertools.combinations(prints, 2)
    }
    assert max(alike.values()) < SAME_CODE - 0.1
