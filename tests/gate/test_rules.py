"""Each rule catches its bad fixtures and passes its good ones; each explains itself under the same headings."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from resyn.core.environment import Environment
from resyn.gate.check import check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.rule import HEADINGS, Rule, all_rules
from resyn.gate.setting import QUICK, Setting

FIXTURES = Path(__file__).parent / "fixtures"
RULES = {rule.name: rule for rule in all_rules()}
STATISTICAL = ("answer_in_question", "guessable", "level_has_no_effect", "repeats_itself", "wrong_answer_accepted")
"""Rules whose thresholds are meant for the draws of QUICK; the others show what they do on fewer."""
Around = Callable[[str], Surroundings]


def cases(kind: str) -> list[Path]:
    return sorted(FIXTURES.glob(f"*/{kind}_*.py"))


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def setting_of(rule: Rule) -> Setting:
    return QUICK if rule.name in STATISTICAL else replace(QUICK, draws_per_level=4)


def up_to(rule: Rule) -> tuple[Rule, ...]:
    """Return the rules of earlier stages, which must find nothing, and the rule itself."""
    return (*(other for other in all_rules() if other.stage < rule.stage), rule)


@pytest.mark.parametrize("path", cases("bad"), ids=named)
def test_a_bad_fixture_is_caught_by_its_rule(path: Path, surroundings: Around) -> None:
    rule = RULES[path.parent.name]
    report = check_environment(Environment.read(path), surroundings(rule.name), setting=setting_of(rule), rules=(rule,))
    assert {finding.rule for finding in report.findings} == {rule.name}
    assert all(len(finding.message) > 20 for finding in report.findings)


@pytest.mark.parametrize("path", cases("good"), ids=named)
def test_a_good_fixture_passes_its_rule(path: Path, surroundings: Around) -> None:
    rule = RULES[path.parent.name]
    report = check_environment(Environment.read(path), surroundings(rule.name), setting=setting_of(rule), rules=(rule,))
    assert report.findings == ()
    assert report.rules == {rule.name: rule.version}


@pytest.mark.slow
@pytest.mark.parametrize("path", cases("bad"), ids=named)
def test_a_bad_fixture_passes_the_stages_before_its_rule(path: Path, surroundings: Around) -> None:
    rule = RULES[path.parent.name]
    report = check_environment(Environment.read(path), surroundings(rule.name), rules=up_to(rule))
    assert {finding.rule for finding in report.findings} == {rule.name}


@pytest.mark.slow
@pytest.mark.parametrize("path", cases("good"), ids=named)
def test_a_good_fixture_passes_every_rule(path: Path, surroundings: Around) -> None:
    report = check_environment(Environment.read(path), surroundings(path.parent.name))
    assert report.findings == ()


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_explains_itself_under_four_headings(rule: Rule) -> None:
    sections = rule.sections()
    assert tuple(sections) == HEADINGS
    assert all(len(text) > 40 for text in sections.values())
    assert rule.summary.endswith(".")
    assert rule.version >= 1


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_has_fixtures_of_both_kinds(name: str) -> None:
    kinds = [path.stem.partition("_")[0] for path in sorted((FIXTURES / name).glob("*.py"))]
    assert kinds.count("bad") >= 2
    assert kinds.count("good") >= 1


def test_every_fixture_belongs_to_a_rule() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == set(RULES)
