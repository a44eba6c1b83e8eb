from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.reward.samples import SOURCES

from resyn.core.index import build_index
from resyn.reward import Scorer


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a dataset, as far as a scorer looks into it."""
    folder = tmp_path_factory.mktemp("dataset")
    (folder / "environments").mkdir()
    for name, source in SOURCES.items():
        (folder / "environments" / f"{name}.py").write_text(source)
    build_index(folder / "environments")
    return folder


@pytest.fixture(scope="session")
def scorer(folder: Path) -> Iterator[Scorer]:
    with Scorer([folder], workers=2) as scorer:
        yield scorer
