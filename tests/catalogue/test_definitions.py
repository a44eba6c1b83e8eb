"""Verifiers are proven: on every answer of small levels they say what an independent definition says."""

from collections.abc import Iterator

import pytest
from tests.catalogue.definition import contradictions, defined_names, read_definition

from resyn.core.environment import Environment, find_environments
from resyn.core.index import catalogue_folder
from resyn.gate.evidence import Draw, Evidence, Surroundings
from resyn.gate.setting import Setting
from resyn.sandbox.jail import Jail

SHIPPED = {environment.name: environment for environment in find_environments([catalogue_folder()])}
INSTANCES = 6


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(workers=1) as jail:
        yield jail


def drawn(environment: Environment, levels: tuple[int, ...], jail: Jail) -> tuple[Draw, ...]:
    setting = Setting("definition", levels=levels, draws_per_level=INSTANCES, hash_salts=(0,), seconds=600.0)
    draws = Evidence(environment, Surroundings(jail=jail), setting).draws
    assert all(draw.complete for draw in draws)
    return draws


def test_every_shipped_environment_has_a_definition_and_none_is_left_over() -> None:
    assert defined_names() == sorted(SHIPPED)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_verifier_agrees_with_the_independent_definition(name: str, jail: Jail) -> None:
    definition, environment = read_definition(name), SHIPPED[name]
    for draw in drawn(environment, definition.asked_levels, jail):
        verdicts = definition.verdicts(draw, environment.meta["answer"])
        if draw.level in definition.levels:
            right = [verdicts[answer] for answer in definition.pool(draw.data, draw.solution)]
            assert any(right), "no candidate is right"
            assert not all(right), "every candidate is right"
        assert contradictions(environment, draw, verdicts, jail) == [], f"{draw.seed}\n{draw.question}"


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_definition_accepts_the_solution_and_refuses_near_misses_beyond_small_levels(name: str, jail: Jail) -> None:
    definition = read_definition(name)
    for draw in drawn(SHIPPED[name], (3,), jail):
        assert definition.holds(draw.data, draw.solution), f"{draw.seed}\n{draw.question}"
        accepted = [answer for answer in draw.wrong_answers if definition.holds(draw.data, answer)]
        assert accepted == [], f"{draw.seed}\n{draw.question}"
