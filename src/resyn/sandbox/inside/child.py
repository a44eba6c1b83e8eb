"""What a forked child does: compile, call or verify, and write into the shared page what came of it."""

import json
import marshal
import mmap
import random
import signal
import struct
import sys
import types
import warnings
from collections.abc import Callable, Sequence
from time import thread_time
from typing import Any, Final

from . import guard, jsonvalue, layout, probes

_TICKS: Final = 4
_LOG_START: Final = layout.HEADER_BYTES

CallArguments = tuple[str, int, bytes, str, str]
"""Function, level, state of the random generator, instance, answer."""


class OutOfTime(BaseException):
    """Raised inside a call that used up its CPU time."""


class Clock:
    """Raises OutOfTime in a call that makes no end; `handle` is the handler of SIGPROF."""

    def __init__(self, cpu_seconds: float) -> None:
        self._tick = cpu_seconds / _TICKS
        self._header = memoryview(bytes(layout.HEADER_BYTES)).cast("I")
        self._seen = -1
        self._count = 0
        self.armed = False
        self.message = f"no end after {cpu_seconds:g} CPU seconds"

    def watch(self, header: memoryview) -> None:
        """Take progress from this header."""
        self._header = header

    def start(self) -> None:
        """Tick in CPU time from now on."""
        signal.setitimer(signal.ITIMER_PROF, self._tick, self._tick)

    def handle(self, _signal: int, _frame: types.FrameType | None) -> None:
        """Count ticks without progress and raise after the last, and again at each that follows."""
        cursor = self._header[layout.CURSOR]
        if cursor != self._seen:
            self._seen, self._count = cursor, 0
            return
        self._count += 1
        if self._count >= _TICKS and self.armed:
            raise OutOfTime(self.message)


