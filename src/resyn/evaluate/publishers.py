"""The publishers' files: where each lies, at which revision, and its SHA-256; found in a folder or fetched."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from resyn.core.errors import ConfigError, ProviderError
from resyn.core.progress import Progress
from resyn.llm.download import download_file
from resyn.llm.weights import cache_folder

_HOST = "https://raw.githubusercontent.com"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of a benchmark: its path below the data folder, its address, its size in bytes and its SHA-256."""

    path: str
    url: str
    size: int
    sha256: str


@cache
def published_files() -> dict[str, tuple[PublishedFile, ...]]:
    """Return the files of each publisher: bbh, bbeh (mini included), gsm8k, aime24, kor."""
    text = (resources.files("resyn.evaluate") / "publishers.json").read_text(encoding="utf-8")
    return {
        name: tuple(
            PublishedFile(
                file["path"],
                f"{_HOST}/{publisher['repository']}/{publisher['revision']}/{file['source']}",
                file["size"],
                file["sha256"],
            )
            for file in publisher["files"]
        )
        for name, publisher in json.loads(text).items()
    }


def default_folder() -> Path:
    """Return the folder that fetched files are kept in."""
    return cache_folder() / "benchmarks"


def check_files(publishers: Iterable[str], folder: Path) -> None:
    """Raise ConfigError naming the first file of the publishers that is missing in a folder, or is another one."""
    for file in _files(publishers):
        path = folder / file.path
        if not path.is_file():
            raise ConfigError(
                f"{path} is missing",
                hint="Give the folder of the publishers' files with --data, or leave --data out to fetch them.",
            )
        if _hash(path) != file.sha256:
            raise ConfigError(
                f"{path} is not the file that its publisher gave out: its SHA-256 is not {file.sha256[:12]}...",
                hint=f"Fetch it again from {file.url}",
            )


def fetch_files(publishers: Iterable[str], folder: Path, *, progress: Progress) -> None:
    """Fetch what a folder lacks, and check all; raises ProviderError where a publisher cannot be reached."""
    for file in _files(publishers):
        target = folder / file.path
        if target.is_file() and _hash(target) == file.sha256:
            continue
        partial = target.with_name(target.name + ".partial")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.unlink(missing_ok=True)
            download_file(file.url, partial, size=file.size, progress=progress)
        except ProviderError as error:
            raise ProviderError(
                f"{file.path} cannot be fetched: {error}",
                hint="Copy the publishers' files onto this machine, and name their folder with --data.",
            ) from None
        if _hash(partial) != file.sha256:
            partial.unlink()
            raise ProviderError(f"what came from {file.url} is not what was published there", hint="Try again later.")
        partial.replace(target)


def _files(publishers: Iterable[str]) -> Iterable[PublishedFile]:
    return (file for name in publishers for file in published_files()[name])


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}", hint="Check path and permissions.") from None
