"""Figures of a run's page: tiles, bars and the cells of its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from resyn.core.records import Usage
from resyn.core.statistics import wilson_interval
from resyn.report.entry import Entry
from resyn.report.funnel import RuleCount, Stage
from resyn.report.read import CALLERS
from resyn.report.show import dollars
from resyn.report.snapshot import ModelUse


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure at the top of a page."""

    value: str
    label: str


def run_tiles(
    entries: Sequence[Entry], accepted: int, uses: Sequence[ModelUse], diversity: Mapping[str, Any] | None
) -> list[Tile]:
    """Return the figures at the top of a run's page."""
    calibrated = [entry.calibration for entry in entries if entry.calibration]
    learnable = sum(calibration["verdict"] == "learnable" for calibration in calibrated)
    tiles = [Tile(f"{len(entries):,}", "candidates")]
    if any(entry.status != "under way" for entry in entries):
        low, high = wilson_interval(accepted, len(entries))
        tiles.append(Tile(f"{accepted:,}", f"accepted ({accepted / len(entries):.1%}; 95% {low:.1%} to {high:.1%})"))
    if calibrated:
        tiles.append(Tile(f"{learnable:,}", f"learnable of {len(calibrated):,} calibrated"))
    if uses:
        tiles.append(Tile(f"{sum(use.calls for use in uses):,}", "model calls"))
        tiles.append(Tile(_short(sum(use.usage.output_tokens for use in uses)), "tokens written by models"))
    if diversity:
        tiles.append(Tile(diversity["effective"], f"effective environments of {diversity['texts']}"))
    return tiles


def stage_bars(stages: Sequence[Stage], candidates: int) -> list[dict[str, Any]]:
    """Return a bar for each stage, as shares of all candidates."""
    whole = max(1, candidates)
    return [
        {
            "name": stage.name,
            "code": False,
            "on": f"{100 * (stage.reached - stage.stopped) / whole:.2f}",
            "off": f"{100 * stage.stopped / whole:.2f}",
            "said": f"{stage.reached:,} reached, {stage.stopped:,} stopped",
        }
        for stage in stages
    ]


def rule_bars(rules: Sequence[RuleCount]) -> list[dict[str, Any]]:
    """Return a bar for each rule, as shares of the busiest one."""
    whole = max((max(rule.at_first, rule.for_good) for rule in rules), default=1)
    return [
        {
            "name": rule.rule,
            "code": True,
            "on": f"{100 * rule.for_good / whole:.2f}",
            "off": f"{100 * max(0, rule.at_first - rule.for_good) / whole:.2f}",
            "said": f"{rule.for_good:,} for good" + (f", {rule.at_first:,} at first" if rule.at_first else ""),
        }
        for rule in rules
    ]


def model_rows(uses: Sequence[ModelUse]) -> list[tuple[str, ...]]:
    """Return a row of cells for each model."""
    return [
        (
            use.model,
            f"{use.calls:,}",
            f"{use.truncated:,}",
            *_used(use.usage),
        )
        for use in uses
    ]


def caller_rows(entries: Sequence[Entry]) -> list[tuple[str, ...]]:
    """Return a row of cells for each stage that asked a model, as far as the candidates' steps tell."""
    rows = []
    for stage in CALLERS.values():
        spent = [entry.spent[stage] for entry in entries if stage in entry.spent]
        usage = sum((used for _, used in spent), start=Usage())
        calls = sum(count for count, _ in spent)
        if calls:
            rows.append((stage, f"{calls:,}", *_used(usage)))
    return rows


def _used(usage: Usage) -> tuple[str, ...]:
    return f"{usage.input_tokens:,}", f"{usage.output_tokens:,}", f"{usage.seconds:,.0f}", dollars(usage.cost)


def cost_lead(uses: Sequence[ModelUse], accepted: int) -> str:
    """Say in words what the run used."""
    tokens = sum(use.usage.output_tokens for use in uses)
    costs = [use.usage.cost for use in uses]
    known = [cost for cost in costs if cost is not None]
    whole = sum(known)
    each = f", {_short(round(tokens / accepted))} for each accepted environment" if accepted else ""
    if not whole:
        money = "No price is known"
    elif len(known) < len(costs):
        money = f"Calls with a known price cost {dollars(whole)}"
    else:
        share = f", {dollars(whole / accepted)} for each accepted one" if accepted else ""
        money = f"They cost {dollars(whole)}{share}"
    return (
        f"Models wrote {_short(tokens)} tokens{each}. {money}. A call that is found in the store again is counted once."
    )


def _short(count: int) -> str:
    for size, unit in ((10**9, "B"), (10**6, "M"), (10**4, "K")):
        if count >= size:
            return f"{count / (1000 if unit == 'K' else size):,.1f}{unit}"
    return f"{count:,}"
