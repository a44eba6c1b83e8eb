from pathlib import Path

import pytest
from tests.calibrate.skilled import Skilled

from resyn.calibrate.calibrate import calibrate_environment
from resyn.calibrate.ledger import find_calibrations, keep_calibration, open_ledger
from resyn.calibrate.plan import CalibrationPlan
from resyn.core.environment import Environment
from resyn.core.errors import ConfigError
from resyn.core.store import Store
from resyn.sandbox.jail import Jail

PLAN = CalibrationPlan(levels=(1, 2), instances=3)
RATES = {1: 1.0, 2: 0.0}


def test_kept_calibration_is_found_for_the_same_file_plan_and_solvers_alone(
    tmp_path: Path, jail: Jail, add_numbers: Environment
) -> None:
    other = Environment(add_numbers.name, add_numbers.source.replace("100, 9999", "100, 999"))
    commented = Environment(add_numbers.name, add_numbers.source + "# a remark\n")
    calibration = calibrate_environment(add_numbers, [Skilled(RATES)], jail, plan=PLAN)
    with open_ledger(tmp_path / "run") as store:
        keep_calibration(store, add_numbers, calibration)
        keep_calibration(store, add_numbers, calibration)

        def found(environment: Environment, *solvers: str, plan: CalibrationPlan = PLAN) -> list[object]:
            return list(find_calibrations(store, [environment], solvers=solvers, plan=plan))

        assert found(add_numbers, "skilled") == found(commented, "skilled") == [calibration]
        assert found(other, "skilled") == []
        assert found(add_numbers, "skilled", "second") == []
        assert found(add_numbers, "skilled", plan=CalibrationPlan(levels=(1, 3), instances=3)) == []
        kinds = [step.kind for step in store.candidate(add_numbers.name, 0).steps]
        assert kinds == ["written", "calibrated", "calibrated"]


def test_folder_of_a_run_is_refused_and_left_open_to_others(tmp_path: Path) -> None:
    with Store(tmp_path / "run") as store:
        store.write_meta("settings", {"model": "m"})
    with pytest.raises(ConfigError, match="holds a run"):
        open_ledger(tmp_path / "run")
    Store(tmp_path / "run").close()
