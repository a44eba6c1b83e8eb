"""A run as it stands at this moment, read without disturbing whoever writes to it."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from resyn.core.errors import ConfigError, StoreError
from resyn.core.records import Usage
from resyn.core.store import Store


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What one model was asked in a run."""

    model: str
    calls: int
    truncated: int
    usage: Usage


@contextmanager
def snapshot(folder: Path) -> Iterator[Store]:
    """Yield a copy of a run's store that vanishes afterwards; the run may go on meanwhile.

    Raises ConfigError where the folder holds no run, StoreError where its store cannot be read.
    """
    path = folder / "run.sqlite"
    if not path.is_file():
        raise ConfigError(f"{folder} holds no run", hint="Give the folder that a command was given with --out.")
    with tempfile.TemporaryDirectory(prefix="resyn-report-") as place:
        copied = Path(place) / "run"
        copied.mkdir()
        try:
            with (
                closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(copied / "run.sqlite")) as target,
            ):
                source.backup(target)
        except sqlite3.Error as error:
            raise StoreError(
                f"{path} cannot be read: {error}", hint="Restore run.sqlite from a copy, or check its permissions."
            ) from None
        with Store(copied) as store:
            yield store


def model_uses(store: Store) -> list[ModelUse]:
    """Return what each model was asked, the busiest first; a cost is None where any of its calls has no price."""
    with closing(sqlite3.connect(store.path)) as connection:
        rows = connection.execute(
            "SELECT model, count(*), sum(truncated), sum(input_tokens), sum(output_tokens), sum(seconds),"
            " CASE WHEN count(cost) = count(*) THEN sum(cost) END FROM model_call GROUP BY model ORDER BY 2 DESC, 1"
        ).fetchall()
    return [ModelUse(row[0], row[1], row[2], Usage(*row[3:])) for row in rows]
