from pathlib import Path

import pytest
from tests.report.stored import HOSTILE, build_run

from resyn.core.errors import ConfigError, StoreError
from resyn.core.records import Usage
from resyn.core.store import Store
from resyn.report.snapshot import ModelUse, snapshot


def test_run_that_is_being_written_can_be_read_and_is_left_as_it_is(tmp_path: Path) -> None:
    folder = build_run(tmp_path / "run")
    with Store(folder) as writing:
        row = writing.candidate("late", 0)
        before = sorted(path.name for path in folder.iterdir())
        with snapshot(folder) as store:
            assert [one.keyword for one in store.candidates()][-1] == "late"
            assert store.folder != folder
            place = store.folder
        assert not place.exists()
        assert sorted(path.name for path in folder.iterdir()) == before
        assert writing.candidate("late", 0).id == row.id


def test_what_holds_no_run_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nothing"), snapshot(tmp_path / "nothing"):
        pass
    assert not (tmp_path / "nothing").exists()
    (tmp_path / "run.sqlite").write_text("no database at all, but long enough to be looked at" * 30)
    with pytest.raises(StoreError, match=r"run\.sqlite"), snapshot(tmp_path):
        pass


def test_uses_are_summed_by_model_and_a_missing_price_is_no_zero(uses: list[ModelUse]) -> None:
    assert uses == [
        ModelUse("priced", 2, 1, Usage(20, 40, 3.0, 0.75)),
        ModelUse(HOSTILE, 1, 0, Usage(10, 20, 1.5, None)),
    ]
