"""A foreign corpus in real jails, opened once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from resyn.audit.adapter import Adapter
from resyn.audit.run import Plan, open_corpus
from resyn.audit.task import Surroundings

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="session")
def adapter() -> Adapter:
    return Adapter.read(FIXTURES / "adapter.py")


@pytest.fixture(scope="session")
def surroundings(adapter: Adapter) -> Iterator[Surroundings]:
    with open_corpus(
        adapter, Plan(workers=1, folders=(FIXTURES,), solvers=(FIXTURES / "solvers",)), salts=(0, 1)
    ) as opened:
        yield opened
