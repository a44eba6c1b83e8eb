"""Fill the templates: from entries and figures to one HTML file."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from resyn.core.errors import ConfigError
from resyn.report.charts import COLOURS, Dot, scatter_chart
from resyn.report.diversity import measure_diversity
from resyn.report.entry import Entry
from resyn.report.figures import Tile, caller_rows, cost_lead, model_rows, rule_bars, run_tiles, stage_bars
from resyn.report.funnel import count_rules, measure_stages
from resyn.report.highlight import highlight
from resyn.report.scatter import place_on_plane
from resyn.report.show import show_entry
from resyn.report.snapshot import ModelUse
from resyn.report.text import visible

if TYPE_CHECKING:
    from jinja2 import Environment

_PAIRS: Final = 12
_ORDER: Final = {"accepted": 0, "under way": 1, "rejected": 2}

Vectors = Mapping[str, Sequence[float]]
"""The vector of each entry that is compared, by its key; made by whoever asks for the page."""


def render_run(
    entries: Sequence[Entry], *, title: str, uses: Sequence[ModelUse], settings: Mapping[str, Any], vectors: Vectors
) -> str:
    """Return the page of a run; raises ConfigError where jinja2 or numpy is not installed."""
    shown = [show_entry(entry) for entry in sorted(entries, key=lambda entry: _ORDER[entry.status])]
    stages, rules = measure_stages(entries), count_rules(entries)
    accepted = sum(entry.status == "accepted" for entry in entries)
    diversity = _diversity(entries, vectors, by=lambda entry: entry.status)
    calibrated = [one for one in shown if one.chart]
    names = [curve["solver"] for one in calibrated for curve in (one.calibration or {})["curves"]]
    return _fill(
        "run.html",
        title=title,
        lead=_run_lead(entries, settings),
        tiles=run_tiles(entries, accepted, uses, diversity),
        stages=stage_bars(stages, len(entries)),
        rules=rule_bars(rules),
        models=model_rows(uses),
        callers=caller_rows(entries),
        cost_lead=cost_lead(uses, accepted),
        diversity=diversity,
        calibrated=calibrated,
        solvers=list(dict.fromkeys(names)),
        statuses=sorted({entry.status for entry in entries}, key=_ORDER.__getitem__),
        entries=shown,
    )


def render_gallery(entries: Sequence[Entry], *, title: str, vectors: Vectors) -> str:
    """Return the page of a catalogue; raises ConfigError where jinja2 or numpy is not installed."""
    shown = [show_entry(entry) for entry in sorted(entries, key=lambda entry: (entry.category, entry.name))]
    categories = sorted({one.category for one in shown})
    diversity = _diversity(entries, vectors, by=lambda entry: entry.category)
    certified = sum(entry.certificate is not None for entry in entries)
    tiles = [
        Tile(f"{len(entries):,}", "environments, each with endless instances"),
        Tile(f"{len(categories)}", "categories"),
        Tile(f"{len({one.answer for one in shown})}", "kinds of answer"),
        *([Tile(diversity["effective"], "effective environments, none like another")] if diversity else []),
        *([Tile(f"{certified:,}", "with a certificate")] if certified else []),
    ]
    return _fill(
        "gallery.html",
        title=title,
        lead="Reasoning environments: programs that draw questions of any level and verify every answer by logic.",
        tiles=tiles,
        diversity=diversity,
        groups=[
            {
                "name": category.replace("_", " ").capitalize(),
                "category": category,
                "entries": [one for one in shown if one.category == category],
            }
            for category in categories
        ],
        skills=sorted({skill for one in shown for skill in one.skills}),
        answers=sorted({one.answer for one in shown if one.answer}),
    )


def _run_lead(entries: Sequence[Entry], settings: Mapping[str, Any]) -> str:
    keywords = len({entry.keyword for entry in entries})
    author = f", written by {visible(str(settings['model']), 80)}" if settings.get("model") else ""
    return f"{len(entries):,} candidates for {keywords:,} keywords{author}."


def _diversity(entries: Sequence[Entry], vectors: Vectors, *, by: Any) -> dict[str, Any] | None:
    """Return the section on diversity, None where fewer than two entries have a vector."""
    placed = [entry for entry in entries if entry.key in vectors]
    kept = [entry for entry in placed if entry.status in ("accepted", "shipped")]
    measured = kept if len(kept) > 1 else placed
    if len(placed) < 2:
        return None
    found = measure_diversity([vectors[entry.key] for entry in measured])
    groups, names = _groups([by(entry) for entry in placed])
    names.sort(key=lambda name: _ORDER.get(name, -1))  # what is accepted has the first colour in every run
    dots = [
        Dot(x, y, f"{entry.name} ({by(entry)})", groups[by(entry)], entry.key, strong=entry.status != "rejected")
        for entry, (x, y) in zip(placed, place_on_plane([vectors[entry.key] for entry in placed]), strict=True)
    ]
    return {
        "texts": found.texts,
        "effective": f"{found.effective:.1f}",
        "how": "Measured by the Vendi score of what they ask: runs of letters, with numbers left out."
        + ("" if measured is kept else " Too few were accepted; every candidate that is a file is compared."),
        "median": f"{found.median_cosine:.2f}",
        "map": scatter_chart(dots, names),
        "groups": [visible(name.replace("_", " "), 120) for name in names],
        "weak": any(not dot.strong for dot in dots),
        "pairs": [
            {
                "name": visible(measured[pair.position].name, 120),
                "key": measured[pair.position].key,
                "other": visible(measured[pair.nearest].name, 120),
                "other_key": measured[pair.nearest].key,
                "cosine": f"{pair.cosine:.2f}",
            }
            for pair in found.nearest_pairs(_PAIRS)
        ],
    }


def _groups(names: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return what each group is called on the map and in which order: the small ones together where there are many."""
    counts = [name for name, _ in sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))]
    own = counts if len(counts) <= COLOURS else counts[: COLOURS - 1]
    called = {name: name if name in own else "others" for name in counts}
    return called, list(dict.fromkeys(called[name] for name in counts))


def _fill(template: str, **values: Any) -> str:
    folder = resources.files("resyn.report") / "templates"
    script = _smaller((folder / "script.js").read_text(encoding="utf-8"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment = _templates()
    return environment.get_template(template).render(
        values
        | {
            "style": environment.filters["trusted"]((folder / "style.css").read_text(encoding="utf-8")),
            "script": environment.filters["trusted"](script),
            "script_hash": f"sha256-{digest}",
            "version": version("resyn"),
        }
    )


def _templates() -> "Environment":
    try:
        import jinja2
        import markupsafe
    except ImportError as error:
        raise ConfigError(f"a page needs jinja2: {error}", hint="Run `pip install 'resyn[report]'`.") from None
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("resyn.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": _shown,
        "words": _words,
        "python": highlight,
        "trusted": markupsafe.Markup,  # for the package's own script and style alone
    }
    return environment


def _shown(text: object, most: int = 2_000) -> str:
    return visible(str(text), most)


def _words(text: object) -> str:
    return str(text).replace("_", " ")


def _smaller(script: str) -> str:
    return re.sub(r"^\s*//.*\n", "", script, flags=re.MULTILINE)
