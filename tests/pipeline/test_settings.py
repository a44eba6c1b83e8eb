from pathlib import Path

import pytest

from resyn.core.errors import ConfigError
from resyn.core.store import Step, Store
from resyn.pipeline.settings import RunSettings, bind

FIRST = RunSettings(keywords=("sums",), model="m")


def begun(folder: Path, settings: RunSettings) -> None:
    with Store(folder) as store:
        bind(settings, store)
        store.add_step(store.candidate("sums", 0).id, Step("planned", {"plan": "", "title": ""}))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"judges": False}, "judges = True, now False"),
        ({"votes": 3}, "votes = 1, now 3"),
        ({"solver_model": "other"}, "solver_model = '', now 'other'"),
        ({"require_solver": True}, "require_solver = False, now True"),
        ({"calibration": True}, "calibration = False, now True"),
    ],
)
def test_stages_may_not_change_in_mid_run(tmp_path: Path, change: dict[str, object], message: str) -> None:
    begun(tmp_path, FIRST)
    other = RunSettings(**(FIRST.to_json() | {"keywords": ("sums",)} | change))
    with Store(tmp_path) as store, pytest.raises(ConfigError, match=message):
        bind(other, store)


def test_candidates_that_were_only_written_may_meet_any_stage(tmp_path: Path) -> None:
    begun(tmp_path, RunSettings(keywords=("sums",), model="m", gate="none", judges=False))
    with Store(tmp_path) as store:
        bind(RunSettings(keywords=("sums",), model="m", votes=3), store)


def test_run_is_not_bound_to_settings_that_only_write(tmp_path: Path) -> None:
    begun(tmp_path, FIRST)
    with Store(tmp_path) as store:
        before = store.read_meta("settings")
        with pytest.raises(ConfigError, match="holds a run, whose candidates are checked"):
            bind(RunSettings(keywords=("sums",), model="m", rounds=0, gate="none"), store)
        assert store.read_meta("settings") == before


def test_run_begun_before_there_were_judges_goes_on_without_them_and_says_so(tmp_path: Path) -> None:
    begun(tmp_path, FIRST)
    old = {"keywords": ["sums"], "model": "m", "temperature": 0.8, "plan_first": True, "examples": 1, "seed": 0}
    without = RunSettings(keywords=("sums",), model="m", judges=False, solver=False)
    with Store(tmp_path) as store:
        store.write_meta("settings", old | {"gate": "quick"})
        with pytest.raises(ConfigError, match="judges = False, now True"):
            bind(FIRST, store)
        bind(without, store)
