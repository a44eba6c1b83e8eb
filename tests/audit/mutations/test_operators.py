"""Each operator plants what its page of fixtures shows, line by line."""

import difflib
from pathlib import Path

import pytest

from resyn.audit.mutations import Mutant, plant
from resyn.audit.mutations.operator import Operator, all_operators
from resyn.core.environment import Environment

FIXTURES = Path(__file__).parent / "fixtures"
SOUND = {path.stem: Environment.read(path) for path in sorted((FIXTURES / "environments").glob("*.py"))}
MUTANTS = [mutant for environment in SOUND.values() for mutant in plant(environment)]


def shown(mutant: Mutant) -> str:
    before, after = SOUND[mutant.environment.name].source, mutant.environment.source
    lines = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:2] in ("- ", "+ ")]
    heading = f"{mutant.environment.name}:{mutant.line} {mutant.description}"
    return "\n".join([heading, *(f"{line[0]} {line[2:].strip()}" for line in lines)]) + "\n"


@pytest.mark.parametrize("operator", all_operators(), ids=lambda operator: operator.name)
def test_an_operator_plants_what_its_fixture_shows(operator: Operator) -> None:
    planted = "\n".join(shown(mutant) for mutant in MUTANTS if mutant.operator == operator.name)
    assert planted == (FIXTURES / "planted" / f"{operator.name}.txt").read_text()
    assert planted


@pytest.mark.parametrize("operator", all_operators(), ids=lambda operator: operator.name)
def test_an_operator_says_in_one_sentence_what_the_bug_is(operator: Operator) -> None:
    assert operator.summary.endswith(".")
    assert operator.part in ("generate", "observe", "verify")


def test_every_page_of_fixtures_belongs_to_an_operator() -> None:
    pages = {path.stem for path in (FIXTURES / "planted").iterdir()}
    assert pages == {operator.name for operator in all_operators()}
