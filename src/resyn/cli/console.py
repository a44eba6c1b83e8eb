"""What commands print: results on stdout, everything else on stderr, bars on a terminal and plain lines elsewhere."""

import json
import os
import re
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

PIPED_WIDTH = 160
"""Columns of a table that is not shown on a terminal."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def print_json(value: Any) -> None:
    """Print a result as indented JSON on stdout, escaped where the stream's encoding cannot hold it."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    _write(text if _holds(text, sys.stdout.encoding) else json.dumps(value, indent=2))


def print_text(text: str) -> None:
    """Print a text on stdout that somebody else wrote: what would steer a terminal is escaped there."""
    _write(_plain(text) if sys.stdout.isatty() else text)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a result as a table on stdout; numbers are aligned right, only the last column is wrapped."""
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=any(columns))
    for position, column in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[position], int | float) for row in rows)
        last = position == len(columns) - 1
        table.add_column(column, justify="right" if numeric else "left", no_wrap=not last, overflow="fold")
    for row in rows:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else _plain(str(cell)) for cell in row))
    console = Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = PIPED_WIDTH
    with console.capture() as captured:
        console.print(table)
    _write(captured.get().removesuffix("\n"))


def cost_text(cost: float | None) -> str:
    """Return a cost in dollars as it is shown, "unpriced" where no price is known."""
    return "unpriced" if cost is None else f"${cost:,.2f}"


def note(line: str) -> None:
    """Print a line on stderr."""
    _write(_plain(line) if sys.stderr.isatty() else line, err=True)


def _plain(text: str) -> str:
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _holds(text: str, encoding: str | None) -> bool:
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _write(text: str, *, err: bool = False) -> None:
    """Write a line. A reader that went away (`resyn check DIR | head`) changes neither the work nor its exit code."""
    stream = sys.stderr if err else sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        click.echo(text.encode(encoding, "backslashreplace").decode(encoding), err=err, color=True)
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


class Bars:
    """A `core.progress.Progress` drawn on a terminal: a bar, done and total, figures, and the time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}
        self._figures = Figures()
        self._lock = threading.Lock()

    def begin(self, stage: str, total: int | None = None) -> None:
        """Add a bar, or set the total of the stage's bar."""
        with self._lock:
            if stage not in self._tasks:
                self._tasks[stage] = self._progress.add_task(_plain(stage), total=total, figures="")
                return
        self._progress.update(self._tasks[stage], total=total)

    def advance(self, stage: str, amount: int = 1) -> None:
        """Move a bar."""
        if stage not in self._tasks:
            self.begin(stage)
        self._progress.advance(self._tasks[stage], amount)

    def show(self, stage: str, **figures: str) -> None:
        """Write figures beside a bar."""
        if stage not in self._tasks:
            self.begin(stage)
        self._progress.update(self._tasks[stage], figures=_plain(self._figures.set(stage, figures)))

    def say(self, line: str) -> None:
        """Print a line above the bars."""
        self._progress.console.print(_plain(line), markup=False, highlight=False, emoji=False)


class Lines:
    """A `core.progress.Progress` as plain lines, a stage at most every tenth of its way."""

    def __init__(self) -> None:
        self._totals: dict[str, int | None] = {}
        self._done: dict[str, int] = {}
        self._begun: dict[str, float] = {}
        self._figures = Figures()
        self._lock = threading.Lock()

    def begin(self, stage: str, total: int | None = None) -> None:
        """Print that a stage begins."""
        self._totals[stage] = total
        self._done.setdefault(stage, 0)
        self._begun.setdefault(stage, time.monotonic())
        note(f"{stage}: {total if total is not None else '?'} to do")

    def advance(self, stage: str, amount: int = 1) -> None:
        """Print how far a stage is, where a tenth was passed."""
        with self._lock:
            before = self._done.get(stage, 0)
            now = self._done[stage] = before + amount
        total = self._totals.get(stage)
        if total and before * 10 // total != now * 10 // total:
            seconds = time.monotonic() - self._begun[stage]
            left = (
                f"{_duration(seconds * (total - now) / now)} left" if now < total else f"done in {_duration(seconds)}"
            )
            note(f"{stage}: {' · '.join(filter(None, (f'{now} of {total}', self._figures.text(stage), left)))}")

    def show(self, stage: str, **figures: str) -> None:
        """Keep figures for the stage's next line."""
        self._figures.set(stage, figures)

    def say(self, line: str) -> None:
        """Print a line."""
        note(line)


class Figures:
    """The latest figures of each stage, by name."""

    def __init__(self) -> None:
        self._shown: dict[str, dict[str, str]] = {}
        self._lock = threading.Lock()

    def set(self, stage: str, figures: Mapping[str, str]) -> str:
        """Take in figures of a stage, and return all of its figures as text."""
        with self._lock:
            self._shown.setdefault(stage, {}).update(figures)
        return self.text(stage)

    def text(self, stage: str) -> str:
        """Return a stage's figures as text, such as "accepted 12 · cost $0.40"."""
        with self._lock:
            return " · ".join(f"{name} {value}" for name, value in self._shown.get(stage, {}).items())


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


@contextmanager
def listening() -> Iterator[Bars | Lines]:
    """Yield a listener suited to stderr: bars on a terminal, plain lines otherwise; NO_COLOR is respected."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[figures]}", markup=False, style="cyan"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield Bars(progress)
