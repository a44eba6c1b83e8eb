"""A dataset's folder: written beside its place and put there whole, or not at all."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from resyn.core.environment import Environment
from resyn.core.errors import ConfigError, StoreError
from resyn.core.index import ENVIRONMENTS_FOLDER
from resyn.core.parquet import load_pyarrow
from resyn.core.prompting import SYSTEM_PROMPT, chat_messages
from resyn.core.records import Item
from resyn.core.verifier import Verifier

DATA_FOLDER: Final = "data"
MANIFEST_NAME: Final = "manifest.json"
FORMAT: Final = "resyn-dataset"


@contextmanager
def staged_folder(target: Path, *, force: bool = False) -> Iterator[Path]:
    """Give an empty folder beside `target` that takes its place when the block ends well, and vanishes when it fails.

    Raises ConfigError where the target holds anything (with `force`: anything but a dataset of ours), StoreError where
    nothing can be written there; both before the block begins.
    """
    target = Path(os.path.realpath(target))
    _refuse_taken(target, force)
    made = [parent for parent in target.parents if not parent.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.partial-", dir=target.parent))
    except OSError as error:
        _remove_empty(made)
        raise _unwritable(target, error) from None
    try:
        yield staging
        _refuse_taken(target, force)
        _put(staging, target)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        _remove_empty(made)
        raise


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Convert an OSError of the block into a StoreError that names the path."""
    try:
        yield
    except OSError as error:
        raise _unwritable(path, error) from None


def write_rows(path: Path, items: Sequence[Item], *, system_prompt: str) -> None:
    """Write rows as one Parquet file; raises ConfigError where pyarrow is not installed."""
    pyarrow, parquet = load_pyarrow()
    text, integer = pyarrow.string(), pyarrow.int64()
    message = pyarrow.struct([("role", text), ("content", text)])
    schema = pyarrow.schema(
        [
            ("id", text),
            ("prompt", pyarrow.list_(message)),
            ("question", text),
            ("verifier", text),
            ("solution", text),
            ("supervision", text),
            ("reference", text),
            ("environment", text),
            ("category", text),
            ("level", integer),
            ("split", text),
            ("seed", integer),
            ("index", integer),
        ]
    )
    rows = [row_of(item, system_prompt=system_prompt) for item in items]
    with storing(path):
        path.parent.mkdir(exist_ok=True)
        parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), path, compression="zstd")


def write_environments(folder: Path, environments: Sequence[Environment]) -> Path:
    """Write the environments' files, and return the folder that holds them.

    All lie side by side: a category is whatever the file says of itself, which is no safe name of a folder.
    """
    place = folder / ENVIRONMENTS_FOLDER
    with storing(place):
        place.mkdir()
        for environment in environments:
            (place / f"{environment.name}.py").write_bytes(environment.source.encode())
    return place


def write_text(path: Path, text: str) -> None:
    """Write a text file; raises StoreError where that fails."""
    with storing(path):
        path.write_bytes(text.encode())


def file_hash(path: Path) -> str:
    """Return SHA-256 of a file, 64 hex digits."""
    with storing(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def row_of(item: Item, *, system_prompt: str = SYSTEM_PROMPT) -> dict[str, Any]:
    """Return an item as a row of a dataset's Parquet file."""
    return {
        "id": item.id,
        "prompt": chat_messages(item.question, system_prompt=system_prompt),
        "question": item.question,
        "verifier": Verifier.of(item).to_text(),
        "solution": item.solution,
        "supervision": item.supervision,
        "reference": item.reference,
        "environment": item.environment,
        "category": item.category,
        "level": item.level,
        "split": item.split,
        "seed": item.seed,
        "index": item.index,
    }


def _refuse_taken(target: Path, force: bool) -> None:
    if not os.path.lexists(target) or (target.is_dir() and not any(target.iterdir())):
        return
    ours = _is_ours(target)
    if not (force and ours):
        raise ConfigError(
            f"{target} exists already" + ("" if ours else ", and is not a dataset of resyn"),
            hint="Add --force to replace the dataset there, or give another folder."
            if ours
            else "Give another folder: nothing but a dataset of resyn is ever replaced.",
        )


def _is_ours(target: Path) -> bool:
    try:
        manifest = json.loads((target / MANIFEST_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("format") == FORMAT


def _put(staging: Path, target: Path) -> None:
    with storing(target):
        staging.chmod(0o755)  # a temporary folder is born private
        if not target.exists():
            staging.rename(target)
            return
        old = staging.with_name(staging.name + ".old")
        target.rename(old)
        try:
            staging.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _remove_empty(folders: Sequence[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{path} cannot be written: {error.strerror or error}",
        hint="Check the path, its permissions and the space left; nothing was kept.",
    )
