"""How many candidates came how far, and what stopped the others: counted from entries, so that a page adds up."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from resyn.report.entry import Entry, Version


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the funnel: how many candidates reached it, and how many of them it stopped."""

    name: str
    reached: int
    stopped: int


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many candidates a rule, judge or solver stopped with their first version, and how many for good."""

    rule: str
    at_first: int
    for_good: int


_STAGES: Final = ("writing", "rules", "judges", "blind solver", "calibration", "admission")


def measure_stages(entries: Sequence[Entry]) -> list[Stage]:
    """Return the stages that the last version of any candidate reached, in order.

    What reached one and was not stopped there went on, or waits.
    """
    stopped = Counter(entry.end for entry in entries if entry.status == "rejected")
    reached: dict[str, Callable[[Entry], bool]] = {
        "writing": lambda entry: bool(entry.versions),
        "rules": lambda entry: entry.last.checked and entry.end != "writing",
        "judges": lambda entry: bool(entry.last.verdicts),
        "blind solver": lambda entry: entry.last.solver is not None,
        "calibration": lambda entry: entry.calibration is not None,
        "admission": lambda entry: entry.status == "accepted" or entry.end in ("passed", "admission"),
    }
    counts = [Stage(name, sum(map(reached[name], entries)), stopped[name]) for name in _STAGES]
    return [stage for stage in counts if stage.reached]


def count_rules(entries: Sequence[Entry]) -> list[RuleCount]:
    """Return the rules and later stages by how many candidates they stopped; a candidate may count under several."""
    first: Counter[str] = Counter()
    for entry in entries:
        checked = [version for version in entry.versions if version.checked]
        if checked:
            first.update(_against(checked[0]))
    final = Counter(reason for entry in entries if entry.status == "rejected" for reason in set(entry.reasons))
    names = sorted(first | final, key=lambda name: (-final[name], -first[name], name))
    return [RuleCount(name, first[name], final[name]) for name in names]


def _against(version: Version) -> set[str]:
    """Return the rules, judges and solver that stopped a version."""
    rules = {finding["rule"] for finding in version.findings}
    judges = {verdict["judge"] for verdict in version.verdicts if not verdict["accept"]}
    return rules | judges | {finding["rule"] for finding in (version.solver or {}).get("findings", ())}
