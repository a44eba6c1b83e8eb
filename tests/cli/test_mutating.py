from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.conftest import SOUND

from resyn.cli import mutating
from resyn.core.environment import Environment
from resyn.gate.rule import all_rules

SUMS = Environment("name_summands", SOUND)


def test_score_is_kept_for_these_rules_bugs_and_seed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    here = mutating.place_of(SUMS, Path(), bugs=3, seed=0)
    places = {
        here,
        mutating.place_of(SUMS, Path(), bugs=4, seed=0),
        mutating.place_of(SUMS, Path(), bugs=3, seed=1),
        mutating.place_of(Environment("name_summands", SOUND.replace("sample", "choices")), Path(), bugs=3, seed=0),
    }
    first, *others = all_rules()
    monkeypatch.setattr(mutating, "all_rules", lambda: (replace(first, version=first.version + 1), *others))
    places.add(mutating.place_of(SUMS, Path(), bugs=3, seed=0))
    assert len(places) == 5
    monkeypatch.undo()
    assert mutating.place_of(SUMS, Path(), bugs=3, seed=0) == here
