"""Recordings of model calls: no call is paid twice, and tests replay what real models answered."""

import json
import os
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from resyn.core.errors import ConfigError, ProviderError
from resyn.core.jsontext import content_hash, dump
from resyn.core.records import Usage
from resyn.core.store import StoredCall
from resyn.llm.model import Completion, Message, Model, Sampling, request_text


class CallLog(Protocol):
    """Where calls are kept: `core.store.Store` and `JsonLinesLog`. Both are thread-safe."""

    def find_call(self, key: str) -> StoredCall | None:
        """Return the call of a key, None where it was never made."""
        ...

    def add_call(self, key: str, request: str, call: StoredCall) -> None:
        """Keep a call; a key that is there already keeps its first reply."""
        ...


class _Turns:
    """One holder at a time for each key; a key is kept for as long as anybody holds it or waits for it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._keys: dict[str, tuple[threading.Lock, int]] = {}

    @contextmanager
    def take(self, key: str) -> Iterator[None]:
        """Hold a key, after those who hold or want it already."""
        with self._guard:
            lock, users = self._keys.get(key) or (threading.Lock(), 0)
            self._keys[key] = lock, users + 1
        try:
            with lock:
                yield
        finally:
            with self._guard:
                lock, users = self._keys.pop(key)
                if users > 1:
                    self._keys[key] = lock, users - 1


_GUARD = threading.Lock()
_TURNS: weakref.WeakKeyDictionary[CallLog, _Turns] = weakref.WeakKeyDictionary()


class RecordedModel:
    """A model whose calls are kept in a log before they are returned, and found there the next time.

    Usage of a found call is what it cost when it was made; the log's own ledger counts each call once. Threads that ask
    the same thing at the same time, be it through several models with one log, make one call: the others wait for it,
    and where it fails the next of them makes it.
    """

    def __init__(self, model: Model, log: CallLog) -> None:
        self._model = model
        self._log = log
        with _GUARD:
            self._turns = _TURNS.setdefault(log, _Turns())

    @property
    def name(self) -> str:
        """The recorded model's name."""
        return self._model.name

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """Answer from the log, else ask the model and record its answer."""
        request = request_text(self.name, messages, sampling)
        key = content_hash(request)
        with self._turns.take(key):
            found = self._log.find_call(key)
            if found is not None:
                return Completion(found.text, found.usage, found.model, found.truncated)
            answer = self._model.complete(messages, sampling)
            # No file holds lone surrogates: what is used now must be what is found the next time.
            text = answer.text.encode("utf-8", "replace").decode()
            self._log.add_call(key, request, StoredCall(text, answer.model, answer.truncated, answer.usage))
            return replace(answer, text=text)


class JsonLinesLog:
    """Calls in a JSON-lines file, one `{key, request, text, model, truncated, usage}` a line.

    A last line that was torn by a kill was never answered with: it is passed over, and written over.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._calls, self._torn_at = _read(path) if path.exists() else ({}, None)

    def find_call(self, key: str) -> StoredCall | None:
        """Return the call of a key, None where it was never made."""
        return self._calls.get(key)

    def add_call(self, key: str, request: str, call: StoredCall) -> None:
        """Append a call to the file."""
        usage = call.usage
        line = {
            "key": key,
            "request": json.loads(request),
            "text": call.text,
            "model": call.model,
            "truncated": call.truncated,
            "usage": [usage.input_tokens, usage.output_tokens, usage.seconds, usage.cost],
        }
        with self._lock:
            if key in self._calls:
                return
            if self._torn_at is not None:
                os.truncate(self._path, self._torn_at)
                self._torn_at = None
            with self._path.open("a", encoding="utf-8", errors="replace") as file:
                file.write(dump(line) + "\n")
            self._calls[key] = call


class ReplayModel:
    """A model that answers only what a recording holds; for tests, and for repeating a run without its model."""

    def __init__(self, name: str, log: CallLog) -> None:
        self.name = name
        self._log = log

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """Answer from the recording; raises ProviderError where it does not hold the request."""
        key = content_hash(request_text(self.name, messages, sampling))
        found = self._log.find_call(key)
        if found is None:
            last = messages[-1].content[-200:] if messages else ""
            raise ProviderError(
                f"the recording of {self.name} holds no answer to request {key[:12]} (its end: {last!r})",
                hint="Prompts or sampling changed since it was recorded; record it again with the real model.",
            )
        return Completion(found.text, found.usage, found.model, found.truncated)


def _read(path: Path) -> tuple[dict[str, StoredCall], int | None]:
    """Return the calls of a file, and the byte at which its last line is torn, None where it is whole."""
    calls: dict[str, StoredCall] = {}
    read = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return calls, read
            read += len(line)
            if line.strip():
                key, call = _parse(line, f"{path}, line {number}")
                calls[key] = call
    return calls, None


def _parse(line: bytes, place: str) -> tuple[str, StoredCall]:
    try:
        data: dict[str, Any] = json.loads(line)
        usage = Usage(*data["usage"])
        return data["key"], StoredCall(data["text"], data["model"], data["truncated"], usage)
    except (ValueError, TypeError, KeyError) as error:
        raise ConfigError(
            f"{place} is not a recorded model call: {error}", hint="Delete the line or record the calls again."
        ) from None
