"""Where a scorer finds environments: by name and behaviour hash, in given folders and in the shipped catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from resyn.core.environment import Environment, find_environments
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.index import ENVIRONMENTS_FOLDER, INDEX_NAME, IndexEntry, catalogue_folder, read_index
from resyn.core.verifier import Verifier


@dataclass(frozen=True, slots=True)
class Shelved:
    """Where an environment lies, and what its place's index says of it."""

    path: Path
    entry: IndexEntry | None

    def behaviour_hash(self, environment: Environment) -> str:
        """Return the hash of the file's behaviour; the index knows it where the text is the one that was indexed."""
        if self.entry is not None and self.entry.source_hash == environment.source_hash:
            return self.entry.behaviour_hash
        return environment.behaviour_hash


class Library:
    """Environments of folders (of a dataset, a run, or environments) and files; the shipped catalogue comes last.

    Building one reads indices and lists folders, and parses nothing; raises ConfigError where a folder does not exist.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._places = [*map(place_of, folders), catalogue_folder()]
        self._shelved: dict[str, list[Shelved]] = {}
        for place in self._places:
            for name, shelved in shelve(place):
                self._shelved.setdefault(name, []).append(shelved)
        self._sources: dict[tuple[str, str], str] = {}

    def source(self, verifier: Verifier) -> str:
        """Return the text of the environment that drew a row.

        Raises CatalogueError where it is nowhere, or behaves otherwise than then: that would verify another question.
        """
        wanted = (verifier.environment, verifier.behaviour_hash)
        if wanted not in self._sources:
            self._sources[wanted] = self._find(*wanted)
        return self._sources[wanted]

    def check(self, verifiers: Iterable[Verifier]) -> None:
        """Find the environment of every row that needs one; raises CatalogueError for the first that is not there."""
        for verifier in verifiers:
            if verifier.reference is None:
                self.source(verifier)

    def holds(self, name: str) -> bool:
        """Tell whether any environment has this name."""
        return name in self._shelved

    def _find(self, name: str, behaviour_hash: str) -> str:
        others = []
        for shelved in self._shelved.get(name, ()):
            try:
                environment = Environment.read(shelved.path)
                found = shelved.behaviour_hash(environment)
            except CatalogueError as error:  # another place may hold the right one
                others.append(str(error))
                continue
            if found == behaviour_hash:
                return environment.source
            others.append(f"{shelved.path} has behaviour hash {found}")
        if others:
            raise CatalogueError(
                f"{', '.join(others)}, the row was drawn by {behaviour_hash[:80]}",
                hint="Verify with the environments of the same dataset folder, unchanged.",
            )
        raise CatalogueError(
            f"no environment {name[:80]!r} in {', '.join(map(str, self._places))}",
            hint="Give the folder of the dataset that holds the rows.",
        )


def place_of(folder: Path) -> Path:
    """Return where the environments of a folder or file lie; raises ConfigError where it does not exist."""
    if not folder.exists():
        raise ConfigError(f"{folder} does not exist", hint="Give the folder of a dataset or of environments.")
    inner = folder / ENVIRONMENTS_FOLDER
    return (inner if inner.is_dir() else folder).absolute()


def shelve(place: Path) -> list[tuple[str, Shelved]]:
    """Return the environments of a place with their names; where there is an index, no file is opened."""
    if (place / INDEX_NAME).is_file():
        return [(entry.name, Shelved(place / entry.file, entry)) for entry in read_index(place)]
    return [(environment.name, Shelved(environment.path or place, None)) for environment in find_environments([place])]
