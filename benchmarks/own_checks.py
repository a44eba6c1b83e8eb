r"""What share of the bugs planted in each environment's verifier its own checks find.

    PYTHONPATH=. python benchmarks/own_checks.py --bugs 6 --out own_checks.json

Own checks are what an environment brings along: `verify` accepts what `solve` returns and refuses `wrong_answers`; and
the independent definition in `tests/catalogue/definitions`, asked about the pool of its first level. Bugs are those of
`resyn.audit.mutations` in `verify` and what only it calls, alive on nine instances (another verdict on some answer).
Instances are few (see INSTANCES), so the rates are lower bounds of what the tests find. Rates come with 95 % Wilson
intervals.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from tests.catalogue.definition import read_definition

from resyn.audit.mutations.life import Sound
from resyn.audit.mutations.plant import Mutant, plant
from resyn.audit.mutations.score import own_checks_fail, spread
from resyn.core.environment import Environment, find_environments
from resyn.core.index import catalogue_folder
from resyn.core.records import Outcome
from resyn.core.statistics import wilson_interval
from resyn.gate.evidence import Draw, Evidence, Surroundings
from resyn.gate.setting import Setting
from resyn.sandbox.calls import VerifyJob
from resyn.sandbox.jail import Jail

INSTANCES = 2
BRIEF = Setting("brief", levels=(1, 3, 5), draws_per_level=4, hash_salts=(0,), seconds=300.0)
TRIES = 4


@dataclass(frozen=True)
class Bug:
    operator: str
    line: int
    description: str
    near_misses: bool
    definition: bool


@dataclass(frozen=True)
class Row:
    environment: str
    bugs: tuple[Bug, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bugs", type=int, default=6, help="live bugs in each verifier")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", help="these environments alone")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    environments = [
        environment
        for environment in find_environments([catalogue_folder()])
        if not arguments.only or environment.name in arguments.only
    ]
    with ExitStack() as stack:
        jails = [stack.enter_context(Jail(workers=2 if salt == 0 else 1, hash_seed=salt)) for salt in (0, 1)]

        def one(environment: Environment) -> Row:
            row = Row(environment.name, tuple(measure(environment, jails, arguments.bugs, arguments.seed)))
            print(f"{row.environment}: {sum(map(found, row.bugs))} of {len(row.bugs)}", file=sys.stderr, flush=True)
            return row

        with ThreadPoolExecutor(max_workers=2) as pool:
            rows = list(pool.map(one, environments))
    arguments.out.write_text(json.dumps([asdict(row) for row in rows], indent=1))
    print(summarize(rows))


def measure(environment: Environment, jails: list[Jail], wanted: int, seed: int) -> Iterator[Bug]:
    """Yield live bugs of the verifier with what finds them."""
    sound = Sound(environment, jails)
    definition = read_definition(environment.name)
    setting = Setting("definition", definition.levels[:1], INSTANCES, (0,), 300.0)
    draws = Evidence(environment, Surroundings(jail=jails[0]), setting).draws
    pools = [definition.pool(draw.data, draw.solution) for draw in draws]
    right = [[definition.holds(draw.data, answer) for answer in pool] for draw, pool in zip(draws, pools, strict=True)]
    mutants = [mutant for mutant in plant(environment) if mutant.part == "verify"]
    live = 0
    for mutant in list(spread(mutants, Random(f"{environment.name}:{seed}")))[: TRIES * wanted]:
        if live == wanted:
            return
        if not sound.difference(mutant):
            continue
        live += 1
        evidence = Evidence(mutant.environment, Surroundings(jail=jails[0]), BRIEF)
        told = contradicted(mutant, draws, pools, right, jails[0])
        yield Bug(mutant.operator, mutant.line, mutant.description, own_checks_fail(evidence), told)


def contradicted(
    mutant: Mutant, draws: tuple[Draw, ...], pools: list[list[str]], right: list[list[bool]], jail: Jail
) -> bool:
    """Tell whether the definition disagrees with the mutant's verifier on any answer of the pools."""
    source = mutant.environment.source
    jobs = [VerifyJob(source, draw.instance, tuple(pool)) for draw, pool in zip(draws, pools, strict=True)]
    said = [[outcome is Outcome.CORRECT for outcome in result.outcomes] for result in jail.verify(jobs)]
    return said != right


def found(bug: Bug) -> bool:
    return bug.near_misses or bug.definition


def rate(count: int, total: int) -> str:
    low, high = wilson_interval(count, total)
    return f"{count} of {total} ({low:.0%} to {high:.0%})"


def summarize(rows: list[Row]) -> str:
    bugs = [bug for row in rows for bug in row.bugs]
    lines = [
        f"{len(rows)} environments, {len(bugs)} live bugs in their verifiers.",
        "",
        "| found by | bugs |",
        "|---|--:|",
        f"| `solve` and `wrong_answers` | {rate(sum(bug.near_misses for bug in bugs), len(bugs))} |",
        f"| the independent definition | {rate(sum(bug.definition for bug in bugs), len(bugs))} |",
        f"| either | {rate(sum(map(found, bugs)), len(bugs))} |",
        "",
        "| environment | live bugs | near misses find | definition finds | either |",
        "|---|--:|--:|--:|--:|",
    ]
    for row in sorted(rows, key=lambda row: row.environment):
        near, told = sum(bug.near_misses for bug in row.bugs), sum(bug.definition for bug in row.bugs)
        lines.append(f"| {row.environment} | {len(row.bugs)} | {near} | {told} | {sum(map(found, row.bugs))} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
