"""Jails of two hash salts, and a sound environment."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from resyn.core.environment import Environment
from resyn.sandbox.calls import Limits
from resyn.sandbox.jail import Jail

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="session")
def jails() -> Iterator[list[Jail]]:
    limits = Limits(cpu_seconds=0.5, hard_cpu_seconds=1.0)
    with ExitStack() as stack:
        yield [stack.enter_context(Jail(workers=1, hash_seed=salt, limits=limits)) for salt in (0, 1)]


@pytest.fixture(scope="session")
def pick_weights() -> Environment:
    return Environment.read(FIXTURES / "environments" / "pick_weights.py")


@pytest.fixture(scope="session")
def order_names() -> Environment:
    return Environment.read(FIXTURES / "environments" / "order_names.py")