class Child:
    """The work of one forked process, from item `start` on; what it raises ends the process."""

    def __init__(self, page: mmap.mmap, header: memoryview, clock: Clock, output_bytes: int) -> None:
        self._page = page
        self._header = header
        self._clock = clock
        self._output_bytes = output_bytes
        self._end = 0

    def compile(self, sources: Sequence[str], start: int) -> None:
        """Log the marshalled code of each source. Nothing of it runs."""
        warnings.simplefilter("ignore")
        self._header[layout.STATE] = layout.RUNNING

        def build(source: str) -> Callable[[], tuple[int, bytes, str, bool]]:
            def work() -> tuple[int, bytes, str, bool]:
                code = compile(source, guard.FILE, "exec", dont_inherit=True)
                return layout.OK, marshal.dumps(code), "", False

            return work

        self._log_each([build(source) for source in sources], start)

    def rewind(self) -> None:
        """Write the log from its beginning again."""
        self._end = 0
        self._clock.armed = False

    def probe(self) -> None:
        """Log what the probes found, as JSON."""
        self._header[layout.STATE] = layout.RUNNING
        self._log_each([lambda: (layout.OK, json.dumps(probes.run()).encode(), "", False)], 0)

    def call(self, code: bytes, calls: Sequence[CallArguments], start: int) -> None:
        """Log a record for each call."""
        names = self._load(code)
        if names is not None:
            self._log_each([self._bind(names, call) for call in calls], start)

    def verify(self, code: bytes, items: Sequence[tuple[str, Sequence[str]]], total: int, start: int) -> None:
        """Write a code for each answer, after the header, and log the faults after the codes."""
        names = self._load(code)
        if names is None:
            return
        function = names.get("verify")
        reset = _LOG_START + total
        if not callable(function):
            self._page[_LOG_START + start : reset] = bytes([layout.ERROR]) * (total - start)
            self._append(layout.fault(start, _missing("verify"), rest=True), reset, layout.FAULT_LOG_BYTES)
            self._header[layout.STATE] = layout.DONE
            return
        self._clock.armed = True
        while start < total:
            try:
                self._verify_from(function, items, start, reset)
                break
            except OutOfTime:  # raised between two calls' own handlers
                start = self._header[layout.CURSOR]
                self._fault(start, reset, layout.TIMEOUT, self._clock.message)
                start += 1
        self._header[layout.STATE] = layout.DONE

    def _verify_from(
        self,
        function: Callable[[Any, str], object],
        items: Sequence[tuple[str, Sequence[str]]],
        start: int,
        reset: int,
    ) -> None:
        header, page, decode = self._header, self._page, marshal.loads
        index = 0
        for instance, answers in items:
            if index + len(answers) <= start:
                index += len(answers)
                continue
            try:
                blob = marshal.dumps(json.loads(instance))
            except (ValueError, RecursionError) as error:
                for position in range(max(index, start), index + len(answers)):
                    self._fault(position, reset, layout.ERROR, f"the instance is not JSON: {error}")
                index += len(answers)
                continue
            for answer in answers:
                if index >= start:
                    header[layout.CURSOR] = index
                    try:
                        result = function(decode(blob), answer)
                        if result is True:
                            page[_LOG_START + index] = layout.CORRECT
                        elif result is False:
                            page[_LOG_START + index] = layout.WRONG
                        else:
                            kind = type(result).__name__
                            self._fault(index, reset, layout.ERROR, f"returned {kind}, not bool")
                    except BaseException as error:  # noqa: BLE001 - an environment may raise anything
                        self._fault(index, reset, *_describe(error))
                index += 1

    def _fault(self, index: int, reset: int, code: int, error: str) -> None:
        self._page[_LOG_START + index] = code
        self._append(layout.fault(index, error), reset, layout.FAULT_LOG_BYTES)

    def _load(self, code: bytes) -> dict[str, Any] | None:
        try:
            self._clock.armed = True
            names = guard.load(marshal.loads(code), sys.modules)
            self._clock.armed = False
        except BaseException as error:  # noqa: BLE001 - an environment may raise anything
            self._clock.armed = False
            kind, text = _describe(error)
            self._append(layout.record(kind, text), _LOG_START, len(self._page) - _LOG_START)
            return None
        self._header[layout.STATE] = layout.RUNNING
        return names

    def _bind(self, names: dict[str, Any], call: CallArguments) -> Callable[[], tuple[int, bytes, str, bool]]:
        name, level, state, instance, answer = call

        def work() -> tuple[int, bytes, str, bool]:
            function = names.get(name)
            if not callable(function):
                return layout.ERROR, b"", _missing(name), False
            if name == "generate":
                return *jsonvalue.encode(function(level, _restore(state)), self._output_bytes), False
            argument = json.loads(instance)
            result = function(argument, answer) if name in ("verify", "score") else function(argument)
            changed = not jsonvalue.same(argument, json.loads(instance))
            return *jsonvalue.encode(result, self._output_bytes), changed

        return work

    def _log_each(self, works: Sequence[Callable[[], tuple[int, bytes, str, bool]]], start: int) -> None:
        for index in range(start, len(works)):
            self._header[layout.CURSOR] = index
            text, changed = b"", False
            began = thread_time()
            try:
                self._clock.armed = True
                code, text, error, changed = works[index]()
                self._clock.armed = False
            except BaseException as raised:  # noqa: BLE001 - an environment may raise anything
                self._clock.armed = False
                code, error = _describe(raised)
            entry = layout.record(code, error, text=text, mutated=changed, seconds=thread_time() - began)
            if not self._append(entry, _LOG_START, len(self._page) - _LOG_START):
                self._header[layout.STATE] = layout.FULL
                return
        self._header[layout.STATE] = layout.DONE

    def _append(self, entry: bytes, base: int, room: int) -> bool:
        if self._end + len(entry) > room:
            return False
        self._page[base + self._end : base + self._end + len(entry)] = entry
        self._end += len(entry)
        self._header[layout.END] = self._end
        return True


def _missing(name: str) -> str:
    return f"the file defines no function {name!r}"


def _restore(state: bytes) -> random.Random:
    rng = random.Random(0)
    words = struct.unpack(f"<{len(state) // 4}I", state)
    rng.setstate((3, words, None))
    return rng


def _describe(error: BaseException) -> tuple[int, str]:
    if isinstance(error, OutOfTime):
        return layout.TIMEOUT, str(error)
    if isinstance(error, MemoryError):
        return layout.MEMORY, "MemoryError"
    line = error.lineno if isinstance(error, SyntaxError) and error.filename == guard.FILE else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == guard.FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    name = type(error).__name__
    try:
        message = error.msg if isinstance(error, SyntaxError) else str(error)
    except OutOfTime:
        raise
    except BaseException:  # noqa: BLE001 - a foreign `__str__`
        message = "(its message cannot be shown)"
    message = str(message)[: layout.ERROR_BYTES - 100]
    where = f" (line {line})" if line is not None else ""
    return layout.ERROR, f"{name}: {message}{where}" if message else f"{name}{where}"
