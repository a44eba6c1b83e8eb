"""The run's store: one SQLite file that is the truth of a run; each step is committed before the next begins.

Tables: `meta` (versions and configuration), `text` (content-addressed prompts, replies, files), `model_call` (each paid
once), `candidate` (keyword and number), `step` (what happened to a candidate, in order; never changed).
"""

import fcntl
import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from resyn.core import jsontext
from resyn.core.errors import ConfigError, StoreError
from resyn.core.records import Usage

SCHEMA_VERSION = 2

StepKind = Literal["planned", "written", "checked", "judged", "solved", "calibrated", "passed", "accepted", "rejected"]
"""What may happen to a candidate. Version 1 knew no judged, solved and calibrated; its stores are read as they are."""

_READABLE = frozenset({"1", str(SCHEMA_VERSION)})

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE text (hash TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE model_call (
  key TEXT PRIMARY KEY, request TEXT NOT NULL REFERENCES text, reply TEXT NOT NULL REFERENCES text, model TEXT NOT NULL,
  input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, seconds REAL NOT NULL, cost REAL,
  truncated INTEGER NOT NULL, at REAL NOT NULL
) STRICT;
CREATE TABLE candidate (
  id INTEGER PRIMARY KEY, keyword TEXT NOT NULL, number INTEGER NOT NULL, UNIQUE (keyword, number)
) STRICT;
CREATE TABLE step (
  candidate INTEGER NOT NULL REFERENCES candidate, ordinal INTEGER NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL,
  at REAL NOT NULL, PRIMARY KEY (candidate, ordinal)
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a candidate; `payload` is JSON."""

    kind: StepKind
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate: the `number`-th proposal for a keyword (from 0), and what happened to it so far."""

    id: int
    keyword: str
    number: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A model call as it was recorded."""

    text: str
    model: str
    truncated: bool
    usage: Usage


class Store:
    """The store of one run folder; thread-safe; only one process at a time may have a folder open for writing.

    Raises ConfigError for a folder that holds other things; StoreError where it is in use, not a run's, of another
    version, corrupt, or the disk is full. After any of these the folder is as it was after the last committed step.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "run.sqlite"
        self._lock = threading.RLock()
        self._ledger: tuple[int, Usage] | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not self.path.exists() and any(entry.name != "run.lock" for entry in folder.iterdir()):
                raise ConfigError(
                    f"{folder} is not empty and no run's folder", hint="Give a new or an empty folder with --out."
                )
            self._guard = (folder / "run.lock").open("a")
        except OSError as error:
            raise StoreError(
                f"the run folder {folder} cannot be written: {error.strerror}", hint="Give another folder with --out."
            ) from None
        try:
            fcntl.flock(self._guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._guard.close()
            raise StoreError(
                f"the run folder {folder} is in use by another process", hint="Wait for it, or give another folder."
            ) from None
        try:
            self._connection = self._open()
        except BaseException:
            self._guard.close()
            raise

    def _open(self) -> sqlite3.Connection:
        with self._errors():
            connection = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
            try:
                fresh = not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
                if not fresh:
                    self._check_version(connection)  # before the first pragma, which would change a file of others
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                if not fresh:
                    connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA_VERSION),))
                else:
                    connection.executescript(
                        f"BEGIN; {_SCHEMA} INSERT INTO meta VALUES ('schema', '{SCHEMA_VERSION}'); COMMIT;"
                    )
            except BaseException:
                connection.close()
                raise
            return connection

    def _check_version(self, connection: sqlite3.Connection) -> None:
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        found = row[0] if row else "unknown"
        if found not in _READABLE:
            raise StoreError(
                f"{self.path} has schema version {found}; this version of resyn reads {SCHEMA_VERSION}",
                hint="Continue that run with the version of resyn that began it, or give a new folder with --out.",
            )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "no such table" in str(error) or "no such column" in str(error):
                raise StoreError(
                    f"{self.path} is not a run's store: {error}", hint="Give a new folder with --out."
                ) from None
            raise StoreError(
                f"{self.path} cannot be written: {error}",
                hint="Free some space or mend permissions, then give the same command again: committed steps are safe.",
            ) from None
        except sqlite3.DatabaseError as error:
            raise self._damaged(str(error)) from None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the store for several statements that are committed together or not at all."""
        with self._lock, self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close file and lock; the store cannot be used afterwards."""
        with self._lock:
            self._connection.close()
            self._guard.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read_meta(self, key: str) -> Any:
        """Return a JSON value, None where the key was never written."""
        with self._lock, self._errors():
            row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return self._read_json(row[0]) if row else None

    def write_meta(self, key: str, value: Any) -> None:
        """Write a JSON value under a key, in place of an earlier one."""
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, _storable(jsontext.dump(value))))

    def begin(self, candidates: Iterable[tuple[str, int]]) -> None:
        """Make candidates, given as keyword and number, where they do not exist yet: one commit for all of them."""
        with self.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO candidate (keyword, number) VALUES (?, ?)", candidates)

    def candidate(self, keyword: str, number: int) -> CandidateRow:
        """Return a candidate with its steps; it is made where it does not exist yet."""
        where = (keyword, number)
        with self._lock, self._errors():
            query = "SELECT id FROM candidate WHERE keyword = ? AND number = ?"
            row = self._connection.execute(query, where).fetchone()
            if row is None:
                self.begin([where])
                row = self._connection.execute(query, where).fetchone()
            return CandidateRow(row[0], keyword, number, self._steps(self._connection, row[0]))

    def candidates(self) -> Iterator[CandidateRow]:
        """Yield all candidates in the order in which they were begun; each is read when its turn comes."""
        with self._lock, self._errors():
            keys = self._connection.execute("SELECT id, keyword, number FROM candidate ORDER BY id").fetchall()
        for key, keyword, number in keys:
            with self._lock, self._errors():
                steps = self._steps(self._connection, key)
            yield CandidateRow(key, keyword, number, steps)

    def is_begun(self) -> bool:
        """Tell whether anything happened to any candidate."""
        with self._lock, self._errors():
            return self._connection.execute("SELECT 1 FROM step LIMIT 1").fetchone() is not None

    def _steps(self, connection: sqlite3.Connection, candidate: int) -> tuple[Step, ...]:
        rows = connection.execute("SELECT kind, payload FROM step WHERE candidate = ? ORDER BY ordinal", (candidate,))
        return tuple(Step(kind, self._expand(connection, self._read_json(payload))) for kind, payload in rows)

    def _expand(self, connection: sqlite3.Connection, payload: dict[str, Any]) -> dict[str, Any]:
        for key in [key for key in payload if key.endswith("@")]:
            hashed = payload.pop(key)
            row = connection.execute("SELECT body FROM text WHERE hash = ?", (hashed,)).fetchone()
            if row is None:
                raise self._damaged(f"it lacks the text {hashed}")
            payload[key[:-1]] = row[0]
        return payload

    def _read_json(self, text: str) -> Any:
        try:
            return json.loads(text)
        except ValueError as error:
            raise self._damaged(f"{text[:40]!r} is not JSON: {error}") from None

    def _damaged(self, reason: str) -> StoreError:
        return StoreError(
            f"{self.path} is damaged or no SQLite file: {reason}",
            hint="Restore run.sqlite from a copy, or begin a new run with --out.",
        )

    def add_step(self, candidate: int, step: Step) -> None:
        """Commit one step; long texts of its payload are stored once by content."""
        with self.transaction() as connection:
            payload = dict(step.payload)
            for key, value in step.payload.items():
                if isinstance(value, str) and len(value) > 200:
                    payload[f"{key}@"] = _put_text(connection, payload.pop(key))
            connection.execute(
                "INSERT INTO step SELECT ?, coalesce(max(ordinal) + 1, 0), ?, ?, ? FROM step WHERE candidate = ?",
                (candidate, step.kind, _storable(jsontext.dump(payload)), time.time(), candidate),
            )

    def find_call(self, key: str) -> StoredCall | None:
        """Return the recorded model call of a key, None where it was never made."""
        with self._lock, self._errors():
            row = self._connection.execute(
                "SELECT body, model, truncated, input_tokens, output_tokens, seconds, cost"
                " FROM model_call JOIN text ON text.hash = reply WHERE key = ?",
                (key,),
            ).fetchone()
        return StoredCall(row[0], row[1], bool(row[2]), Usage(row[3], row[4], row[5], row[6])) if row else None

    def add_call(self, key: str, request: str, call: StoredCall) -> None:
        """Commit a model call; a key that is there already keeps its first reply."""
        usage = call.usage
        with self._lock:
            with self.transaction() as connection:
                hashes = _put_text(connection, request), _put_text(connection, call.text)
                added = connection.execute(
                    "INSERT OR IGNORE INTO model_call VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (key, *hashes, call.model, usage.input_tokens, usage.output_tokens, usage.seconds, usage.cost,
                     call.truncated, time.time()),
                ).rowcount  # fmt: skip
            if added and self._ledger is not None:
                self._ledger = (self._ledger[0] + 1, self._ledger[1] + usage)

    def ledger(self) -> tuple[int, Usage]:
        """Return the number of model calls ever made in this run and what they used together; summed up once."""
        with self._lock, self._errors():
            if self._ledger is None:
                row = self._connection.execute(
                    "SELECT count(*), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),"
                    " coalesce(sum(seconds), 0.0), coalesce(sum(cost), 0.0), count(*) - count(cost) FROM model_call"
                ).fetchone()
                self._ledger = row[0], Usage(row[1], row[2], row[3], None if row[5] else row[4])
            return self._ledger


def _put_text(connection: sqlite3.Connection, body: str) -> str:
    clean = _storable(body)
    key = jsontext.content_hash(clean)
    connection.execute("INSERT OR IGNORE INTO text VALUES (?, ?)", (key, clean))
    return key


def _storable(text: str) -> str:
    # SQLite holds UTF-8; a lone surrogate in a model's reply, or in JSON that it wrote, would be refused.
    return text.encode("utf-8", "replace").decode()
