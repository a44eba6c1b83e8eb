"""What every environment is asked beside its definition's candidates, and what a verifier that is wrong shows there."""

from collections.abc import Iterator

import pytest
from tests.catalogue.definition import Definition, contradictions
from tests.catalogue.families import MOST_EDITS, edits

from resyn.core.environment import Environment
from resyn.gate.evidence import Draw, Evidence, Surroundings
from resyn.gate.setting import Setting
from resyn.sandbox.jail import Jail

SORTING = '''"""Sort numbers."""

def generate(level, rng):
    return {"numbers": rng.sample(range(10, 99), 4)}

def observe(instance):
    return f"Sort {instance['numbers']}. Answer with the numbers, separated by spaces, such as: 1 2 3"

def verify(instance, answer):
    """BODY"""

def solve(instance):
    return " ".join(map(str, sorted(instance["numbers"])))

def wrong_answers(instance):
    return [" ".join(map(str, sorted(instance["numbers"])[::-1]))]
'''
BODY = 'return answer.split() == [str(number) for number in sorted(instance["numbers"])]'
SORTED = Definition(
    levels=(1,),
    exhaustive=False,
    candidates=lambda _, solution: iter([solution]),
    holds=lambda instance, answer: answer == " ".join(map(str, sorted(instance["numbers"]))),
)


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(workers=1) as jail:
        yield jail


def found(body: str, jail: Jail) -> list[str]:
    environment = Environment("sort_numbers", SORTING.replace('"""BODY"""', body))
    draw = drawn(environment, jail)
    return contradictions(environment, draw, SORTED.verdicts(draw, "sequence"), jail)


def drawn(environment: Environment, jail: Jail) -> Draw:
    setting = Setting("definition", levels=(1,), draws_per_level=1, hash_salts=(0,), seconds=60.0)
    (draw,) = Evidence(environment, Surroundings(jail=jail), setting).draws
    return draw


def test_a_sound_verifier_contradicts_nothing(jail: Jail) -> None:
    assert found(BODY, jail) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (BODY.replace("answer.split()", 'answer.split(" ")'), "wrong, but right"),
        (BODY.replace("answer.split()", "answer.split()[:4]"), "correct, but not right"),
        (BODY.replace("answer.split() ==", "[t.rstrip('?') for t in answer.split()] =="), "correct, but not right"),
        (BODY.replace("answer.split()", "sorted(answer.split())"), "correct, but not right"),
        (f"int(answer.split()[0]); {BODY}", "fault, but not right"),
        (f'instance["numbers"].sort(); {BODY}', "verify changes its instance"),
    ],
    ids=["one blank alone", "only the beginning", "a sign glued on", "any order", "an exception", "a spoilt instance"],
)
def test_a_wrong_verifier_is_contradicted(body: str, told: str, jail: Jail) -> None:
    assert any(line.startswith(told) for line in found(body, jail))


def test_each_token_is_left_out_doubled_exchanged_and_replaced() -> None:
    assert {"2 3", "1 1 2 3", "2 1 3", "1 3 2", "7 2 3", "1 2 4", "3 2 1", "1 2 3?"} <= set(edits("1 2 3", ["7 8"]))


def test_each_letter_of_a_word_is_left_out_doubled_exchanged_and_replaced() -> None:
    assert {"ac", "abbc", "bac", "acb", "xbc"} <= set(edits("abc", ["x"]))


def test_each_line_is_left_out_doubled_and_exchanged() -> None:
    assert {"ab\nef", "ab\nab\ncd\nef", "cd\nab\nef"} <= set(edits("ab\ncd\nef", []))


@pytest.mark.parametrize("solution", ["1, 2, 3", "08:29", "[3 4] [5]", "Ann=2 Bob=1", "ab\ncd"])
def test_edits_touch_neither_white_space_nor_leading_zeros_nor_case_alone(solution: str) -> None:
    def bare(text: str) -> list[str]:
        return [token.lstrip("0") for token in text.lower().replace(",", " ").split()]

    assert [text for text in edits(solution, ["12 34"]) if bare(text) == bare(solution)] == []


def test_edits_of_a_long_solution_are_bounded_and_spread_over_all_of_it() -> None:
    solution = " ".join(str(number) for number in range(10, 99))
    made = edits(solution, [])
    assert len(made) <= MOST_EDITS
    assert any(text.startswith(solution[:200]) for text in made)
    assert any(text.endswith(solution[-200:]) for text in made)
