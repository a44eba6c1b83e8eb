from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from resyn.core.environment import Environment
from resyn.core.records import Outcome
from resyn.gate.evidence import Evidence, OutOfTimeError, Surroundings
from resyn.gate.setting import QUICK

GOOD = Environment.read(Path(__file__).parent / "fixtures" / "syntax_error" / "good_base.py")
FEW = replace(QUICK, levels=(1, 2, 10), draws_per_level=3, glances_per_level=5)
Around = Callable[[str], Surroundings]


@pytest.fixture
def evidence(surroundings: Around) -> Evidence:
    return Evidence(GOOD, surroundings("none"), FEW)


def test_draws_are_in_order_of_levels_and_can_be_made_again(evidence: Evidence, surroundings: Around) -> None:
    assert [draw.level for draw in evidence.draws] == [1, 1, 1, 2, 2, 2, 10, 10, 10]
    assert len({draw.seed for draw in evidence.draws}) == 9
    again = Evidence(GOOD, surroundings("none"), FEW)
    assert [draw.instance for draw in again.draws] == [draw.instance for draw in evidence.draws]


def test_glances_begin_with_the_draws_and_add_new_ones(evidence: Evidence) -> None:
    seeds = {glance.seed for glance in evidence.glances}
    assert len(evidence.glances) == len(seeds) == 15
    assert {draw.seed for draw in evidence.draws} < seeds


def test_verify_is_asked_once_for_the_same_answer(evidence: Evidence) -> None:
    draw, calls = evidence.draws[0], []
    verify = evidence.jail.verify
    pairs = [(draw, draw.solution), (draw, "junk"), (draw, draw.solution)]
    assert evidence.verify(pairs) == [Outcome.CORRECT, Outcome.WRONG, Outcome.CORRECT]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence.jail, "verify", lambda jobs: calls.append(jobs) or verify(jobs))
        assert evidence.verify(pairs[:2]) == [Outcome.CORRECT, Outcome.WRONG]
    assert calls == []


def test_faults_of_verify_are_kept_with_their_draw(surroundings: Around) -> None:
    source = GOOD.source.replace("    tokens = answer", "    1 / len(answer)\n    tokens = answer")
    evidence = Evidence(Environment("divides", source), surroundings("none"), FEW)
    draw = evidence.draws[0]
    assert evidence.verify([(draw, ""), (draw, draw.solution)]) == [Outcome.FAULT, Outcome.CORRECT]
    (fault,) = evidence.verify_faults
    assert fault[:2] == (draw, "")
    assert "ZeroDivisionError" in fault[2]


def test_nothing_is_asked_after_the_time_is_up(surroundings: Around) -> None:
    evidence = Evidence(GOOD, surroundings("none"), replace(FEW, seconds=0.0))
    with pytest.raises(OutOfTimeError):
        evidence.draw([1], 1)


def test_a_witness_carries_what_repeats_the_case(evidence: Evidence) -> None:
    draw = evidence.draws[-1]
    witness = draw.witness("refused", "1 2")
    assert (witness.level, witness.seed, witness.answer, witness.happened) == (10, draw.seed, "1 2", "refused")
    assert witness.question == draw.question[:2000]
