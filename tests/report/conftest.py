from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.report.stored import build_run

from resyn.report.entry import Entry
from resyn.report.read import read_run
from resyn.report.snapshot import ModelUse, model_uses, snapshot


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_run(tmp_path_factory.mktemp("report") / "run")


@pytest.fixture(scope="session")
def read(run_folder: Path) -> Iterator[tuple[list[Entry], list[ModelUse]]]:
    with snapshot(run_folder) as store:
        yield read_run(store), model_uses(store)


@pytest.fixture
def entries(read: tuple[list[Entry], list[ModelUse]]) -> list[Entry]:
    return read[0]


@pytest.fixture
def uses(read: tuple[list[Entry], list[ModelUse]]) -> list[ModelUse]:
    return read[1]
