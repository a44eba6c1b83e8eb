from collections.abc import Iterator
from typing import Any

import pytest
from tests.cli.conftest import SOUND
from tests.judge.conftest import SUMS

from resyn.core.environment import Environment
from resyn.core.store import Step
from resyn.gate.setting import QUICK
from resyn.pipeline.certificate import certify, certify_candidate, compare, draw_instances
from resyn.sandbox.jail import Jail

REPORT: dict[str, Any] = {
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
        Step("written", {"usage": USAGE}),
        Step("checked", {"report": REPORT}),
        Step("judged", {"verdicts": [first], "admitted": False, "usage": USAGE}),
        Step("written", {"usage": USAGE}),
        Step("checked", {"report": REPORT}),
        Step("judged", {"verdicts": [last], "admitted": True, "usage": USAGE}),
        Step("solved", {"report": {"status": "agrees"}, "admitted": True, "source": "def solve", "usage": USAGE}),
        Step("passed", {}),
    ]
    certificate = certify_candidate(SUMS, steps, jail, setting=QUICK)
    assert certificate["verdicts"] == [last]
    assert certificate["solver"]["status"] == "agrees"
    assert len(certificate["solver"]["file_hash"]) == 64
    assert certificate["usage"] == {
        "calls": 6, "input_tokens": 60, "output_tokens": 30, "seconds": 6.0, "cost": 3.0
    }  # fmt: skip


def test_certificate_of_another_schema_is_not_guessed_at() -> None:
    assert compare({"schema": 9}, {}) == ["the certificate has schema 9; this version reads 1"]
