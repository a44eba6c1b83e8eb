"""Build a dataset: choose environments, split, draw, and write the folder."""

import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.index import IndexEntry, build_index
from resyn.core.parquet import load_pyarrow
from resyn.core.progress import Progress, Silent
from resyn.core.records import Item
from resyn.dataset.allocate import choose_environments, split_of, spread_over_levels
from resyn.dataset.card import render_card
from resyn.dataset.draw import Drawn, Fault, Quota, Shortfall, draw_items
from resyn.dataset.package import (
    DATA_FOLDER,
    FORMAT,
    MANIFEST_NAME,
    file_hash,
    staged_folder,
    write_environments,
    write_rows,
    write_text,
)
from resyn.dataset.plan import SPLITS, DatasetPlan
from resyn.dataset.supervision import Supervised, Supervisor, supervise
from resyn.sandbox.jail import Jail

_FAULT_EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class DatasetReport:
    """What was written; `dropped` counts rows by environment and reason.

    `supervised` tells, for a dataset with references, how many were given and how many of them verify accepts.
    """

    target: Path
    rows: dict[str, int]
    environments: dict[str, tuple[str, ...]]
    faults: tuple[Fault, ...]
    dropped: dict[str, dict[str, int]]
    shortfalls: tuple[Shortfall, ...]
    isolation: str
    seconds: float
    supervised: Supervised | None = None

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {
            "target": str(self.target),
            "rows": self.rows,
            "environments": {split: list(names) for split, names in self.environments.items()},
            "faults": [fault.to_json() for fault in self.faults],
            "dropped": self.dropped,
            "shortfalls": [shortfall.to_json() for shortfall in self.shortfalls],
            "isolation": self.isolation,
            "seconds": round(self.seconds, 3),
        } | ({"references": self.supervised.to_json()} if self.supervised else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What the card says of the dataset beyond its rows; `license` is an identifier of the hub, such as apache-2.0."""

    title: str = ""
    license: str = ""
    command: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "license"):
            if not str(getattr(self, name)).isprintable():
                raise ConfigError(
                    f"{name} {getattr(self, name)!r} is not one line of text", hint="Leave out line breaks."
                )


def build_dataset(
    environments: Iterable[Environment],
    target: Path,
    *,
    jail: Jail,
    plan: DatasetPlan | None = None,
    label: Label | None = None,
    known: Iterable[IndexEntry] = (),
    supervisor: Supervisor | None = None,
    progress: Progress | None = None,
    force: bool = False,
) -> DatasetReport:
    """Draw a dataset and write its folder (see `dataset.package`); equal arguments give equal Parquet files.

    The instances do not depend on the supervision; with one other than by verifier, its `supervisor` answers the rows
    of `train`, and those without an answer are left out. Certificates and provenance come along from `known`. Raises
    ConfigError where plan or target cannot be met, CatalogueError where there are no environments, two share a name,
    one does not parse, or none gives a single row, StoreError where the folder cannot be written. Whatever is raised,
    the target is as it was.
    """
    started = time.monotonic()
    plan, label, progress = plan or DatasetPlan(), label or Label(), progress or Silent()
    _check_supervisor(plan, supervisor)
    load_pyarrow()
    chosen = _chosen(environments, plan)
    members = _members(chosen, plan)
    with staged_folder(target, force=force) as folder:
        drawn = draw_items(
            _quotas(chosen, members, plan),
            jail,
            seed=plan.seed,
            max_question_chars=plan.max_question_chars,
            progress=progress,
        )
        if not drawn.items:
            first = f"; the first fault: {drawn.faults[0].witness.happened}" if drawn.faults else ""
            raise CatalogueError(
                f"{len(chosen)} environments gave not a single verified row{first}", hint="`resyn check` says more."
            )
        supervised = _supervise(drawn.items, supervisor, chosen, jail, progress) if supervisor else None
        kept = supervised.items if supervised else drawn.items
        rows = {split: _shuffled(kept, split, plan.seed) for split in SPLITS}
        rows = {split: items for split, items in rows.items() if items}
        for split, items in rows.items():
            write_rows(folder / DATA_FOLDER / f"{split}.parquet", items, system_prompt=plan.system_prompt)
        entries = build_index(write_environments(folder, chosen), known=known)
        manifest = _manifest(folder, entries, rows, members=members, drawn=drawn, plan=plan, label=label, jail=jail)
        if supervised is not None:
            manifest["references"] = supervised.to_json()
        write_text(folder / MANIFEST_NAME, json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
        write_text(folder / "README.md", render_card(manifest, rows, title=label.title or target.resolve().name))
    return DatasetReport(
        target=target,
        rows={split: len(items) for split, items in rows.items()},
        environments={split: tuple(names) for split, names in members.items() if names},
        faults=drawn.faults,
        dropped=drawn.dropped,
        shortfalls=drawn.shortfalls,
        isolation=manifest["isolation"],
        seconds=time.monotonic() - started,
        supervised=supervised,
    )


def _check_supervisor(plan: DatasetPlan, supervisor: Supervisor | None) -> None:
    given = supervisor.kind if supervisor else "verifier"
    if given != plan.supervision:
        raise ConfigError(
            f"the plan asks for supervision by {plan.supervision}, the answers given are by {given}",
            hint="Give a supervisor of the plan's kind, and none for supervision by verifier.",
        )


def _supervise(
    items: Sequence[Item], supervisor: Supervisor, chosen: Sequence[Environment], jail: Jail, progress: Progress
) -> Supervised:
    sources = {environment.name: environment.source for environment in chosen}
    supervised = supervise(items, supervisor, sources=sources, jail=jail, progress=progress)
    if supervised.given:
        return supervised
    reasons = [reason for reasons in supervised.dropped.values() for reason in reasons]
    raise CatalogueError(
        f"not one of {supervised.asked} rows got an answer by {supervisor.kind}: {(reasons or ['there are none'])[0]}",
        hint="Give solvers for these environments, or another model.",
    )


def _chosen(environments: Iterable[Environment], plan: DatasetPlan) -> list[Environment]:
    by_name: dict[str, Environment] = {}
    for environment in environments:
        if environment.name in by_name:
            first, second = by_name[environment.name].path, environment.path
            raise CatalogueError(
                f"two environments are named {environment.name!r}" + (f": {first} and {second}" if second else ""),
                hint="Rename one: a name stands for one environment in seeds and splits.",
            )
        by_name[environment.name] = environment
    if not by_name:
        raise CatalogueError("there are no environments to draw from", hint="Give a folder that holds some.")
    chosen = [by_name[name] for name in choose_environments(by_name, plan.environments, seed=plan.seed)]
    for environment in chosen:
        IndexEntry.of(environment, environment.name)  # one that cannot be indexed is refused before hours of drawing
    return chosen


def _members(chosen: Sequence[Environment], plan: DatasetPlan) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {split: [] for split in SPLITS}
    for environment in chosen:
        members[split_of(environment.name, validation=plan.validation, test=plan.test)].append(environment.name)
    if not members["train"] and plan.validation + plan.test < 1:
        raise ConfigError(
            f"none of {len(chosen)} environments falls into train with shares validation = {plan.validation} and "
            f"test = {plan.test}",
            hint="Give more environments, or smaller shares (0 and 0 put all into train).",
        )
    if plan.heldout:
        members["heldout"] = members["train"]
    return members


def _quotas(chosen: Sequence[Environment], members: Mapping[str, Sequence[str]], plan: DatasetPlan) -> list[Quota]:
    """Return the quotas, what is evaluated on first: where splits meet, the row of train gives way."""
    by_name = {environment.name: environment for environment in chosen}
    quotas = []
    for split in ("test", "validation", "heldout", "train"):
        instances = plan.heldout if split == "heldout" else plan.instances
        for name, levels in spread_over_levels(members[split], instances, plan.levels).items():
            quotas += [Quota(by_name[name], split, level, count) for level, count in levels.items()]
    return quotas


def _shuffled(items: Sequence[Item], split: str, seed: int) -> list[Item]:
    return sorted(
        (item for item in items if item.split == split),
        key=lambda item: hashlib.sha256(f"order:{seed}:{item.id}".encode()).digest(),
    )


def _manifest(
    folder: Path,
    entries: Sequence[IndexEntry],
    rows: Mapping[str, Sequence[Item]],
    *,
    members: Mapping[str, Sequence[str]],
    drawn: Drawn,
    plan: DatasetPlan,
    label: Label,
    jail: Jail,
) -> dict[str, Any]:
    files = {split: f"{DATA_FOLDER}/{split}.parquet" for split in rows}
    counts = Counter(item.environment for items in rows.values() for item in items)
    return {
        "format": FORMAT,
        "schema": 1,
        "resyn": version("resyn"),
        "command": label.command,
        "license": label.license,
        "plan": plan.to_json(),
        "isolation": str(jail.isolation),
        "splits": {
            split: {
                "file": files[split],
                "rows": len(items),
                "sha256": file_hash(folder / files[split]),
                "environments": list(members[split]),
            }
            for split, items in rows.items()
        },
        "environments": {
            entry.name: {
                "version": entry.version,
                "behaviour_hash": entry.behaviour_hash,
                "source_hash": entry.source_hash,
                "category": entry.category,
                "rows": counts[entry.name],
            }
            for entry in entries
        },
        "dropped": drawn.dropped,
        "faults": {
            "by_environment": dict(sorted(Counter(fault.environment for fault in drawn.faults).items())),
            "examples": [fault.to_json() for fault in drawn.faults[:_FAULT_EXAMPLES]],
        },
        "shortfalls": [shortfall.to_json() for shortfall in drawn.shortfalls],
    }
