r"""How many environments an author's model gets right, by way of asking: with a plan or without, examples, temperature.

    python benchmarks/author_yield.py --model local --keywords 10 --variant plan:1:0.8 --variant direct:1:0.8 \
        --out yield.json
    python benchmarks/author_yield.py --model NAME --endpoint http://localhost:8000/v1 --concurrency 64 --keywords 50 \
        --proposals 8 --rounds 2 --variant plan:1:0.8 --variant direct:2:0.8 --out yield.json

A variant is `plan|direct`:examples:temperature. Each candidate is counted at the furthest mark it reached: file (the
reply holds one), parses, contract (all five functions), runs (every call returns a value of its type), solved (verify
accepts solve), refuses (verify refuses every wrong answer), passed (no rule of the gate found anything). Calls are
recorded beside the output, so an interrupted measurement goes on where it was.
"""

import argparse
import ast
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from resyn.core.contract import FUNCTIONS, instance_seed
from resyn.core.environment import Environment, find_environments, parse_source
from resyn.core.errors import ResynError
from resyn.core.index import catalogue_folder
from resyn.core.progress import Silent
from resyn.core.records import Finding, Outcome, Usage
from resyn.gate.check import check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.setting import QUICK
from resyn.llm.choose import open_model
from resyn.llm.model import Model
from resyn.llm.recording import JsonLinesLog, RecordedModel
from resyn.propose.author import Author, Draft, Style
from resyn.propose.choice import shipped_examples
from resyn.propose.keywords import read_keywords, shipped_keywords
from resyn.sandbox.calls import Call, Status, VerifyJob
from resyn.sandbox.jail import Jail

MARKS = ("nothing", "file", "parses", "contract", "runs", "solved", "refuses", "passed")
TYPES = {"generate": dict, "observe": str, "solve": str, "wrong_answers": list}


@dataclass(frozen=True)
class Candidate:
    variant: str
    keyword: str
    number: int
    name: str
    mark: str
    mended: int
    rules: tuple[str, ...]
    usage: Usage
    source: str


