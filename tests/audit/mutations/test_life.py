"""A bug is alive where behaviour shows it, and only there."""

import pytest

from resyn.audit.mutations import Mutant, plant
from resyn.audit.mutations.life import Sound
from resyn.core.environment import Environment
from resyn.sandbox.jail import Jail


def the_mutant(environment: Environment, operator: str, description: str) -> Mutant:
    (found,) = [m for m in plant(environment) if m.operator == operator and m.description.startswith(description)]
    return found


@pytest.mark.parametrize(
    ("operator", "description", "difference"),
    [
        ("constant_label", "any text", "wrong became correct"),
        ("forgotten_check", "the condition is gone: total", "wrong became correct"),
        ("intolerant_parsing", "one blank", "correct became wrong"),
        ("executed_answer", "token is evaluated", "correct became fault"),
        ("spoiled_instance", '"target"', "verify changed its instance"),
        ("leaked_answer", "the solution", "another question"),
        ("unstated_rule", "a part", "another question"),
        ("idle_level", "levels above 3", "another instance"),
        ("foreign_type", "a tuple", "another instance, or none"),
    ],
)
def test_a_live_bug_is_told_with_the_case_that_shows_it(
    pick_weights: Environment, jails: list[Jail], operator: str, description: str, difference: str
) -> None:
    mutant = the_mutant(pick_weights, operator, description)
    assert difference in Sound(pick_weights, jails).difference(mutant)


def test_a_hidden_field_is_alive_on_the_mutant_own_instances(order_names: Environment, jails: list[Jail]) -> None:
    mutant = the_mutant(order_names, "hidden_state", "the bound")
    assert "correct became wrong" in Sound(order_names, jails).difference(mutant)


def test_order_by_hash_is_alive_under_another_salt_alone(order_names: Environment, jails: list[Jail]) -> None:
    mutant = the_mutant(order_names, "unseeded_randomness", "set(rng.sample")
    assert "another instance" in Sound(order_names, jails).difference(mutant)


@pytest.mark.parametrize(
    ("operator", "description"),
    [
        ("shadowed_variable", "'weight' overwrites"),
        ("intolerant_parsing", "without .strip()"),
    ],
)
def test_what_changes_nothing_is_equivalent(
    pick_weights: Environment, jails: list[Jail], operator: str, description: str
) -> None:
    found = [m for m in plant(pick_weights) if m.operator == operator and m.description.startswith(description)]
    assert [Sound(pick_weights, jails[:1]).difference(mutant) for mutant in found] == [""] * len(found)
    assert found
