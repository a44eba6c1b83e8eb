"""Planting is deterministic, spoils one place at a time, and keeps name and layout."""

import ast
from pathlib import Path

import pytest

from resyn.audit.mutations import plant
from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError

FIXTURES = Path(__file__).parent / "fixtures" / "environments"
SOUND = Environment.read(FIXTURES / "pick_weights.py")


def test_planting_twice_gives_the_same_mutants_in_the_same_order() -> None:
    assert list(plant(SOUND)) == list(plant(SOUND))


def test_a_mutant_keeps_the_name_that_seeds_its_instances() -> None:
    assert {mutant.environment.name for mutant in plant(SOUND)} == {"pick_weights"}


def test_every_mutant_parses_and_behaves_otherwise_by_its_tree() -> None:
    hashes = [mutant.environment.behaviour_hash for mutant in plant(SOUND)]
    assert len(set(hashes)) == len(hashes)
    assert SOUND.behaviour_hash not in hashes


def test_comments_and_untouched_lines_stay() -> None:
    source = SOUND.source.replace("    total = sum(weights)", "    total = sum(weights)  # of those taken")
    mutants = list(plant(Environment("pick_weights", source)))
    kept = [mutant for mutant in mutants if "# of those taken" in mutant.environment.source]
    assert len(kept) == len(mutants)


def test_a_line_is_found_behind_text_that_is_not_ascii() -> None:
    source = SOUND.source.replace("if not tokens or", 'if "ä🙂" in tokens or not tokens or')
    planted = [mutant for mutant in plant(Environment("pick_weights", source)) if mutant.operator == "any_for_all"]
    assert 'if "ä🙂" in tokens or not tokens or not any(' in planted[0].environment.source


def test_brackets_around_a_dropped_operand_go_with_it() -> None:
    source = SOUND.source.replace("total == target and", "(total == target) and ((len(weights) > 0)) and")
    planted = [
        mutant for mutant in plant(Environment("pick_weights", source)) if "condition is gone" in mutant.description
    ]
    returns = {line for mutant in planted for line in mutant.environment.source.splitlines() if "> 0" in line}
    assert '    return ((len(weights) > 0)) and len(weights) <= instance["most"]' in returns
    assert "    return (total == target) and ((len(weights) > 0))" in returns


def test_what_verify_shares_with_observe_is_left_alone() -> None:
    source = SOUND.source.replace("def _is_number", "def _least(a, b):\n    return min(a, b)\n\n\ndef _is_number")
    source = source.replace("= sum(weights)", "= sum(weights) + _least(0, 0)").replace(
        "+ _form()", "+ _form() * _least(1, 1)"
    )
    ast.parse(source)
    planted = list(plant(Environment("pick_weights", source)))
    assert [mutant for mutant in planted if mutant.operator == "min_for_max"] == []


def test_what_does_not_parse_is_refused() -> None:
    with pytest.raises(CatalogueError, match="does not parse"):
        list(plant(Environment("broken", "def verify(:")))
