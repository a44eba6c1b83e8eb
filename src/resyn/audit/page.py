"""One self-contained page of an audit: the figures, and every defect with what repeats it."""

from collections.abc import Sequence
from html import escape
from importlib import resources
from typing import Final

from resyn.audit.defect import Defect, TaskReport
from resyn.audit.summary import Summary, summarise

_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{style}
details {{ border-top: 1px solid var(--line); padding: 8px 0; }}
summary {{ cursor: pointer; }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; background: var(--code); padding: 10px; border-radius: 8px; }}
</style></head><body>
<header class="top"><h1>{title}</h1><p class="lead">{lead}</p></header>
<main><div class="tiles">{tiles}</div>
<h2>Rules</h2><div class="scroll"><table>
<tr><th>rule</th><th class="n">tasks</th><th class="n">of</th><th>most clearly in</th></tr>
{rules}</table></div>
<h2>Tasks</h2>{tasks}
</main><footer><p class="soft">{foot}</p></footer></body></html>
"""


def render_page(reports: Sequence[TaskReport], *, corpus: str, title: str) -> str:
    """Return the page as HTML; `corpus` is what the commands that repeat a defect name."""
    summary = summarise(reports)
    style = resources.files("resyn.report").joinpath("templates/style.css").read_text(encoding="utf-8")
    return _PAGE.format(
        title=escape(title),
        style=style,
        lead="What rules of behaviour found, with a case for each finding that anybody can repeat.",
        tiles="".join(_tile(value, label) for value, label in _tiles(summary)),
        rules="\n".join(
            f'<tr><td><code>{one.rule}</code></td><td class="n">{one.tasks}</td><td class="n">{one.asked}</td>'
            f"<td>{escape(one.worst)}</td></tr>"
            for one in summary.rules
        ),
        tasks="\n".join(_task(report, corpus) for report in reports),
        foot="Made by resyn audit. What no rule found is not proven right.",
    )


def _tiles(summary: Summary) -> list[tuple[str, str]]:
    return [
        (f"{summary.tasks:,}", "tasks"),
        (f"{summary.with_defects:,}", "with defects"),
        (f"{len(summary.not_audited):,}", "not audited, or not by every rule"),
        (f"{sum(one.tasks for one in summary.rules):,}", "pairs of task and defect"),
        (f"{summary.answers:,}", "answers scored"),
    ]


def _tile(value: str, label: str) -> str:
    return f'<div class="tile"><b>{value}</b><span>{escape(label)}</span></div>'


def _task(report: TaskReport, corpus: str) -> str:
    left_out = report.unknown | report.skipped
    skipped = "".join(f"<li><code>{escape(rule)}</code>: {escape(why)}</li>" for rule, why in left_out.items())
    return (
        f'<details id="{escape(report.task)}"><summary><b>{escape(report.task)}</b> '
        f'<span class="soft">{escape(report.state)}</span></summary>'
        + "".join(_defect(defect, corpus) for defect in report.defects)
        + (f'<p class="soft">Not run:</p><ul class="soft">{skipped}</ul>' if skipped else "")
        + "</details>"
    )


def _defect(defect: Defect, corpus: str) -> str:
    rate = f" ({defect.rate:g})" if defect.rate is not None else ""
    text = f"<h3><code>{escape(defect.rule)}</code>{rate}</h3><p>{escape(defect.message)}</p>"
    if defect.witness is None:
        return text
    text += f"<p>{escape(defect.witness.happened)}</p><pre>{escape(defect.witness.repeat(corpus))}</pre>"
    if defect.witness.snippet:
        text += f"<pre>{escape(defect.witness.snippet)}</pre>"
    if defect.witness.question:
        question = escape(defect.witness.question)
        text += f'<details><summary class="soft">the question</summary><pre>{question}</pre></details>'
    return text
