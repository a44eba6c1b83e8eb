"""The folder of an audit: one file per task is all that is kept, and all that is needed to go on."""

import json
from pathlib import Path
from typing import Any

from resyn.audit.defect import TaskReport
from resyn.core.errors import StoreError
from resyn.core.files import write_whole


def file_stem(task: str) -> str:
    """Return a file's name for a task of any name, without an ending."""
    return "".join(char if char.isalnum() or char in "._-" else f"%{ord(char):x}" for char in task)


class TaskStore:
    """A folder with a file per audited task, and one that says which audit it belongs to."""

    def __init__(self, folder: Path, heading: dict[str, Any]) -> None:
        self._folder = folder / "tasks"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = folder / "audit.json"
            before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else heading
            if before != heading:
                raise StoreError(
                    f"{folder} holds another audit: {_differing(before, heading)}",
                    hint="Give an empty folder, or the same corpus, adapter and options.",
                )
            write_whole(path, json.dumps(heading, indent=2))
        except (OSError, ValueError) as error:
            raise StoreError(f"{folder} cannot be used: {error}", hint="Give another folder with --out.") from None

    def read(self, task: str, *, state: str = "") -> TaskReport | None:
        """Return a task's report, None where there is none that is whole; `state` as it was written."""
        try:
            return TaskReport.from_json(json.loads(self._path(task, state).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, report: TaskReport, *, state: str = "") -> None:
        """Keep a task's report; a run that is killed leaves the old file or the new one.

        `state` tells reports of one task apart that has changed between them.
        """
        write_whole(self._path(report.task, state), json.dumps(report.to_json(), indent=1))

    def _path(self, task: str, state: str) -> Path:
        return self._folder / f"{file_stem(task)}{'-' * bool(state)}{state}.json"


def _differing(before: Any, now: dict[str, Any]) -> str:
    before = before if isinstance(before, dict) else {}
    names = [name for name in before | now if before.get(name) != now.get(name)]
    return f"it differs in {', '.join(names)}"
