"""Reading what comes out of the jail, with suspicion: bytes become records, or a status says why not."""

import json
import random
import struct
from typing import Any, Final

from resyn.core import jsontext
from resyn.core.records import Outcome
from resyn.sandbox.calls import Call, Reply, Status
from resyn.sandbox.inside import layout

_STATUS: Final = {
    layout.NOT_RUN: Status.NOT_RUN,
    layout.OK: Status.OK,
    layout.ERROR: Status.ERROR,
    layout.TIMEOUT: Status.TIMEOUT,
    layout.MEMORY: Status.MEMORY,
    layout.KILLED: Status.KILLED,
    layout.EXITED: Status.EXITED,
    layout.NOT_JSON: Status.NOT_JSON,
    layout.TOO_LARGE: Status.TOO_LARGE,
}
_OUTCOME: Final = [Outcome.FAULT] * 256
_OUTCOME[layout.CORRECT] = Outcome.CORRECT
_OUTCOME[layout.WRONG] = Outcome.WRONG
_MOST_LEVELS: Final = 100  # of lists within lists; whoever walks a value may do so by recursion
_JUDGED: Final = bytes([layout.CORRECT, layout.WRONG])


def read_replies(frame: bytes, calls: int) -> list[Reply]:
    """Return as many replies as there were calls; one that is missing or malformed comes out as an error."""
    replies: list[Reply] = []
    offset = 0
    while len(replies) < calls and offset + layout.RECORD.size <= len(frame):
        status, mutated, seconds, text_bytes, error_bytes = layout.RECORD.unpack_from(frame, offset)
        offset += layout.RECORD.size
        text = frame[offset : offset + text_bytes]
        offset += text_bytes
        error = frame[offset : offset + error_bytes].decode("utf-8", "replace")
        offset += error_bytes
        replies.append(_reply(status, text, error, seconds=seconds, mutated=bool(mutated)))
    replies += [Reply(Status.ERROR, error="the child gave no reply")] * (calls - len(replies))
    return replies


def read_outcomes(frame: bytes, answers: int) -> tuple[list[Outcome], dict[int, str]]:
    """Return an outcome for each answer of a batch, and how each fault came about."""
    codes = frame[:answers].ljust(answers, b"\0")
    outcomes = [_OUTCOME[code] for code in codes]
    if not codes.translate(None, _JUDGED):
        return outcomes, {}
    faults = {
        index: str(_STATUS.get(codes[index], Status.ERROR))
        for index, outcome in enumerate(outcomes)
        if outcome is Outcome.FAULT
    }
    return outcomes, faults | _explanations(frame, answers, faults)


def _explanations(frame: bytes, answers: int, faults: dict[int, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    rest, rest_error = answers, ""
    offset = answers
    while offset + layout.FAULT.size <= len(frame):
        index, size = layout.FAULT.unpack_from(frame, offset)
        offset += layout.FAULT.size
        error = frame[offset : offset + min(size, layout.ERROR_BYTES)].decode("utf-8", "replace")
        offset += size
        if index & layout.REST:  # spread out once, at the end: a forged log may be full of them
            rest, rest_error = index & ~layout.REST, error
        elif error and index in faults:
            found[index] = error
    return {index: rest_error for index in faults if rest_error and index >= rest} | found


def _reply(status: int, data: bytes, error: str, *, seconds: float, mutated: bool) -> Reply:
    known = _STATUS.get(status, Status.ERROR)
    seconds = seconds if 0.0 <= seconds < 1e6 else 0.0
    if known is not Status.OK:
        return Reply(known, error=error, seconds=seconds, mutated=mutated)
    try:
        text = data.decode("utf-8", "surrogatepass")
        value = json.loads(text)
        if _is_deep(value):
            error = f"the value is nested more than {_MOST_LEVELS} levels deep"
        elif jsontext.dump(value) == text:  # no infinity, no key twice: the text means to all what it means here
            return Reply(Status.OK, value=value, text=text, seconds=seconds, mutated=mutated)
        else:
            error = "what came back is not plain JSON"
    except (ValueError, RecursionError):
        error = "what came back is not JSON"
    return Reply(Status.NOT_JSON, error=error, seconds=seconds, mutated=mutated)


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(_MOST_LEVELS + 1):
        inner = [item for item in level if type(item) is dict or type(item) is list]
        if not inner:
            return False
        level = [item for outer in inner for item in (outer.values() if type(outer) is dict else outer)]
    return True


def request_of(call: Call) -> tuple[str, int, bytes, str, str]:
    """Return a call as the child takes it; the seed's text stays here, only the generator's state goes in."""
    state = random_state(call.seed) if call.function == "generate" else b""
    return call.function, call.level, state, call.instance, call.answer


def random_state(seed: str) -> bytes:
    """Return the state of `random.Random(seed)`, 625 little-endian words."""
    words: tuple[Any, ...] = random.Random(seed).getstate()[1]
    return struct.pack(f"<{len(words)}I", *words)
