"""One self-contained HTML page of an evaluation: tables, and wrong answers for reading. No script; all is escaped."""

import html
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib import resources
from itertools import islice, zip_longest
from pathlib import Path
from typing import Final

from resyn.core.files import write_whole
from resyn.core.records import Outcome
from resyn.evaluate.grade import Graded
from resyn.evaluate.heldout import NAME as HELDOUT
from resyn.evaluate.result import PAGE_NAME, Evaluation
from resyn.evaluate.summary import BenchmarkResult, TaskResult
from resyn.evaluate.tables import COLUMNS, interval, overview, percent

WRONG_SHOWN: Final = 40
"""Answers shown of each benchmark, spread over its tasks."""

_TEXT_CHARS: Final = 8000
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def write_page(folder: Path, evaluation: Evaluation, rows: Sequence[Graded]) -> None:
    """Write the page into the evaluation's folder; raises StoreError where that fails."""
    write_whole(folder / PAGE_NAME, render_page(evaluation, rows))


def render_page(evaluation: Evaluation, rows: Sequence[Graded]) -> str:
    """Return the page's HTML."""
    title = f"{evaluation.model}: {', '.join(evaluation.benchmarks)}"
    style = (resources.files("resyn.evaluate") / "page.css").read_text(encoding="utf-8")
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_POLICY)}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{html.escape(title)}</title><style>{style}</style></head><body>",
        f"<h1>{html.escape(evaluation.model)}</h1>",
        f'<p class="dim">{html.escape(_facts(evaluation))}</p>',
        *([f"<pre>{html.escape(evaluation.command)}</pre>"] if evaluation.command else []),
        _table(COLUMNS, overview(evaluation)),
    ]
    for name, benchmark in evaluation.benchmarks.items():
        parts += _section(benchmark, [row for row in rows if row.benchmark == name])
    return "\n".join([*parts, "</body></html>", ""])


def _facts(evaluation: Evaluation) -> str:
    settings = ", ".join(f"{name} {value}" for name, value in evaluation.settings.items() if value is not None)
    tokens = f"{evaluation.usage.output_tokens:,} tokens out, {evaluation.usage.input_tokens:,} in"
    return f"resyn {evaluation.version}; {settings}; {tokens}; {evaluation.seconds:,.0f} s of asking"


def _section(benchmark: BenchmarkResult, rows: Sequence[Graded]) -> Iterator[str]:
    yield f"<h2>{html.escape(benchmark.title)}</h2>"
    passes = ", ".join(f"pass@{k} {percent(value.value)} %" for k, value in benchmark.pass_at.items())
    yield f"<p>mean@{benchmark.samples} {percent(benchmark.mean.value)} % ({interval(benchmark.mean)}); {passes}</p>"
    for heading, tasks in (("task", benchmark.tasks), ("level", benchmark.levels)):
        if len(tasks) > 1:
            yield _bars(heading, tasks)
    wrong = [row for row in rows if row.outcome != Outcome.CORRECT]
    if wrong:
        yield f"<h3>{len(wrong):,} answers that are not correct; {min(len(wrong), WRONG_SHOWN)} of them</h3>"
        yield from (_answer(row) for row in _spread(wrong, WRONG_SHOWN))


def _bars(heading: str, tasks: dict[str, TaskResult]) -> str:
    lines = [f"<table><tr><th>{heading}</th><th>questions</th><th>mean@k</th><th>95 %</th><th></th></tr>"]
    for name, task in tasks.items():
        mean = task.mean
        bar = (
            f'<div class="bar"><i style="width:{percent(mean.value)}%"></i>'
            f'<b style="left:{percent(mean.low)}%;width:{percent(mean.high - mean.low)}%"></b></div>'
        )
        cells = (html.escape(name), f"{task.problems:,}", percent(mean.value), interval(mean), bar)
        lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return "\n".join([*lines, "</table>"])


def _spread(rows: Sequence[Graded], count: int) -> Iterator[Graded]:
    """Yield some rows, task after task in turn."""
    by_task: dict[str, list[Graded]] = defaultdict(list)
    for row in rows:
        by_task[row.task].append(row)
    return islice((row for turn in zip_longest(*by_task.values()) for row in turn if row is not None), count)


def _answer(row: Graded) -> str:
    verdict = "unanswered" if row.error else row.outcome if row.answer is not None else "no final answer"
    said = "" if row.answer is None else f": {row.answer[:80]!r}"
    cut = ", cut off" if row.truncated else ""
    head = f"{row.task} {row.problem}, sample {row.sample}: {verdict}{cut}{said}"
    target = "" if row.benchmark == HELDOUT else _part("Right answer", row.target)
    return (
        f"<details><summary>{html.escape(head)}</summary>{_part('Question', row.question)}{target}"
        f"{_part('Reply', row.reply or row.error)}</details>"
    )


def _part(heading: str, text: str) -> str:
    shown = text if len(text) <= _TEXT_CHARS else f"{text[:_TEXT_CHARS]}\n[{len(text) - _TEXT_CHARS:,} characters more]"
    return f'<div class="dim">{heading}</div><pre>{html.escape(shown)}</pre>'


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    head = "".join(f"<th>{html.escape(column)}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"
