"""Scores for trainers that call a function by its import path: one scorer per process and setting, found again.

A trainer's worker imports a function and hands it a sample; there is no place to build a scorer. Where the environments
lie, it says by an argument, or by the environment variable RESYN_FOLDERS (as PATH is written). The shipped catalogue is
always looked in too.
"""

import os
import threading
from collections.abc import Sequence
from os import PathLike
from typing import Final

from resyn.reward import Ask, Score, Scorer
from resyn.reward.gathering import Gathering

FOLDERS_VARIABLE: Final = "RESYN_FOLDERS"

Folders = str | PathLike[str] | Sequence[str | PathLike[str]]

_lock = threading.Lock()
_GATHERINGS: Final[dict[tuple[tuple[str, ...], float, int | None], Gathering]] = {}


def folder_list(folders: Folders | None) -> tuple[str, ...]:
    """Return folders as texts: one or several are given, or None for those of RESYN_FOLDERS."""
    if folders is None:
        folders = [folder for folder in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep) if folder]
    return (os.fspath(folders),) if isinstance(folders, str | PathLike) else tuple(os.fspath(one) for one in folders)


def gathering_of(
    folders: Folders | None = None, *, format_weight: float = 0.1, workers: int | None = None
) -> Gathering:
    """Return this process's gathering for these settings of `Scorer`; the first call opens the folders.

    Raises what `Scorer` raises. `workers` are those of the jail (None: one per core): fewer where many processes of a
    trainer score on one machine.
    """
    key = (folder_list(folders), float(format_weight), workers)
    with _lock:
        if key not in _GATHERINGS:
            _GATHERINGS[key] = Gathering(Scorer(key[0], format_weight=key[1], workers=workers))
        return _GATHERINGS[key]


def score(
    verifier: str,
    response: str,
    *,
    folders: Folders | None = None,
    format_weight: float = 0.1,
    workers: int | None = None,
) -> Score:
    """Score one reply; `verifier` is the column of its row as it is, `response` the reply without the prompt."""
    return gathering_of(folders, format_weight=format_weight, workers=workers).score(Ask(verifier, response))


async def score_async(
    verifier: str,
    response: str,
    *,
    folders: Folders | None = None,
    format_weight: float = 0.1,
    workers: int | None = None,
) -> Score:
    """Score one reply, and leave the event loop to others meanwhile; the same as `score`."""
    gathering = gathering_of(folders, format_weight=format_weight, workers=workers)
    return await gathering.score_async(Ask(verifier, response))


def _renew_lock() -> None:
    """Let a fork not wait for a thread of its parent's."""
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_renew_lock)
