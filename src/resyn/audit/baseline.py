"""A baseline: the defects that a project knows of already, so that its CI sees only what is new.

Tasks that cannot be audited stand there too, as if `not_audited` were a rule that found them.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from resyn.audit.defect import TaskReport
from resyn.core.errors import ConfigError
from resyn.core.files import write_whole

SCHEMA: Final = 1
NOT_AUDITED: Final = "not_audited"


def write_baseline(path: Path, reports: Sequence[TaskReport]) -> int:
    """Write which rule found something in which task, and return how many such pairs there are."""
    found = {(report.task, defect.rule) for report in reports for defect in report.defects}
    known = sorted(found | {(report.task, NOT_AUDITED) for report in reports if report.not_audited})
    entries = [{"task": task, "rule": rule} for task, rule in known]
    text = json.dumps({"schema": SCHEMA, "known": entries}, indent=1, ensure_ascii=False)
    write_whole(path, text + "\n")
    return len(known)


def read_baseline(path: Path) -> frozenset[tuple[str, str]]:
    """Return the (task, rule) pairs of a baseline; raises ConfigError where the file is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["schema"] != SCHEMA:
            raise ValueError(f"schema {data['schema']} is not {SCHEMA}")
        return frozenset((str(entry["task"]), str(entry["rule"])) for entry in data["known"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path} is no baseline: {error}", hint="Write one with --write-baseline.") from None


def without_known(reports: Sequence[TaskReport], known: frozenset[tuple[str, str]]) -> list[TaskReport]:
    """Return the reports without the defects of a baseline, and without what it knows that could not be audited."""
    return [
        replace(
            report,
            defects=tuple(defect for defect in report.defects if (report.task, defect.rule) not in known),
            unknown={} if (report.task, NOT_AUDITED) in known else report.unknown,
        )
        for report in reports
    ]
