"""Turn what `resyn audit CORPUS --json` printed into the tables of docs/results.

    python benchmarks/audit_results.py audit.json > tables.md

Rules that find most tasks are given as lists of names; every other finding is a row with a case that repeats it.
"""

import json
import sys
from pathlib import Path
from typing import Any

LISTED = ("overlapping_seeds", "rejects_whitespace")
SHOWN = 150


def main() -> None:
    audit = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    summary, tasks = audit["summary"], audit["tasks"]
    print(f"{summary['tasks']} tasks, {summary['with_defects']} with defects, {summary['answers']:,} answers scored.\n")
    print("| rule | tasks | of those it applies to |\n|---|--:|--:|")
    for rule in summary["rules"]:
        print(f"| `{rule['rule']}` | {rule['tasks']} | {rule['asked']} |")
    for name in LISTED:
        found = [task["task"] for task in tasks if any(defect["rule"] == name for defect in task["defects"])]
        rest = [task["task"] for task in tasks if name in task["rules"] and task["task"] not in found]
        print(f"\n`{name}` finds {len(found)} tasks. It finds nothing in {len(rest)}: {', '.join(rest) or 'none'}.")
    print("\n| task | rule | what was found | answer that shows it (seed:index) |\n|---|---|---|---|")
    for task in tasks:
        for defect in task["defects"]:
            if defect["rule"] not in LISTED:
                print(f"| {task['task']} | `{defect['rule']}` | {_cell(defect['message'])} | {_case(defect)} |")
    skipped = {
        task["task"]: task["skipped"] for task in tasks if set(task["skipped"].values()) - {"no reference answers"}
    }
    for name, reasons in skipped.items():
        print(f"\n{name}: not run: {json.dumps(reasons)}")


def _case(defect: dict[str, Any]) -> str:
    witness = defect["witness"]
    place = f"{witness.get('seed', 0)}:{witness.get('index', 0)}"
    if "level" in witness:
        place += f" at level {witness['level']}"
    if "answer" not in witness:
        return f"{_cell(witness['happened'])} ({place})"
    answer = witness["answer"]
    return f"{_code(json.dumps(answer)) if len(answer) <= SHOWN else _cell(witness['happened'])} ({place})"


def _cell(text: str) -> str:
    short = text if len(text) <= SHOWN else text[:SHOWN] + "..."
    return " ".join(short.split()).replace("|", "\\|").replace("<", "&lt;")


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|").replace("`", "'") + "`"


if __name__ == "__main__":
    main()
