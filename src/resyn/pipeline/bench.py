"""Where environments are run: the one seam behind which rules and jailed calls spread over threads or machines."""

import os
import threading
from typing import Protocol

from resyn.core.environment import Environment
from resyn.gate.check import GateReport, check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.setting import QUICK, Setting
from resyn.sandbox.jail import Jail

_PER_CORE = 2  # while one candidate waits for its jailed calls, another one's rules compute


class Bench(Protocol):
    """Runs environments for many threads at once; what comes back does not depend on where it ran."""

    @property
    def setting(self) -> Setting:
        """How thoroughly the rules look."""
        ...

    @property
    def surroundings(self) -> Surroundings:
        """Jails of this machine, and what may not be repeated."""
        ...

    @property
    def jail(self) -> Jail:
        """Runs the calls of judges, solvers and calibration that go to environments."""
        ...

    @property
    def solver_jail(self) -> Jail:
        """Runs blind solvers, and never an environment."""
        ...

    def check(self, environment: Environment) -> GateReport:
        """Run all rules; waits for its turn."""
        ...


class LocalBench:
    """Keeps to one machine: a few candidates at a time are under the rules, whose clock never measures a queue."""

    def __init__(
        self,
        surroundings: Surroundings,
        setting: Setting = QUICK,
        *,
        solver_jail: Jail | None = None,
        at_once: int | None = None,
    ) -> None:
        self.surroundings = surroundings
        self.setting = setting
        self._solver_jail = solver_jail
        self._turns = threading.BoundedSemaphore(at_once or _PER_CORE * len(os.sched_getaffinity(0)))

    @property
    def jail(self) -> Jail:
        """The first jail of the surroundings."""
        return self.surroundings.jail

    @property
    def solver_jail(self) -> Jail:
        """The jail for blind solvers that was given; raises ValueError where none was."""
        if self._solver_jail is None:
            raise ValueError("this bench was built without a jail for blind solvers")
        return self._solver_jail

    def check(self, environment: Environment, *, within: Surroundings | None = None) -> GateReport:
        """Run all rules, in the calling thread; `within` other surroundings where they are given."""
        with self._turns:
            return check_environment(environment, within or self.surroundings, setting=self.setting)
