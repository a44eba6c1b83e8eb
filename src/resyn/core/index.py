"""A folder of environments and its `index.jsonl`: what there is, known without parsing or running any of it."""

import json
import os
import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any, Final

from resyn.core import jsontext
from resyn.core.environment import Environment, find_environments
from resyn.core.errors import CatalogueError, StoreError

INDEX_NAME: Final = "index.jsonl"
ENVIRONMENTS_FOLDER: Final = "environments"
"""The folder of a dataset or a run that holds its environments."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One line of an index: one environment.

    `file` is a POSIX path relative to the folder. `certificate` (what the environment passed) and `provenance` (where
    it comes from) are JSON objects of whoever gave them; they stay as they are for as long as the behaviour hash does.
    """

    name: str
    file: str
    summary: str
    category: str
    skills: tuple[str, ...]
    keywords: tuple[str, ...]
    answer: str
    version: int
    behaviour_hash: str
    source_hash: str
    certificate: dict[str, Any] | None = None
    provenance: dict[str, Any] | None = None

    @classmethod
    def of(cls, environment: Environment, file: str) -> "IndexEntry":
        """Describe an environment; raises CatalogueError where its text does not parse or is too much for Python."""
        meta = environment.meta
        try:
            return cls(
                name=environment.name,
                file=file,
                summary=_unicode(environment.summary),
                category=_unicode(environment.category),
                skills=_words(meta.get("skills")),
                keywords=_words(meta.get("keywords")),
                answer=_unicode(str(meta.get("answer", ""))),
                version=int(environment.version),
                behaviour_hash=environment.behaviour_hash,
                source_hash=environment.source_hash,
            )
        except (ValueError, RecursionError) as error:  # an integer of 5,000 digits, an expression nested 2,000 deep
            raise CatalogueError(
                f"{environment.path or environment.name} cannot be described: {error}",
                hint="`resyn check` shows all that is wrong with a file.",
            ) from None

    @classmethod
    def from_json(cls, data: Any) -> "IndexEntry":
        """Read what `to_json` wrote; raises ValueError saying what is wrong."""
        if not isinstance(data, dict):
            raise ValueError("is not a JSON object")
        for name, kind in _KINDS.items():
            if type(data.get(name)) is not kind:
                raise ValueError(f"has no {kind.__name__} {name!r}")
        if unknown := data.keys() - _KINDS.keys() - _OBJECTS:
            raise ValueError(f"has an unknown field {min(unknown)!r}")
        for name in _OBJECTS & data.keys():
            if type(data[name]) is not dict:
                raise ValueError(f"has a {name!r} that is not an object")
        for name in _LISTS:
            if not all(type(word) is str for word in data[name]):
                raise ValueError(f"has a {name!r} that does not hold texts alone")
        file = PurePosixPath(data["file"])
        if file.is_absolute() or ".." in file.parts or file.name != f"{data['name']}.py":
            raise ValueError(f"has a file {data['file']!r} that is not {data['name']}.py below the folder")
        return cls(**{**data, "skills": tuple(data["skills"]), "keywords": tuple(data["keywords"])})

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object, without certificate and provenance where there is none."""
        return {key: value for key, value in asdict(self).items() if value is not None}


_LISTS: Final = ("skills", "keywords")
_OBJECTS: Final = frozenset({"certificate", "provenance"})
_KINDS: Final = {
    field.name: list if field.name in _LISTS else int if field.name == "version" else str
    for field in fields(IndexEntry)
    if field.name not in _OBJECTS
}


def read_index(folder: Path) -> list[IndexEntry]:
    """Read a folder's index, sorted by name; touches no other file.

    Raises CatalogueError where it is missing, or where a line is corrupt or names an environment again.
    """
    path = folder / INDEX_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CatalogueError(f"{folder} has no {INDEX_NAME}", hint=f"Run `{_command(folder)}`.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path} cannot be read: {error}", hint="Check path and permissions.") from None
    entries: dict[str, IndexEntry] = {}
    # Not splitlines(): JSON texts may hold U+2028 and its kin as they are.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = IndexEntry.from_json(json.loads(line))
            if entry.name in entries:
                raise ValueError(f"names {entry.name!r} again")
        except (ValueError, RecursionError) as error:
            raise CatalogueError(
                f"{path}, line {number}: {_reason(error)}",
                hint=f"Mend the line, or delete the file and run `{_command(folder)}`; certificates in it are lost.",
            ) from None
        entries[entry.name] = entry
    return sorted(entries.values(), key=lambda entry: entry.name)


def build_index(folder: Path, *, known: Iterable[IndexEntry] = (), withdrawn: Collection[str] = ()) -> list[IndexEntry]:
    """Parse the folder's environments and write its index in one step; return the entries, sorted by name.

    Certificate and provenance come from `known`, else from the index that is being rewritten, each time only where name
    and behaviour hash agree; environments whose names are `withdrawn` keep no certificate.

    Raises CatalogueError for an environment that does not parse, for a name that two files bear, and for a corrupt
    index (it may hold certificates); StoreError where the folder cannot be written.
    """
    earlier = {entry.name: entry for entry in read_index(folder)} if (folder / INDEX_NAME).exists() else {}
    given = {entry.name: entry for entry in known}
    entries = []
    for entry in _scan(folder):
        for source in (earlier.get(entry.name), given.get(entry.name)):
            if source is not None and source.behaviour_hash == entry.behaviour_hash:
                entry = replace(
                    entry,
                    certificate=source.certificate or entry.certificate,
                    provenance=source.provenance or entry.provenance,
                )
        entries.append(replace(entry, certificate=None) if entry.name in withdrawn else entry)
    _write(folder / INDEX_NAME, entries)
    return entries


def record_entries(folder: Path, changed: Iterable[IndexEntry]) -> None:
    """Put entries in the place of those of their names in a folder's index, and leave all others as they are.

    Raises CatalogueError where the index is missing or corrupt, StoreError where it cannot be written.
    """
    given = {entry.name: entry for entry in changed}
    _write(folder / INDEX_NAME, [given.get(entry.name, entry) for entry in read_index(folder)])


def check_index(folder: Path) -> list[str]:
    """Say how the index differs from the files: a sentence per difference, none where it is up to date."""
    indexed = {entry.name: replace(entry, certificate=None, provenance=None) for entry in read_index(folder)}
    found = {entry.name: entry for entry in _scan(folder)}
    differences = []
    for name in sorted(indexed.keys() | found.keys()):
        if name not in found:
            differences.append(f"extra: {name} is in the index, but {indexed[name].file} does not exist")
        elif name not in indexed:
            differences.append(f"missing: {found[name].file} is not in the index")
        elif indexed[name] != found[name]:
            stale = [
                field.name
                for field in fields(IndexEntry)
                if getattr(indexed[name], field.name) != getattr(found[name], field.name)
            ]
            differences.append(f"stale: {found[name].file} has another {', '.join(stale)}")
    return differences


def catalogue_folder() -> Path:
    """Return the folder of the shipped environments; raises CatalogueError where the package does not lie in files."""
    folder = resources.files("resyn") / "catalogue"
    if not isinstance(folder, Path) or not folder.is_dir():
        raise CatalogueError(
            f"the shipped catalogue is not a folder: {folder}", hint="Install the package unzipped, with pip or uv."
        )
    return folder


def _scan(folder: Path) -> list[IndexEntry]:
    files: dict[str, Path] = {}
    entries = []
    for environment in find_environments([folder]):
        path = environment.path or folder
        if environment.name in files:
            raise CatalogueError(
                f"{files[environment.name]} and {path} are both named {environment.name!r}",
                hint="Rename one: a name stands for one environment in seeds, splits and datasets.",
            )
        files[environment.name] = path
        entries.append(IndexEntry.of(environment, path.relative_to(folder).as_posix()))
    return sorted(entries, key=lambda entry: entry.name)


def _write(path: Path, entries: Sequence[IndexEntry]) -> None:
    text = "".join(jsontext.dump(entry.to_json()) + "\n" for entry in entries)
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=".index-", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)  # a temporary file is born private
        temporary.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}", hint="Check permissions and space.") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _words(value: Any) -> tuple[str, ...]:
    return tuple(_unicode(str(word)) for word in value) if isinstance(value, list | tuple) else ()


def _unicode(text: str) -> str:
    # A literal may hold lone surrogates, which no file can.
    return text.encode("utf-8", "replace").decode()


def _reason(error: Exception) -> str:
    return f"is not JSON: {error}" if isinstance(error, json.JSONDecodeError) else str(error)


def _command(folder: Path) -> str:
    return f"resyn catalogue --folder {folder} index"
