"""What is asked of the jail and what it answers: plain records, no process in sight."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from resyn.core.records import Outcome

ContractFunction = Literal["generate", "observe", "verify", "solve", "wrong_answers", "score"]
AdapterFunction = Literal["names", "levels", "draw"]
"""Functions by which somebody else's corpus is asked (see `audit.adapter`); each takes `instance`, any JSON value."""
FunctionName = ContractFunction | AdapterFunction


class Status(StrEnum):
    """How one call inside the jail ended."""

    OK = "ok"
    ERROR = "error"  # the function raised; or the file did not load; or it lacks the function
    TIMEOUT = "timeout"  # CPU or wall limit, also inside C code
    MEMORY = "memory"  # MemoryError
    KILLED = "killed"  # a signal: segfault, abort, out of memory
    EXITED = "exited"  # os._exit and the like
    NOT_JSON = "not_json"  # the returned value does not survive a round trip through JSON unchanged
    TOO_LARGE = "too_large"  # the returned value exceeds the output limit
    NOT_RUN = "not_run"  # given up after too many deaths in one batch; says nothing about this call


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of what one call, and one batch, may use inside the jail."""

    cpu_seconds: float = 1.0  # per call, soft: raised inside the call
    hard_cpu_seconds: float = 2.0  # per call, hard: the child is killed (a loop in C code)
    wall_seconds: float = 20.0  # per call (a sleep)
    batch_cpu_seconds: float = 60.0
    memory_bytes: int = 512 << 20
    output_bytes: int = 1 << 20  # per returned value, as JSON text
    deaths: int = 64  # children that may die in one batch before the rest is NOT_RUN

    @property
    def longest_batch_seconds(self) -> float:
        """Seconds after which a batch has ended, however many children it takes and however busy the machine is."""
        return 4 * self.batch_cpu_seconds + self.wall_seconds


@dataclass(frozen=True, slots=True)
class Call:
    """One call of one function of an environment.

    `generate` takes `level` and `seed` (the text for `random.Random`); the others take `instance` as JSON text, decoded
    afresh for each call; `verify` and `score` take `answer` too.
    """

    function: FunctionName
    level: int = 0
    seed: str = ""
    instance: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one call.

    `value` is the returned value after a round trip through JSON, `text` the JSON text itself (key order kept). `error`
    names exception, message and line. `seconds` is CPU time. `mutated` tells that the call changed its instance.
    """

    status: Status
    value: Any = None
    text: str = ""
    error: str = ""
    seconds: float = 0.0
    mutated: bool = False


@dataclass(frozen=True, slots=True)
class VerifyJob:
    """Answers to one instance of one environment, to be verified in a batch; the hot path of training."""

    source: str
    instance: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """One outcome per answer of a job; `faults` says, by position, how each fault came about."""

    outcomes: tuple[Outcome, ...]
    faults: dict[int, str] = field(default_factory=dict)
