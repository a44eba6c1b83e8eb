from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from resyn.core.environment import Environment
from resyn.core.records import Finding
from resyn.gate.check import GateReport, check_environment
from resyn.gate.evidence import Evidence, Surroundings
from resyn.gate.rule import Rule, Stage, all_rules
from resyn.gate.setting import QUICK

FIXTURES = Path(__file__).parent / "fixtures"
GOOD = Environment.read(FIXTURES / "syntax_error" / "good_base.py")
Around = Callable[[str], Surroundings]


def finds_nothing(evidence: Evidence) -> Iterator[Finding]:
    yield from ()


def finds_something(evidence: Evidence) -> Iterator[Finding]:
    yield Finding("strict", f"looked at {len(evidence.draws)} draws")


def rule(name: str, stage: Stage, check: Callable[[Evidence], Iterator[Finding]] = finds_nothing) -> Rule:
    return Rule(name, stage, 1, "", check)


def test_rules_are_in_order_of_stages_and_names() -> None:
    order = [(rule.stage, rule.name) for rule in all_rules()]
    assert order == sorted(order)
    assert {rule.stage for rule in all_rules()} == set(Stage)


def test_a_later_stage_does_not_run_after_a_finding(surroundings: Around) -> None:
    rules = (
        rule("strict", Stage.DRAW, finds_something),
        rule("beside", Stage.DRAW),
        rule("later", Stage.VERIFY),
    )
    report = check_environment(GOOD, surroundings("none"), rules=rules)
    assert not report.passed
    assert report.rules == {"strict": 1, "beside": 1}
    assert report.draws == 72


def test_a_rule_without_anything_to_compare_with_is_not_listed_as_run(surroundings: Around) -> None:
    rules = tuple(rule for rule in all_rules() if rule.stage is Stage.CORPUS)
    report = check_environment(GOOD, surroundings("none"), rules=rules)
    assert report.passed
    assert report.rules == {}
    assert report.not_applicable == ("duplicate", "leaks_benchmark")


def test_time_that_runs_out_rejects(surroundings: Around) -> None:
    report = check_environment(GOOD, surroundings("none"), setting=replace(QUICK, seconds=0.0))
    assert [finding.rule for finding in report.findings] == ["too_slow"]
    assert "broken_contract" in report.findings[0].message
    assert "broken_contract" not in report.rules


def test_rules_about_the_text_need_no_jail(surroundings: Around) -> None:
    rules = tuple(rule for rule in all_rules() if rule.stage is Stage.TEXT)
    report = check_environment(GOOD, surroundings("none"), rules=rules)
    assert (report.draws, report.isolation) == (0, "")
    assert set(report.rules) == {"prompt_residue", "syntax_error", "unsafe_code"}


def test_the_report_says_how_untrusted_code_was_held(surroundings: Around) -> None:
    around = surroundings("none")
    report = check_environment(GOOD, around, rules=(rule("strict", Stage.DRAW, finds_something),))
    assert report.isolation == str(around.jail.isolation)
    assert report.to_json()["findings"] == [{"rule": "strict", "message": "looked at 72 draws"}]


def test_a_text_that_does_not_parse_is_a_finding_and_no_error(surroundings: Around) -> None:
    report = check_environment(Environment("broken", "def observe(:\n"), surroundings("none"))
    assert [(finding.rule, finding.line) for finding in report.findings] == [("syntax_error", 1)]


@pytest.mark.parametrize("source", ["", "\0", "\ud800", "(" * 5000, "-" * 20_000 + "1", "x = '''", "import os\n" * 300])
def test_any_text_gets_a_report(source: str, surroundings: Around) -> None:
    report = check_environment(Environment("anything", source), surroundings("none"))
    assert isinstance(report, GateReport)
    assert not report.passed


def test_a_failing_scout_spares_the_other_draws(surroundings: Around) -> None:
    source = GOOD.source.replace("rng.sample(", "rng.sample(range(1), level) or rng.sample(")
    evidence = Evidence(Environment("fails_from_two", source), surroundings("none"), QUICK)
    assert [draw.level for draw in evidence.draws] == [1, 10]
    assert evidence.glances == ()


HOSTILE = {
    "huge_int": ("return {", 'return {"huge": 10**5000, '),
    "deep": ("return {", 'nest = []\n    for _ in range(3000):\n        nest = [nest]\n    return {"deep": nest, '),
    "odd_keys": ("return {", 'return {"": 1, "\\ud800": 2, "a" * 3000: 3, '),
    "surrogates": ('f"Numbers', 'chr(0xD800) + f"Numbers'),
    "raises_odd_text": ("return {", 'raise ValueError("\\ud800\\0" * 10_000)\n    return {'),
    "wrong_is_huge": ("orders = (", 'return ["1" * 3] * 20_000\n    orders = ('),
    "wrong_is_dict": ("orders = (", "return {str(place): place for place in range(5)}\n    orders = ("),
    "huge_solution": (
        '    return " ".join(map(str, ordered',
        '    return 10**5000\n    return " ".join(map(str, ordered',
    ),
    "exits": ("return {", "raise SystemExit(3)\n    return {"),
    "keeps_on": (
        "return {",
        "while True:\n        try:\n            1 / 0\n        except BaseException:\n            pass\n    return {",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_values_get_a_report(name: str, surroundings: Around) -> None:
    before, after = HOSTILE[name]
    assert before in GOOD.source
    report = check_environment(Environment(name, GOOD.source.replace(before, after, 1)), surroundings("none"))
    assert not report.passed
    assert all(len(finding.message) < 1000 for finding in report.findings)
