"""Real jails, opened once, and the surroundings that a fixture's folder asks for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from resyn.core.environment import Environment, find_environments
from resyn.gate.benchmarks import BenchmarkIndex
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.setting import QUICK
from resyn.sandbox.calls import Limits
from resyn.sandbox.jail import Jail

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="session")
def jails() -> Iterator[list[Jail]]:
    """One jail per hash salt of the setting `QUICK`; calls are given up sooner than in earnest."""
    limits = Limits(cpu_seconds=0.6, hard_cpu_seconds=1.0)
    with ExitStack() as stack:
        yield [stack.enter_context(Jail(workers=1, hash_seed=salt, limits=limits)) for salt in QUICK.hash_salts]


@pytest.fixture(scope="session")
def surroundings(jails: list[Jail]) -> Callable[[str], Surroundings]:
    """Return the surroundings of a rule's fixtures: `known/` is its library, `benchmarks/` its benchmark folder."""

    def of_rule(rule: str) -> Surroundings:
        known, benchmarks = FIXTURES / rule / "known", FIXTURES / rule / "benchmarks"
        environments: list[Environment] = list(find_environments([known])) if known.is_dir() else []
        index = BenchmarkIndex(benchmarks) if benchmarks.is_dir() else None
        return Surroundings(jails[0], jails[1:], Library(environments, index))

    return of_rule
