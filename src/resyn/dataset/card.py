"""The dataset card: what the folder holds, for people and for the hub."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources
from string import Template
from typing import Any

from resyn.core.records import Item
from resyn.core.verifier import Verifier

_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)


def render_card(manifest: Mapping[str, Any], rows: Mapping[str, Sequence[Item]], *, title: str) -> str:
    """Return the README of a dataset from its manifest and its rows by split."""
    splits = manifest["splits"]
    items = [item for part in rows.values() for item in part]
    first = next(iter(rows))
    template = Template((resources.files("resyn.dataset") / "card.md").read_text(encoding="utf-8"))
    return template.substitute(
        license=f"license: {json.dumps(manifest['license'])}\n" if manifest["license"] else "",
        size=size_category(len(items)),
        data_files="\n".join(f"  - split: {name}\n    path: {split['file']}" for name, split in splits.items()),
        title=title,
        rows=f"{len(items):,}",
        environments=len({item.environment for item in items}),
        split_table=_table(
            ["split", "environments", "rows"],
            [[name, len(split["environments"]), split["rows"]] for name, split in splits.items()],
        ),
        category_table=_counts("category", rows, lambda item: item.category),
        level_table=_counts("level", rows, lambda item: item.level),
        isolation=manifest["isolation"],
        drawing=_drawing(manifest),
        supervision=_supervision(manifest),
        first_split=first,
        example=_example(rows[first][0]),
        made_with=_made_with(manifest),
        hashes=_table(["file", "SHA-256"], [[f"`{split['file']}`", split["sha256"]] for split in splits.values()]),
    )


def size_category(rows: int) -> str:
    """Return the hub's size category for a number of rows."""
    return next((name for bound, name in _SIZES if rows < bound), "10M<n<100M")


def _counts(title: str, rows: Mapping[str, Sequence[Item]], key: Any) -> str:
    counts = {split: Counter(key(item) for item in items) for split, items in rows.items()}
    keys = sorted({value for count in counts.values() for value in count})
    return _table([title, *counts], [[value, *(count[value] for count in counts.values())] for value in keys])


def _drawing(manifest: Mapping[str, Any]) -> str:
    repeats = sum(count for reasons in manifest["dropped"].values() for count in reasons.values())
    faults = sum(manifest["faults"]["by_environment"].values())
    missing = sum(shortfall["asked"] - shortfall["drawn"] for shortfall in manifest["shortfalls"])
    return (
        f"Of the instances drawn, {repeats:,} were dropped for repeating another or for their length, and {faults:,} "
        f"because the environment failed on them; others took their place, but for {missing:,} rows. "
        "`manifest.json` has each by environment."
    )


def _supervision(manifest: Mapping[str, Any]) -> str:
    """Return the paragraph on rows that carry an answer instead of being verified; "" where there are none."""
    references = manifest.get("references")
    if references is None:
        return ""
    source = {"code": "a solver's code computed", "answer": "a model wrote"}[manifest["plan"]["supervision"]]
    missing = references["asked"] - references["given"]
    faults = references["faults_of_verify"]
    failed = f" and fail on {faults:,}" if faults else ""
    return (
        "\n## Supervision of `train`\n\n"
        f"Rows of `train` are not verified: an answer counts where it matches the answer that {source}, but for its "
        f"layout (column `reference`). Of {references['asked']:,} rows {missing:,} got no such answer and were left "
        f"out; of the {references['given']:,} answers given, the environments' own verifiers accept "
        f"{references['accepted_by_verify']:,}{failed}. Rows of other splits are verified.\n"
    )


def _example(item: Item) -> str:
    verifier = json.dumps(json.loads(Verifier.of(item).to_text()), indent=1, ensure_ascii=False)
    return f"{_fenced(item.question)}\n\nA correct answer: {_fenced(item.solution, inline=True)}\n\n" + _fenced(
        verifier if len(verifier) <= 4000 else verifier[:4000] + " ...", language="json"
    )


def _made_with(manifest: Mapping[str, Any]) -> str:
    lines = [f"resyn {manifest['resyn']}, seed {manifest['plan']['seed']}."]
    if manifest["command"]:
        lines += ["", _fenced(manifest["command"], language="bash")]
    return "\n".join(lines)


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(value) for value in line) + " |" for line in lines)


def _cell(value: Any) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return " ".join(str(value).replace("|", "\\|").split())


def _fenced(text: str, *, language: str = "", inline: bool = False) -> str:
    """Quote a text that may hold backticks itself."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    if inline and "\n" not in text:
        fence = "`" * (longest + 1)
        return f"{fence} {text} {fence}" if longest else f"{fence}{text}{fence}"
    fence = "`" * max(3, longest + 1)
    newline = "\n\n" if inline else ""
    return f"{newline}{fence}{language}\n{text}\n{fence}"
