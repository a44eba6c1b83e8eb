"""Files that are whole or not there: written beside their place and moved into it."""

import os
import tempfile
from pathlib import Path

from resyn.core.errors import StoreError


def write_whole(path: Path, text: str) -> None:
    """Write a text file in one step, its folder with it; raises StoreError where that fails, with the old file kept."""
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            errors="replace",
            newline="\n",
            dir=path.parent,
            prefix=f".{path.name}-",
            delete=False,
        ) as file:
            temporary = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)  # a temporary file is born private
        temporary.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror or error}",
            hint="Check the path, its permissions and the space.",
        ) from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
