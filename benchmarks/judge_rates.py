r"""How well rules, judges and blind solver tell sound environments from unsound ones: catch rates and false alarms.

    python benchmarks/judge_rates.py --model local --environments 2 --bugs 1 --out rates.json
    python benchmarks/judge_rates.py --model NAME --endpoint http://localhost:8000/v1 --concurrency 64 \
        --environments 40 --bugs 3 --corpus replies.jsonl --votes 3 --out rates.json

Three sorts of subjects: shipped environments (sound), the same with one planted bug that shows in behaviour
(`resyn.audit.mutations`), and replies of a real author (a JSON-lines file of `{"i", "reply", "defect"}`; those whose
defect is to copy a known environment are left out, since only a comparison can tell). Every gate sees every subject:
the rules at the quick setting, each judge with 1 to `--votes` votes of which none may reject, the blind solver, and all
of them together as in a run. Where the rules stop a subject, the judges are not told what the rules found.

Rates come with 95 % Wilson intervals. Bugs of one environment resemble each other, so the true uncertainty is somewhat
larger. Model calls are recorded beside the output, so an interrupted measurement goes on where it was.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from resyn.audit.mutations.life import Sound
from resyn.audit.mutations.plant import plant
from resyn.core.environment import Environment, find_environments
from resyn.core.index import catalogue_folder
from resyn.core.progress import Silent
from resyn.core.statistics import wilson_interval
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.setting import QUICK
from resyn.judge.exhibit import Exhibit, draw_exhibit
from resyn.judge.judges import JUDGED_LEVELS, JUDGES, JudgePlan, cast_vote
from resyn.judge.trial import Jails, TrialPlan, try_environment
from resyn.llm.choose import open_model
from resyn.llm.extract import extract_source
from resyn.llm.model import Model
from resyn.llm.recording import JsonLinesLog, RecordedModel
from resyn.pipeline.bench import LocalBench
from resyn.pipeline.reviews import describe_evidence, perturb
from resyn.sandbox.jail import Jail

SORTS = ("sound", "planted", "reply")
TRIED_PER_BUG = 6
COMPLETION = '\n\ndef wrong_answers(instance):\n    return ["no answer", "0 0 0 0", "-1"]\n'
"""The corpus is older than the fifth function of the contract, which no reply of it could know of."""


@dataclass(frozen=True)
class Subject:
    sort: str
    environment: Environment
    label: str = ""
    original: str = ""


@dataclass(frozen=True)
class Opinion:
    """What one gate says: `stops`, and `unsure` where it says so because it could not tell."""

    stops: bool
    unsure: bool = False


@dataclass(frozen=True)
class Judged:
    subject: Subject
    rules: tuple[str, ...]
    opinions: dict[str, Opinion] = field(default_factory=dict)


def main() -> int:
    arguments = read_arguments()
    model = RecordedModel(
        open_model(
            arguments.model,
            endpoint=arguments.endpoint,
            key_variable=arguments.key_variable,
            concurrency=arguments.concurrency,
            progress=Silent(),
        ),
        JsonLinesLog(arguments.out.with_suffix(".calls.jsonl")),
    )
    with (
        Jail() as jail,
        Jail() as solver_jail,
        Jail(workers=1, hash_seed=1) as salted,
        ThreadPoolExecutor(arguments.concurrency) as pool,
    ):
        catalogue = list(find_environments([catalogue_folder()]))
        subjects = list(choose_subjects(arguments, catalogue, (jail, salted)))
        around = Surroundings(jail=jail, salted=(salted,), library=Library(catalogue))
        bench = LocalBench(around, QUICK, solver_jail=solver_jail)
        rows = []
        for row in pool.map(lambda subject: judge(subject, model, bench, arguments), subjects):
            rows.append(row)
            stops = ", ".join(name for name, opinion in row.opinions.items() if opinion.stops)
            say(f"{len(rows)} of {len(subjects)} {row.subject.sort} {row.subject.environment.name}: {stops or '-'}")
    report = summarise(model.name, rows, arguments)
    arguments.out.write_text(json.dumps(report, indent=1))
    table = as_markdown(report)
    arguments.out.with_suffix(".md").write_text(table)
    print(table)
    return 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", default="local")
    parser.add_argument("--endpoint")
    parser.add_argument("--key-variable")
    parser.add_argument("--concurrency", type=int, default=1)
    parser.add_argument("--environments", type=int, default=24, help="shipped environments, spread over all")
    parser.add_argument("--bugs", type=int, default=2, help="planted bugs for each of them")
    parser.add_argument("--corpus", type=Path, help="JSON-lines file of replies")
    parser.add_argument("--replies", type=int, help="only the first so many of them")
    parser.add_argument("--votes", type=int, default=3)
    parser.add_argument("--attempts", type=int, default=TrialPlan().attempts, help="of the blind solver")
    parser.add_argument("--seed", type=int, default=0, help="another seed plants other bugs")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def choose_subjects(
    arguments: argparse.Namespace, catalogue: Sequence[Environment], jails: Sequence[Jail]
) -> Iterator[Subject]:
    count = min(arguments.environments, len(catalogue))
    chosen = [catalogue[i * len(catalogue) // count] for i in range(count)]
    for environment in chosen:
        yield Subject("sound", environment, original=environment.name)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda environment: plant_bugs(environment, arguments, jails), chosen):
            yield from found
    if arguments.corpus:
        yield from read_replies(arguments.corpus, arguments.replies)


def plant_bugs(environment: Environment, arguments: argparse.Namespace, jails: Sequence[Jail]) -> list[Subject]:
    """Return live mutants, each of another operator."""
    mutants = list(plant(environment))
    Random(f"{arguments.seed}:{environment.name}").shuffle(mutants)
    sound = Sound(environment, jails)
    found: dict[str, Subject] = {}
    for mutant in mutants[: TRIED_PER_BUG * arguments.bugs]:
        if len(found) == arguments.bugs:
            break
        if mutant.operator not in found and sound.difference(mutant):
            label = f"{mutant.operator}:{mutant.line}"
            found[mutant.operator] = Subject("planted", mutant.environment, label, environment.name)
    return list(found.values())


def read_replies(path: Path, most: int | None) -> Iterator[Subject]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for row in rows[:most]:
        if "cop" in (row.get("defect") or ""):
            continue
        source = extract_source(row["reply"]).source
        if not source.lstrip().startswith(('"""', "'''")):
            source = f'"""Ask for something by its rules."""\n{source}'
        label = str(row.get("first_check_failed") or row.get("defect"))
        completion = "" if "def wrong_answers" in source else COMPLETION
        yield Subject("reply", Environment(f"reply_{row['i']}", source + completion), label)


