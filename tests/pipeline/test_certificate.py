from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import SOUND
from tests.judge.conftest import SUMS

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError
from resyn.core.store import Step
from resyn.gate.rule import all_rules
from resyn.gate.setting import DEEP, QUICK
from resyn.pipeline.certificate import (
    certify,
    certify_candidate,
    compare,
    draw_instances,
    is_current,
    read_definition,
)
from resyn.sandbox.jail import Jail

REPORT: dict[str, Any] = {
    "environment": "name_summands",
    "passed": True,
    "draws": 72,
    "rules": {"guessable": 1},
    "not_applicable": ["leaks_benchmark"],
    "isolation": "namespaces",
}
USAGE = {"calls": 1, "input_tokens": 10, "output_tokens": 5, "seconds": 1.0, "cost": 0.5}


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(workers=1) as opened:
        yield opened


def test_same_file_gives_the_same_certificate_and_differs_in_nothing(jail: Jail) -> None:
    first, second = (certify(SUMS, REPORT, jail, setting=QUICK) for _ in range(2))
    assert first == second
    assert compare(first, second) == []
    assert first["rules"]["setting"]["levels"] == [1, 2, 3, 4, 5, 10]


def test_change_in_behaviour_is_seen_in_hash_and_instances(jail: Jail) -> None:
    changed = Environment("name_summands", SOUND.replace("range(100, 1000 * level)", "range(101, 1000 * level)"))
    before, after = (certify(each, REPORT, jail, setting=QUICK) for each in (SUMS, changed))
    said = compare(before, after)
    assert any("behaviour_hash" in line for line in said)
    assert any("other instances or questions" in line for line in said)


def test_question_alone_is_part_of_what_is_drawn(jail: Jail) -> None:
    reworded = Environment("name_summands", SOUND.replace("Which two", "What two"))
    assert draw_instances(SUMS, jail) != draw_instances(reworded, jail)


def test_what_did_not_pass_is_never_certified(jail: Jail) -> None:
    with pytest.raises(ValueError, match="did not pass"):
        certify(SUMS, REPORT | {"passed": False}, jail, setting=QUICK)


def test_candidate_brings_the_reviews_of_its_last_version_and_the_cost_of_all(jail: Jail) -> None:
    first, last = ({"judge": "code_judge", "model": "m", "vote": 0, "accept": accept} for accept in (False, True))
    steps = [
        Step("planned", {"usage": USAGE}),
        Step("written", {"name": "sums", "usage": USAGE}),
        Step("checked", {"report": REPORT}),
        Step("judged", {"verdicts": [first], "admitted": False, "usage": USAGE}),
        Step("written", {"name": "sums", "usage": USAGE}),
        Step("checked", {"report": REPORT}),
        Step("judged", {"verdicts": [last], "admitted": True, "usage": USAGE}),
        Step("solved", {"report": {"status": "agrees"}, "admitted": True, "source": "def solve", "usage": USAGE}),
        Step("passed", {}),
    ]
    origin = {"keyword": "sums"}
    certificate = certify_candidate(SUMS, steps, jail, setting=QUICK, report=REPORT, provenance=origin)
    assert certificate["provenance"] == origin
    assert certificate["reviewed_as"] == "sums"
    assert certificate["verdicts"] == [last]
    assert certificate["solver"]["status"] == "agrees"
    assert len(certificate["solver"]["file_hash"]) == 64
    assert certificate["usage"] == {
        "calls": 6, "input_tokens": 60, "output_tokens": 30, "seconds": 6.0, "cost": 3.0
    }  # fmt: skip


def test_rules_that_drew_by_the_seeds_of_another_name_certify_nothing(jail: Jail) -> None:
    with pytest.raises(ValueError, match="by the seeds of sums, not of name_summands"):
        certify(SUMS, REPORT | {"environment": "sums"}, jail, setting=QUICK)


@pytest.mark.parametrize(
    ("part", "value"),
    [("split", "train"), ("draws", 71), ("setting", {"name": "quick"}), ("versions", {"guessable": 9})],
)
def test_rules_that_ran_otherwise_are_named(jail: Jail, part: str, value: object) -> None:
    certificate = certify(SUMS, REPORT, jail, setting=QUICK)
    other = certificate | {"rules": certificate["rules"] | {part: value}}
    (said,) = compare(other, certificate)
    assert said.startswith("rule guessable" if part == "versions" else f"the rules' {part} is another one")


def test_certificate_is_current_for_the_same_file_rules_and_setting_alone(jail: Jail) -> None:
    versions = {rule.name: rule.version for rule in all_rules() if rule.name != "leaks_benchmark"}
    report = REPORT | {"rules": versions}
    quick, deep = (certify(SUMS, report, jail, setting=setting) for setting in (QUICK, DEEP))
    assert is_current(quick, SUMS, setting=QUICK)
    assert is_current(deep, SUMS, setting=QUICK)
    assert not is_current(quick, SUMS, setting=DEEP)
    assert not is_current(None, SUMS, setting=QUICK)
    commented = Environment(SUMS.name, f"{SUMS.source}\n# a remark\n")
    assert commented.behaviour_hash == SUMS.behaviour_hash
    assert not is_current(quick, commented, setting=QUICK)
    assert not is_current(quick, Environment("other", SUMS.source), setting=QUICK)
    older = {"rules": quick["rules"] | {"versions": versions | {"guessable": 0}}}
    assert not is_current(quick | older, SUMS, setting=QUICK)


def test_definition_is_read_as_literals_and_never_run(tmp_path: Path) -> None:
    (tmp_path / "sums.py").write_text("LEVELS = (1, 3)\nEXHAUSTIVE = False\n1 / 0\n")
    assert read_definition(tmp_path, "sums") == {"levels": [1, 3], "exhaustive": False}
    assert read_definition(tmp_path, "other") is None
    (tmp_path / "sums.py").write_text("LEVELS = tuple(range(3))\nEXHAUSTIVE = True\n")
    with pytest.raises(CatalogueError, match="has no literal LEVELS"):
        read_definition(tmp_path, "sums")


def test_certificate_of_another_schema_is_not_guessed_at() -> None:
    assert compare({"schema": 9}, {}) == ["the certificate has schema 9; this version reads 1"]
