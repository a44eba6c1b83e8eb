"""`resyn report`: one HTML page that shows what a run did and why."""

import re
from collections.abc import Sequence
from pathlib import Path

import click

from resyn.cli.console import listening, note, print_json
from resyn.cli.options import allow_unsafe_option, jails, json_option
from resyn.cli.questions import draw_shown
from resyn.core.files import write_whole
from resyn.gate.embedding import HashedNgrams
from resyn.report.entry import Entry
from resyn.report.funnel import count_rules, measure_stages
from resyn.report.page import Vectors, render_run
from resyn.report.read import read_run, with_questions
from resyn.report.snapshot import model_uses, snapshot

PAGE_NAME = "report.html"
_COMPARED = 600  # entries on the map at most: all pairs are compared


@click.command("report")
@click.argument("run")
@click.option("--out", metavar="FILE", help=f"The page.  [default: {PAGE_NAME} in the run's folder]")
@click.option("--title", help="The page's title.  [default: the folder's name]")
@click.option("--questions/--no-questions", default=True, show_default=True, help="Draw questions in the jail.")
@allow_unsafe_option
@json_option
def command(run: str, out: str | None, title: str | None, questions: bool, allow_unsafe: bool, as_json: bool) -> int:
    """Write a page that shows a run's funnel, cost, diversity, calibration and every candidate, from its folder RUN.

    The page is one file that asks nothing of any server. A run that is under way is shown as it stands.
    """
    folder = Path(run)
    page = Path(out) if out else folder / PAGE_NAME
    with snapshot(folder) as store:
        entries = read_run(store)
        uses = model_uses(store)
        settings = store.read_meta("settings") or {}
    if questions and entries:
        with listening() as progress, jails(allow_unsafe=allow_unsafe) as (jail,):
            drawn = draw_shown(entries, jail, progress)
        entries = [with_questions(entry, drawn.get(entry.key, ())) for entry in entries]
    html = render_run(
        entries,
        title=title or f"Run {folder.resolve().name}",
        uses=uses,
        settings=settings,
        vectors=vectors_of(entries),
    )
    write_whole(page, html)
    if as_json:
        print_json(_summary(entries, page))
    note(f"{len(entries)} candidates on {len(html.encode()) / 1e6:.1f} MB: {page}")
    note(f"next: open {page} in a browser")
    return 0


def vectors_of(entries: Sequence[Entry]) -> Vectors:
    """Return vectors of what entries ask, numbers left out; accepted ones first where there are too many to compare."""
    embedder = HashedNgrams(dimensions=1024)
    told = sorted((entry for entry in entries if entry.text), key=lambda entry: entry.status == "rejected")
    return {entry.key: embedder.embed(re.sub(r"\d+", "0", entry.text[:4000])) for entry in told[:_COMPARED]}


def _summary(entries: Sequence[Entry], page: Path) -> dict[str, object]:
    return {
        "page": str(page),
        "candidates": len(entries),
        "accepted": sum(entry.status == "accepted" for entry in entries),
        "rejected": sum(entry.status == "rejected" for entry in entries),
        "stages": [
            {"name": one.name, "reached": one.reached, "stopped": one.stopped} for one in measure_stages(entries)
        ],
        "rules": [
            {"name": one.rule, "at_first": one.at_first, "for_good": one.for_good} for one in count_rules(entries)
        ],
    }