def judge(subject: Subject, model: Model, bench: LocalBench, arguments: argparse.Namespace) -> Judged:
    others = [known for known in bench.surroundings.library.environments if known.name != subject.original]
    around = Surroundings(bench.jail, bench.surroundings.salted, Library(others))
    report = bench.check(subject.environment, within=around)
    opinions = {"rules": Opinion(not report.passed)}
    evidence = describe_evidence(report.to_json()) if report.passed else ""
    exhibit = draw_exhibit(subject.environment, bench.jail, levels=JUDGED_LEVELS, evidence=evidence)
    opinions |= ask_judges(exhibit, model, arguments)
    apart = Jails(bench.jail, bench.solver_jail)
    found = try_environment(
        subject.environment, model, apart, perturb=perturb, plan=TrialPlan(attempts=arguments.attempts)
    )
    opinions["blind solver"] = Opinion(found.status == "disagrees", found.status == "unproven")
    opinions["blind solver, required"] = Opinion(found.status != "agrees", found.status == "unproven")
    gates = ("rules", *(judge.name for judge in JUDGES), "blind solver")
    opinions["all together, one vote"] = Opinion(any(opinions[name].stops for name in gates))
    return Judged(subject, tuple(dict.fromkeys(finding.rule for finding in report.findings)), opinions)


def ask_judges(exhibit: Exhibit, model: Model, arguments: argparse.Namespace) -> dict[str, Opinion]:
    opinions: dict[str, Opinion] = {}
    for each in JUDGES:
        votes = [cast_vote(each, exhibit, model, vote=vote, plan=JudgePlan()) for vote in range(arguments.votes)]
        for count in range(1, arguments.votes + 1):
            name = each.name if count == 1 else f"{each.name}, {count} votes"
            refused = [vote for vote in votes[:count] if not vote.accept]
            opinions[name] = Opinion(bool(refused), bool(refused) and all(vote.fault for vote in refused))
    return opinions


def summarise(model: str, rows: Sequence[Judged], arguments: argparse.Namespace) -> dict[str, Any]:
    names = list(rows[0].opinions)
    past_rules = [row for row in rows if not row.opinions["rules"].stops]
    asked = {
        key: str(value) for key, value in vars(arguments).items() if key not in ("out", "endpoint", "key_variable")
    }
    return {
        "model": model,
        "settings": asked,
        "subjects": {sort: sum(row.subject.sort == sort for row in rows) for sort in SORTS},
        "stops": {name: rates(rows, name) for name in names},
        "stops_of_what_passes_the_rules": {name: rates(past_rules, name) for name in names if name != "rules"},
        "rows": [
            {
                "sort": row.subject.sort,
                "environment": row.subject.environment.name,
                "label": row.subject.label,
                "rules": row.rules,
                "opinions": {name: asdict(opinion) for name, opinion in row.opinions.items()},
            }
            for row in rows
        ],
    }


def rates(rows: Sequence[Judged], name: str) -> dict[str, Any]:
    found = {}
    for sort in SORTS:
        opinions = [row.opinions[name] for row in rows if row.subject.sort == sort]
        if opinions:
            stopped = sum(opinion.stops for opinion in opinions)
            low, high = wilson_interval(stopped, len(opinions))
            found[sort] = {
                "stopped": stopped,
                "of": len(opinions),
                "low": round(low, 4),
                "high": round(high, 4),
                "unsure": sum(opinion.unsure for opinion in opinions),
            }
    return found


def as_markdown(report: dict[str, Any]) -> str:
    titles = {"sound": "sound: false alarms", "planted": "planted bugs: caught", "reply": "author's replies: caught"}
    lines = [f"Model of judges and solver: {report['model']}.", ""]
    for part, heading in (
        ("stops", "All subjects"),
        ("stops_of_what_passes_the_rules", "Of these, the subjects that pass the rules"),
    ):
        sorts = [sort for sort in SORTS if any(sort in row for row in report[part].values())]
        lines += [f"{heading}:", "", "| gate | " + " | ".join(titles[sort] for sort in sorts) + " |"]
        lines.append("|---|" + "--:|" * len(sorts))
        lines += [
            f"| {name} | " + " | ".join(cell(row.get(sort)) for sort in sorts) + " |"
            for name, row in report[part].items()
        ]
        lines.append("")
    return "\n".join(lines)


def cell(rate: dict[str, Any] | None) -> str:
    if rate is None:
        return ""
    unsure = f", {rate['unsure']} unsure" if rate["unsure"] else ""
    share = 100 * rate["stopped"] / rate["of"]
    bounds = f"{100 * rate['low']:.0f} to {100 * rate['high']:.0f}"
    return f"{rate['stopped']} of {rate['of']}: {share:.0f} % ({bounds}){unsure}"


def say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
