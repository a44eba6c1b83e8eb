"""What of a run is written beside the trainer's own checkpoints, so that it goes on as if nothing had happened."""

import json
import re
import shutil
from pathlib import Path
from typing import Any, Final

from resyn.core import jsontext
from resyn.core.errors import StoreError
from resyn.core.files import write_whole

FOLDER: Final = "checkpoints"
STATE_NAME: Final = "resyn.json"
"""Written last: a checkpoint without it was cut off by a kill, and is not looked at."""

_NAME: Final = re.compile(r"checkpoint-([0-9]+)")


def write_state(checkpoint: Path, state: dict[str, Any]) -> None:
    """Write the stream's state into a checkpoint, one for all processes; raises StoreError where that fails."""
    write_whole(checkpoint / STATE_NAME, jsontext.dump(state) + "\n")


def read_state(checkpoint: Path) -> dict[str, Any]:
    """Read the stream's state; raises StoreError where there is none."""
    try:
        state: dict[str, Any] = json.loads((checkpoint / STATE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{checkpoint} cannot be resumed: {error}", hint="Remove the folder; the one before it is taken."
        ) from None
    return state


def last_checkpoint(folder: Path) -> Path | None:
    """Return the whole checkpoint of the most steps in a run's folder, None where there is none."""
    found = [path for path in (folder / FOLDER).glob("checkpoint-*") if (path / STATE_NAME).exists()]
    return max(found, key=step_of, default=None)


def forget_checkpoints(folder: Path, *, keep: int) -> None:
    """Remove all but the last `keep` checkpoints of a folder, and what a kill left of others before those.

    Called once the newest is whole: the trainer's own limit would remove the one before it a moment too early.
    """
    found = sorted((path for path in folder.glob("checkpoint-*") if _NAME.fullmatch(path.name)), key=step_of)
    whole = [path for path in found if (path / STATE_NAME).exists()]
    if len(whole) > keep:
        for path in found[: found.index(whole[-keep])]:
            shutil.rmtree(path, ignore_errors=True)


def step_of(checkpoint: Path) -> int:
    """Return how many steps a checkpoint has seen."""
    match = _NAME.fullmatch(checkpoint.name)
    if match is None:
        raise StoreError(f"{checkpoint} is not named as a checkpoint", hint="Leave the names that the run gave.")
    return int(match[1])
