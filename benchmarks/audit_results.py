"""Turn what `resyn audit CORPUS --json` or `resyn audit --mutate --json` printed into the tables of docs/results.

    python benchmarks/audit_results.py audit.json > tables.md

Of a corpus, rules that find most tasks are given as lists of names; every other finding is a row with a case that
repeats it. Of planted bugs, the rules' own fixtures are counted too, which the tests hold them to: some rules speak of
what no operator plants.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from resyn.core.statistics import wilson_interval

LISTED = ("overlapping_seeds", "rejects_whitespace")
NOT_PLANTED = ("duplicate", "leaks_benchmark", "syntax_error")
"""Rules for whose defect there is no operator."""
FIXTURES = Path(__file__).parents[1] / "tests" / "gate" / "fixtures"
SHOWN = 150


def main() -> None:
    data = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if "operators" in data:
        show_mutations(data)
    else:
        show_corpus(data)


def show_mutations(data: dict[str, Any]) -> None:
    names = ", ".join(score["environment"] for score in data["scores"])
    planted = sum(score["planted"] for score in data["scores"])
    print(
        f"{len(data['scores'])} environments, {planted:,} places for a bug; {data['live']} live bugs planted, "
        f"{data['equivalent']} more that changed nothing that was seen. Found: {_rate(data['killed'])}. "
        f"Sound environments stopped by any rule: {_rate(data['alarms'])}.\n"
    )
    print("| rule | bugs found | found by no other | sound environments stopped | fixtures caught, passed |")
    print("|---|--:|--:|--:|--:|")
    for name, rule in sorted(data["rules"].items(), key=lambda row: -row[1]["kills"]["successes"]):
        bad, good = (len(list((FIXTURES / name).glob(f"{kind}_*.py"))) for kind in ("bad", "good"))
        kills = "no such bug is planted" if name in NOT_PLANTED else _rate(rule["kills"])
        print(f"| `{name}` | {kills} | {rule['alone']} | {_rate(rule['alarms'])} | {bad}, {good} |")
    print("\n| class of bug | live | found by the rules | by the environment's own checks | which rules, how often |")
    print("|---|--:|--:|--:|---|")
    for name, rates in data["operators"].items():
        found = Counter(
            rule
            for score in data["scores"]
            for trial in score["trials"]
            if trial["operator"] == name
            for rule in trial["rules"]
        )
        which = ", ".join(f"`{rule}` {times}" for rule, times in found.most_common())
        print(f"| `{name}` | {rates['rules']['trials']} | {_rate(rates['rules'])} | {_rate(rates['own'])} | {which} |")
    own = [rates["own"] for rates in data["environments"].values()]
    rules = [rates["rules"] for rates in data["environments"].values()]
    print(f"\nBugs in verify alone: own checks find {_rate(_sum(own))}, all rules {_rate(_sum(rules))}.")
    print("\nBugs that no rule found:\n")
    print("| environment | class | line | what was planted | what shows it |\n|---|---|--:|---|---|")
    for score in data["scores"]:
        for trial in score["trials"]:
            if not trial["rules"]:
                print(
                    f"| {score['environment']} | `{trial['operator']}` | {trial['line']} | "
                    f"{_cell(trial['description'])} | {_cell(trial['difference'])} |"
                )
    print(f"\nEnvironments: {names}.")


def _sum(rates: list[dict[str, Any]]) -> dict[str, Any]:
    successes, trials = sum(rate["successes"] for rate in rates), sum(rate["trials"] for rate in rates)
    low, high = wilson_interval(successes, trials)
    return {"successes": successes, "trials": trials, "low": low, "high": high}


def _rate(rate: dict[str, Any]) -> str:
    if not rate["trials"]:
        return "-"
    return f"{rate['successes']} of {rate['trials']} ({rate['low']:.0%} to {rate['high']:.0%})"


def show_corpus(audit: dict[str, Any]) -> None:
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
    for name, reason in summary["not_audited"].items():
        print(f"\n{name}: not audited: {reason}")


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
