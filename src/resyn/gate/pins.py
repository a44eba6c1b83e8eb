"""Pins: recorded hashes of what an environment draws, so that no change of behaviour lands unseen.

A folder's `pins.jsonl` holds a line per environment: its version, and for each pinned level one hash per index of
instance, question, solution and near misses together. The same seed must give the same hash on every machine, under
every Python version, for as long as the version stands (library-checker pins its generated cases the same way).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from resyn.core import jsontext
from resyn.core.contract import instance_seed
from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, StoreError
from resyn.sandbox.calls import Call, FunctionName, Reply, Status
from resyn.sandbox.jail import Jail

PINS_NAME: Final = "pins.jsonl"
PIN_SPLIT: Final = "pin"
PINNED_LEVELS: Final = (1, 2, 3, 4, 5, 10)
PINNED_INDICES: Final = range(3)


@dataclass(frozen=True, slots=True)
class Pin:
    """What one version of an environment draws: per level (as text, JSON's keys) 16 hex digits for each index."""

    name: str
    version: int
    hashes: dict[str, list[str]]


def draw_pin(environment: Environment, jail: Jail) -> Pin:
    """Draw the pinned instances of an environment and hash them; raises CatalogueError where a function fails."""
    cells = [(level, index) for level in PINNED_LEVELS for index in PINNED_INDICES]
    seeds = [instance_seed(environment.name, split=PIN_SPLIT, level=lv, seed=0, index=ix) for lv, ix in cells]
    made = _replies(
        environment, [Call("generate", level=lv, seed=text) for (lv, _), text in zip(cells, seeds, strict=True)], jail
    )
    functions: tuple[FunctionName, ...] = ("observe", "solve", "wrong_answers")
    said = iter(_replies(environment, [Call(f, instance=reply.text) for reply in made for f in functions], jail))
    hashes: dict[str, list[str]] = {}
    for (level, _), reply in zip(cells, made, strict=True):
        drawn = "\n".join([reply.text, *(next(said).text for _ in functions)])
        hashes.setdefault(str(level), []).append(jsontext.content_hash(drawn)[:16])
    return Pin(environment.name, environment.version, hashes)


def _replies(environment: Environment, calls: Sequence[Call], jail: Jail) -> list[Reply]:
    replies = jail.call(environment.source, calls)
    for call, reply in zip(calls, replies, strict=True):
        if reply.status is not Status.OK:
            raise CatalogueError(
                f"{environment.path or environment.name}: {call.function} failed: {reply.error or reply.status}",
                hint="`resyn check` shows all that is wrong with a file; pin what passes.",
            )
    return replies


def read_pins(folder: Path) -> dict[str, Pin]:
    """Read a folder's pins by name; {} where there are none. Raises CatalogueError for a corrupt file."""
    path = folder / PINS_NAME
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path} cannot be read: {error}", hint="Check path and permissions.") from None
    pins = {}
    for number, line in enumerate(lines, start=1):
        try:
            pin = _pin(json.loads(line))
        except (ValueError, TypeError) as error:
            raise CatalogueError(
                f"{path}, line {number} is no pin: {error}", hint="Restore the file from its last good version."
            ) from None
        pins[pin.name] = pin
    return pins


def _pin(data: Any) -> Pin:
    pin = Pin(**data)
    if type(pin.name) is not str or type(pin.version) is not int or not isinstance(pin.hashes, dict):
        raise ValueError("name, version and hashes are expected")
    return pin


def write_pins(folder: Path, pins: Iterable[Pin]) -> None:
    """Write a folder's pins, sorted by name; raises StoreError where it cannot be written."""
    path, fresh = folder / PINS_NAME, folder / f".{PINS_NAME}.new"
    text = "".join(jsontext.dump(asdict(pin)) + "\n" for pin in sorted(pins, key=lambda pin: pin.name))
    try:
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}", hint="Check permissions and space.") from None


def compare_pins(pinned: Pin | None, drawn: Pin) -> list[str]:
    """Say how what is drawn now differs from what was pinned: a sentence per difference, none where nothing does."""
    if pinned is None:
        return [f"{drawn.name} is not pinned"]
    if pinned.version > drawn.version:
        return [f"{drawn.name} is pinned at version {pinned.version}, and its META says {drawn.version}"]
    if pinned.version < drawn.version:
        return [f"{drawn.name} is pinned at version {pinned.version}; pin version {drawn.version}"]
    levels = [level for level, hashes in drawn.hashes.items() if pinned.hashes.get(level) != hashes]
    if not levels:
        return []
    return [
        f"{drawn.name} draws other instances than version {drawn.version} did, at level {', '.join(levels)}: "
        'undo the change, or raise META["version"]'
    ]


def may_replace(pinned: Pin | None, drawn: Pin) -> bool:
    """Tell whether what is drawn now may be pinned: a change of hashes needs a higher version."""
    return pinned is None or drawn.version > pinned.version or pinned == drawn
