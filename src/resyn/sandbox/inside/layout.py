"""The shared page between a child and its warden, and the records that travel to the host."""

import struct
from typing import Final

PAGE_BYTES: Final = 64 << 20
"""Size of the page; only what is touched takes memory."""

# The header: unsigned 32-bit slots. The child writes them, the warden treats them as claims.
CURSOR: Final = 0  # index of the call in progress
STATE: Final = 1
END: Final = 2  # where the log ends, as offset from its beginning
HEADER_BYTES: Final = 64

LOADING: Final = 0
RUNNING: Final = 1
DONE: Final = 2
FULL: Final = 3  # the log has no room for the next record: go on in another child

# Codes of one call; a zeroed page reads "not run".
(NOT_RUN, OK, ERROR, TIMEOUT, MEMORY, KILLED, EXITED, NOT_JSON, TOO_LARGE, CORRECT, WRONG) = range(11)

RECORD: Final = struct.Struct("<BBdII")
"""A reply in the log: code, mutated, CPU seconds, bytes of text, bytes of error; both follow."""

FAULT: Final = struct.Struct("<IH")
"""A fault in a verification's log: index of the answer, bytes of its explanation, which follows."""

REST: Final = 1 << 31
"""Set in the index of a fault: it explains this answer and all after it."""

FAULT_LOG_BYTES: Final = 256 << 10
ERROR_BYTES: Final = 400
"""A longer explanation is cut."""

VERIFY: Final = 0
CALLS: Final = 1
FORK_EACH: Final = 2
"""Kinds of work."""


def record(code: int, error: str, *, text: bytes = b"", mutated: bool = False, seconds: float = 0.0) -> bytes:
    """Return one reply as bytes."""
    explanation = clip(error)
    return RECORD.pack(code, mutated, seconds, len(text), len(explanation)) + text + explanation


def fault(index: int, error: str, *, rest: bool = False) -> bytes:
    """Return the explanation of one fault as bytes."""
    explanation = clip(error)
    return FAULT.pack(index | (REST if rest else 0), len(explanation)) + explanation


def clip(error: str) -> bytes:
    """Return an explanation as UTF-8 of at most ERROR_BYTES; lone surrogates come out escaped."""
    return error[:ERROR_BYTES].encode("utf-8", "backslashreplace")[:ERROR_BYTES]
