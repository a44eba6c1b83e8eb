"""Calibrations in a run's store, so that an interrupted command goes on and a report finds them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from resyn.calibrate.curve import Calibration
from resyn.calibrate.plan import CalibrationPlan
from resyn.core.environment import Environment
from resyn.core.errors import ConfigError
from resyn.core.store import Step, Store


def keep_calibration(store: Store, environment: Environment, calibration: Calibration) -> None:
    """Commit a calibration, with the environment's file, as steps of a candidate whose keyword is its name."""
    row = store.candidate(environment.name, 0)
    before = [step.payload["source"] for step in row.steps if step.kind == "written"]
    payload = {"calibration": calibration.to_json(), "admitted": calibration.admitted}
    written = {"name": environment.name, "source": environment.source, "reason": "", "reply": "", "mended": 0}
    if before[-1:] != [environment.source]:
        store.add_step(row.id, Step("written", written))
    store.add_step(row.id, Step("calibrated", payload))


def open_ledger(folder: Path) -> Store:
    """Open a folder's store for calibrations; raises ConfigError where a run lies there: its candidates are its own."""
    store = Store(folder)
    if store.read_meta("settings") is None:
        return store
    store.close()
    raise ConfigError(f"{folder} holds a run", hint="Give calibrations a folder of their own with --out.")


def find_calibrations(
    store: Store, environments: Iterable[Environment], *, solvers: Sequence[str], plan: CalibrationPlan
) -> Iterator[Calibration]:
    """Yield what the store holds of these very environments, asked of these solvers by this plan."""
    for environment in environments:
        steps = store.candidate(environment.name, 0).steps
        if not steps or steps[-1].kind != "calibrated":
            continue
        calibration = Calibration.from_json(steps[-1].payload["calibration"])
        asked = [curve.solver for curve in calibration.curves]
        if (calibration.behaviour_hash, calibration.plan, asked) == (environment.behaviour_hash, plan, list(solvers)):
            yield calibration
