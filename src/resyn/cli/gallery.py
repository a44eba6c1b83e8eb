"""`resyn catalogue gallery`: one HTML page that shows a folder of environments."""

from pathlib import Path

import click

from resyn.cli.console import listening, note
from resyn.cli.options import allow_unsafe_option, jails
from resyn.cli.questions import draw_shown
from resyn.cli.report import vectors_of
from resyn.core.environment import Environment
from resyn.core.files import write_whole
from resyn.core.index import read_index
from resyn.report.entry import catalogue_entries
from resyn.report.page import render_gallery
from resyn.report.read import with_questions

PAGE_NAME = "index.html"


@click.command("gallery")
@click.option("--out", metavar="FILE|DIR", default="gallery.html", show_default=True, help="The page, or its folder.")
@click.option("--title", default="Catalogue of reasoning environments", show_default=True, help="The page's title.")
@allow_unsafe_option
@click.pass_context
def gallery(context: click.Context, out: str, title: str, allow_unsafe: bool) -> int:
    """Write a page with a question of every level, the code and the skills of each environment.

    The page is one file that asks nothing of any server; it can be filtered by category, skill and kind of answer.
    """
    folder: Path = context.obj
    page = Path(out)
    if page.is_dir() or not page.suffix:
        page /= PAGE_NAME
    index = read_index(folder)
    sources = {entry.name: Environment.read(folder / entry.file).source for entry in index}
    entries = catalogue_entries(index, sources, {})
    with listening() as progress, jails(allow_unsafe=allow_unsafe) as (jail,):
        drawn = draw_shown(entries, jail, progress)
    entries = [with_questions(entry, drawn.get(entry.key, ())) for entry in entries]
    html = render_gallery(entries, title=title, vectors=vectors_of(entries))
    write_whole(page, html)
    note(f"{len(entries)} environments on {len(html.encode()) / 1e6:.1f} MB: {page}")
    note(f"next: open {page} in a browser")
    return 0
