"""Seed problems from any folder that a user gives: one problem of each file, whatever its fields are called."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from resyn.core.errors import ConfigError

SUFFIXES: Final = (".txt", ".md", ".json", ".jsonl")

_MOST_CHARS: Final = 4_000
_LEAST_CHARS: Final = 20
_NAMES: Final = ("question", "problem", "prompt", "input", "query", "instruction", "text", "examples", "data")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem and the file that it stands in, relative to the folder."""

    place: str
    text: str


def read_problems(folder: Path) -> tuple[Problem, ...]:
    """Read the first problem of each file below a folder, in order of paths.

    Of JSON, that is the first text that stands under a usual name, else the first of at least 20 characters; a long one
    is cut. Raises ConfigError where the folder holds none, or a file cannot be read.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder} is no folder", hint="Give a folder of problems, one task a file.")
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    found = [(file, _first_problem(file)) for file in files]
    problems = tuple(Problem(str(file.relative_to(folder)), text[:_MOST_CHARS]) for file, text in found if text)
    if not problems:
        raise ConfigError(
            f"{folder} holds no problem", hint=f"Problems are files of {', '.join(SUFFIXES)}, one task a file."
        )
    return problems


def _first_problem(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{file} is not UTF-8 text", hint="Save it as UTF-8, or move it elsewhere.") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}", hint="Check path and permissions.") from None
    if file.suffix.lower() in (".txt", ".md"):
        return text.strip()
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        return ""
    try:
        return _first_text(json.loads(lines[0] if file.suffix.lower() == ".jsonl" else text))
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{file} is not JSON: {error}", hint="Mend the file, or move it elsewhere.") from None


def _first_text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip() if len(value.strip()) >= _LEAST_CHARS else ""
    if isinstance(value, dict):
        named = [value[name] for name in _NAMES if name in value]
        return next((text for part in (*named, *value.values()) if (text := _first_text(part))), "")
    if isinstance(value, list):
        return next((text for part in value if (text := _first_text(part))), "")
    return ""