def main() -> int:
    arguments = read_arguments()
    keywords = choose_keywords(arguments)
    log = JsonLinesLog(arguments.out.with_suffix(".calls.jsonl"))
    model = RecordedModel(
        open_model(
            arguments.model,
            endpoint=arguments.endpoint,
            key_variable=arguments.key_variable,
            concurrency=arguments.concurrency,
            progress=Silent(),
        ),
        log,
    )
    shown = shipped_examples()
    library = Library(environments=(*find_environments([catalogue_folder()]), *shown))
    with Jail() as jail, Jail(hash_seed=1) as salted:
        surroundings = Surroundings(jail=jail, salted=(salted,), library=library)
        rows: list[Candidate] = []
        for variant in arguments.variant:
            begun = time.monotonic()
            rows += measure(variant, keywords, arguments, model, surroundings)
            print(f"{variant}: {time.monotonic() - begun:.0f} s", file=sys.stderr)
            arguments.out.write_text(json.dumps(report(model.name, rows), indent=1, ensure_ascii=True))
    print_table(report(model.name, rows))
    return 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", default="local")
    parser.add_argument("--endpoint")
    parser.add_argument("--key-variable")
    parser.add_argument("--concurrency", type=int, default=1)
    parser.add_argument("--keywords", default="10", help="how many of the shipped topics, or a file of keywords")
    parser.add_argument("--proposals", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=0, help="times that a refused file goes back with its findings")
    parser.add_argument("--max-tokens", type=int, default=2500)
    parser.add_argument("--variant", action="append", required=True, help="plan|direct:EXAMPLES:TEMPERATURE")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def choose_keywords(arguments: argparse.Namespace) -> list[str]:
    if not arguments.keywords.isdigit():
        return list(read_keywords(Path(arguments.keywords)))
    topics = shipped_keywords()
    count = min(int(arguments.keywords), len(topics))
    return [topics[i * len(topics) // count] for i in range(count)]  # spread over all groups of topics


def measure(
    variant: str, keywords: Sequence[str], arguments: argparse.Namespace, model: Model, surroundings: Surroundings
) -> list[Candidate]:
    """Write and judge all candidates of a variant; proposals of one keyword one after the other, as a run does."""
    way, examples, temperature = variant.split(":")
    style = Style(
        plan_first=way == "plan",
        examples=int(examples),
        temperature=float(temperature),
        max_tokens=arguments.max_tokens,
    )
    author = Author(model, style=style)

    def one(keyword: str) -> list[Candidate]:
        titles: list[str] = []
        found = []
        for number in range(arguments.proposals):
            plan = author.plan(keyword, number, titles)
            titles.append(plan.title)
            draft = author.write(keyword, number, plan.text)
            usage = plan.usage + draft.usage
            mark, findings = judge(draft, surroundings)
            mended = 0
            while mark != "passed" and mended < arguments.rounds:
                draft = author.mend(keyword, number, {**asdict(draft), "mended": mended}, findings)
                usage, mended = usage + draft.usage, mended + 1
                mark, findings = judge(draft, surroundings)
            rules = tuple(dict.fromkeys(finding.rule for finding in findings))
            found.append(Candidate(variant, keyword, number, draft.name, mark, mended, rules, usage, draft.source))
            print(f"{variant} {keyword} #{number + 1}: {mark} {' '.join(rules)}", file=sys.stderr, flush=True)
        return found

    with ThreadPoolExecutor(arguments.concurrency) as pool:
        return [candidate for found in pool.map(one, keywords) for candidate in found]


def judge(draft: Draft, surroundings: Surroundings) -> tuple[str, Sequence[Finding]]:
    if not draft.source:
        return "nothing", [Finding("no_file", draft.reason)]
    try:
        findings = check_environment(Environment(draft.name, draft.source), surroundings, setting=QUICK).findings
    except ResynError as error:
        findings = (Finding("not_checked", str(error)),)
    return ("passed" if not findings else furthest(draft.source, surroundings.jail)), findings


def furthest(source: str, jail: Jail) -> str:
    """Return the last mark that a file reaches on a dozen instances."""
    try:
        tree = parse_source(source)
    except SyntaxError:
        return "file"
    if not FUNCTIONS.keys() <= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
        return "parses"
    levels = [(level, seed) for level in (1, 2, 3, 5) for seed in range(3)]
    drawn = jail.call(
        source,
        [
            Call("generate", level, instance_seed("yield", split="yield", level=level, seed=0, index=i))
            for level, i in levels
        ],
    )
    if not all(is_right("generate", reply) for reply in drawn):
        return "contract"
    replies = {
        name: jail.call(source, [Call(name, instance=reply.text) for reply in drawn])
        for name in ("observe", "solve", "wrong_answers")
    }
    if not all(is_right(name, reply) for name, found in replies.items() for reply in found):
        return "contract"
    solved = [(reply.value,) for reply in replies["solve"]]
    if any(outcome is not Outcome.CORRECT for outcome in verify(source, drawn, solved, jail)):
        return "runs"
    wrong = [tuple(answer for answer in reply.value if isinstance(answer, str)) for reply in replies["wrong_answers"]]
    refused = verify(source, drawn, wrong, jail)
    return "refuses" if all(outcome is Outcome.WRONG for outcome in refused) and all(wrong) else "solved"


def is_right(function: str, reply: Any) -> bool:
    return reply.status is Status.OK and isinstance(reply.value, TYPES[function])


def verify(source: str, drawn: Sequence[Any], answers: Sequence[tuple[str, ...]], jail: Jail) -> list[Outcome]:
    jobs = [VerifyJob(source, reply.text, given) for reply, given in zip(drawn, answers, strict=True)]
    return [outcome for result in jail.verify(jobs) for outcome in result.outcomes]


def report(model: str, rows: Sequence[Candidate]) -> dict[str, Any]:
    variants = {}
    for variant in dict.fromkeys(row.variant for row in rows):
        own = [row for row in rows if row.variant == variant]
        usage = sum((row.usage for row in own), Usage())
        variants[variant] = {
            "candidates": len(own),
            "reached": {mark: sum(MARKS.index(row.mark) >= MARKS.index(mark) for row in own) for mark in MARKS[1:]},
            "passed_interval": wilson(sum(row.mark == "passed" for row in own), len(own)),
            "rules": dict(Counter(rule for row in own for rule in row.rules).most_common()),
            "input_tokens": usage.input_tokens,
            "output_tokens": usage.output_tokens,
            "seconds": round(usage.seconds, 1),
            "cost": usage.cost,
        }
    return {"model": model, "variants": variants, "candidates": [asdict(row) for row in rows]}


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95% score interval of a share."""
    z = 1.96
    middle, spread = hits + z * z / 2, z * math.sqrt(hits * (of - hits) / of + z * z / 4)
    return round((middle - spread) / (of + z * z), 3), round((middle + spread) / (of + z * z), 3)


def print_table(data: dict[str, Any]) -> None:
    print(f"{'variant':16}{'n':>5}" + "".join(f"{mark:>10}" for mark in MARKS[1:]) + f"{'out tokens':>12}")
    for variant, row in data["variants"].items():
        counts = "".join(f"{row['reached'][mark]:>10}" for mark in MARKS[1:])
        print(f"{variant:16}{row['candidates']:>5}{counts}{row['output_tokens']:>12}")


if __name__ == "__main__":
    sys.exit(main())
