from collections.abc import Iterator
from pathlib import Path

import pytest

from resyn.core.environment import Environment
from resyn.sandbox.jail import Jail

FOLDER = Path(__file__).parent / "environments"


@pytest.fixture(scope="session")
def jail() -> Iterator[Jail]:
    with Jail(workers=2) as jail:
        yield jail


@pytest.fixture
def environments() -> dict[str, Environment]:
    return {path.stem: Environment.read(path) for path in sorted(FOLDER.glob("*.py"))}
