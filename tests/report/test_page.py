import base64
import hashlib
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.report.stored import HOSTILE, SOURCE, calibration

from resyn.core.errors import ConfigError
from resyn.core.index import IndexEntry
from resyn.report.charts import COLOURS
from resyn.report.entry import Entry, Question, catalogue_entries
from resyn.report.page import render_gallery, render_run
from resyn.report.read import with_questions
from resyn.report.snapshot import ModelUse

SHOWN = HOSTILE.replace("\u202e", "[U+202E]").replace("\x1b", "[U+001B]")
ALLOWED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "nav",
        "a",
        "main",
        "div",
        "b",
    ),
    *("span", "p", "i", "table", "tr", "th", "td", "svg", "rect", "line", "text", "polyline", "circle", "form"),
    *("input", "select", "option", "output", "details", "summary", "pre", "code", "strong", "ul", "li", "br"),
    *("section", "footer", "script"),
}


class Page(HTMLParser):
    """A page as a browser reads it: its tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self._raw = False
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self._raw = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._raw = False

    def handle_data(self, data: str) -> None:
        (self.scripts if self._raw else self.texts).append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def asked(entries: list[Entry]) -> list[Entry]:
    questions = [Question(1, HOSTILE), Question(2, "", HOSTILE)]
    return [with_questions(entry, questions) if entry.source else entry for entry in entries]


def vectors(entries: list[Entry]) -> dict[str, list[float]]:
    return {entry.key: [1.0, 0.0] if place % 2 else [0.6, 0.8] for place, entry in enumerate(entries) if entry.source}


@pytest.fixture
def html(entries: list[Entry], uses: list[ModelUse]) -> str:
    return render_run(asked(entries), title=HOSTILE, uses=uses, settings={"model": HOSTILE}, vectors=vectors(entries))


def check_contained(html: str) -> None:
    page = Page(html)
    assert {tag for tag, _ in page.tags} <= ALLOWED
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "action", "data")]
        assert (attributes.get("href") or "#").startswith("#"), (tag, attributes)
        assert "url(" not in (attributes.get("style") or "")
    style, script = page.scripts
    assert not re.search(r"url\(|@import|https?:", style)
    assert not re.search(r"fetch|XMLHttp|import\(|https?:|innerHTML|eval", script)
    policy = next(
        a["content"] for t, a in page.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy is not None
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


def test_page_asks_nothing_of_anybody_and_runs_no_script_but_its_own(html: str) -> None:
    check_contained(html)


def test_hostile_text_is_shown_as_text(html: str) -> None:
    page = Page(html)
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert page.text.count(SHOWN) > 30
    assert "\u202e" not in html
    assert "\x1b" not in html


def test_every_candidate_is_there_with_what_stopped_it(html: str, entries: list[Entry]) -> None:
    page = Page(html)
    cards = {a["id"]: a for tag, a in page.tags if tag == "details" and a.get("class") == "entry"}
    assert set(cards) == {entry.key for entry in entries}
    for entry in entries:
        assert cards[entry.key]["data-status"] == entry.status
        assert cards[entry.key]["data-reason"] == "|".join(entry.reasons)
    links = {a["href"] for tag, a in page.tags if tag == "a"}
    ids = {f"#{a['id']}" for _, a in page.tags if a.get("id")}
    assert links <= ids


def test_page_shows_funnel_cost_diversity_curves_questions_and_code(html: str) -> None:
    text = " ".join(Page(html).text.split())
    for told in (
        "8 reached, 1 stopped",
        "1 for good, 2 at first",
        "9 candidates for 9 keywords",
        "accepted (11.1%; 95% 2.0% to 43.5%)",
        "Models wrote 60 tokens, 60 for each accepted environment. Calls with a known price cost $0.75.",
        "could not be drawn:",
        "does not hold",
        "p of the fall 1e-09; 3 faults of verify, 6 without an answer",
        "Version 2 Passed every rule.",
        'return str(instance["a"] + instance["b"])',
    ):
        assert told in text, told
    assert '<td>writing</td><td class="n">2</td><td class="n">30</td><td class="n">60</td>' in html
    assert html.count('<svg class="chart"') == 6  # in the overview and at the candidate, for three calibrations
    assert html.count('<svg class="map"') == 1


def test_page_is_readable_without_its_script(html: str) -> None:
    page = Page(html)
    hidden = [tag for tag, attributes in page.tags if "hidden" in attributes]
    assert hidden == ["form"]


def test_run_without_anything_is_a_page() -> None:
    html = render_run([], title="Nothing", uses=[], settings={}, vectors={})
    check_contained(html)
    assert "0 candidates" in Page(html).text


def test_candidate_takes_few_kilobytes_so_that_hundreds_fit_a_page(entries: list[Entry]) -> None:
    mended = next(entry for entry in entries if entry.keyword == "mended")
    source = SOURCE + "# padding of usual length\n" * 150
    sizes = [
        len(render_run(
            [replace(mended, key=f"c{number}", source=source) for number in range(count)],
            title="Many", uses=[], settings={}, vectors={},
        ))
        for count in (1, 41)
    ]  # fmt: skip
    assert (sizes[1] - sizes[0]) / 40 < 16_000


def index_entry(name: str, category: str, **more: object) -> IndexEntry:
    known = {"summary": HOSTILE, "skills": (HOSTILE, "addition"), "keywords": (), "answer": "integer", "version": 1}
    return IndexEntry(
        name=name, file=f"{name}.py", category=category, behaviour_hash="0" * 16, source_hash="0" * 64, **(known | more)
    )


def test_gallery_shows_every_environment_of_every_category_contained() -> None:
    names = [(f"env_{number}", f"category_{number % 14}") for number in range(33)]
    certificate = {"rules": HOSTILE, "calibration": calibration("learnable", HOSTILE, (0.9, None, 0.1))}
    index = [index_entry(name, category) for name, category in names]
    index[0] = index_entry("env_0", HOSTILE, certificate=certificate)
    questions = {name: (Question(1, HOSTILE), Question(2, "Why?")) for name, _ in names}
    shown = catalogue_entries(index, {name: SOURCE for name, _ in names}, questions)
    html = render_gallery(shown, title=HOSTILE, vectors={entry.key: [1.0] for entry in shown})
    check_contained(html)
    page = Page(html)
    cards = [a for tag, a in page.tags if tag == "details" and a.get("class") == "entry"]
    assert [card["id"] for card in cards if card["data-category"] == SHOWN] == ["env_0"]
    assert len(cards) == 33
    assert "\u202e" not in html
    assert page.text.count("Why?") == 33
    assert "certified" in page.text
    assert len(re.findall(r"background:var\(--c\d+\)", html)) == COLOURS  # the small categories share the last colour


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(ConfigError) as caught:
        render_run([], title="x", uses=[], settings={}, vectors={})
    assert caught.value.hint == "Run `pip install 'resyn[report]'`."
