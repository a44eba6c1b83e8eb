"""What a run leaves beside its store: files that can be rebuilt from it at any time."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from resyn.core.environment import Environment
from resyn.core.errors import StoreError
from resyn.core.index import INDEX_NAME, IndexEntry, build_index
from resyn.core.store import CandidateRow, Store
from resyn.pipeline.candidate import last_version


def write_accepted(store: Store) -> Path:
    """Write the accepted environments and their index into `environments/` of the run's folder; return that folder.

    Each entry's provenance says which keyword and model it comes from and how often it was mended.
    """
    model = store.read_meta("settings")["model"]
    files: dict[str, str] = {}
    known = []
    for row in store.candidates():
        if not row.steps or row.steps[-1].kind != "accepted":
            continue
        end = row.steps[-1].payload
        files[end["name"]] = end["source"]
        provenance = provenance_of(row, model=model)
        entry = IndexEntry.of(Environment(end["name"], end["source"]), f"{end['name']}.py")
        known.append(replace(entry, certificate=end.get("certificate"), provenance=provenance))
    folder = store.folder / "environments"
    _write_files(folder, files)
    if files:
        build_index(folder, known=known)
    return folder


def provenance_of(row: CandidateRow, *, model: str) -> dict[str, Any]:
    """Say where a candidate comes from: its keyword and number, the author's model, how often it was mended."""
    mended = max(step.payload["mended"] for step in row.steps if step.kind == "written")
    return {"keyword": row.keyword, "number": row.number, "model": model, "mended": mended}


def write_candidates(store: Store) -> list[Path]:
    """Write the last version of every candidate that is a file into `candidates/`; return the paths."""
    files: dict[str, str] = {}
    for row in store.candidates():
        written = [step.payload for step in row.steps if step.kind == "written" and step.payload["source"]]
        if written:
            files[free_name(written[-1]["name"], files)] = written[-1]["source"]
    folder = store.folder / "candidates"
    _write_files(folder, files)
    return [folder / f"{name}.py" for name in files]


def write_solvers(store: Store) -> Path:
    """Write, for each accepted environment that a blind solver agrees with, that solver into `solvers/NAME.py`.

    They compute the reference answers of Code-RL. Return the folder.
    """
    files: dict[str, str] = {}
    for row in store.candidates():
        if row.steps and row.steps[-1].kind == "accepted":
            solved = [step.payload for step in last_version(row) if step.kind == "solved"]
            if solved and solved[-1]["source"]:
                files[row.steps[-1].payload["name"]] = solved[-1]["source"]
    folder = store.folder / "solvers"
    _write_files(folder, files)
    return folder


def free_name(name: str, taken: Mapping[str, object] | set[str]) -> str:
    """Return the name, with a number behind it where it is taken."""
    free, number = name, 2
    while free in taken:
        free = f"{name[:76]}_{number}"
        number += 1
    return free


def _write_files(folder: Path, files: Mapping[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stale in [*folder.glob("*.py"), *folder.glob(INDEX_NAME)]:
            if stale.stem not in files:
                stale.unlink()
        for name, source in files.items():
            fresh = folder / f".{name}.new"
            fresh.write_text(source, encoding="utf-8")
            fresh.replace(folder / f"{name}.py")
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written: {error.strerror}",
            hint="Free some space or mend permissions, then give the same command again: the store is safe.",
        ) from None
