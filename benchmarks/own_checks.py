r"""What share of the bugs planted in each environment's verifier its own checks find.

    PYTHONPATH=. python benchmarks/own_checks.py --bugs 5 --out own_checks.json --markdown docs/results/catalogue.md

Own checks are what an environment brings along: `verify` accepts what `solve` returns and refuses `wrong_answers`; and
what `tests/catalogue/test_definitions.py` asks: the independent definition's verdicts on its candidates and on the
families of answers that every environment is asked, no fault, and an instance left as it is. Bugs are
those of `resyn.audit.mutations` in `verify` and what only it calls, alive on nine instances (another verdict on some
answer). Instances and answers are fewer than in the tests (see INSTANCES and ASKED), so the rates are lower bounds of
what the tests find. Rates come with 95 % Wilson intervals.

With --out in place, finished environments are not measured again: remove their rows, or the file, to start afresh.
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

from tests.catalogue.definition import Definition, contradictions, read_definition

from resyn.audit.mutations.life import Sound
from resyn.audit.mutations.plant import plant
from resyn.audit.mutations.score import own_checks_fail, spread
from resyn.core.environment import Environment, find_environments
from resyn.core.index import catalogue_folder
from resyn.core.statistics import wilson_interval
from resyn.gate.evidence import Draw, Evidence, Surroundings
from resyn.gate.setting import Setting
from resyn.sandbox.jail import Jail

INSTANCES = 2
"""Instances of each level of a definition; the tests draw six."""
ASKED = 2_000
"""Wrong candidates of an instance that are asked, evenly spaced; the tests ask all."""
BRIEF = Setting("brief", levels=(1, 3, 5), draws_per_level=4, hash_salts=(0,), seconds=300.0)
TRIES = 4
MARKS = ("<!-- own checks: written by benchmarks/own_checks.py -->", "<!-- end of own checks -->")
BAR, BAR_OVERALL = 0.6, 0.8
"""Least share of its bugs that each environment's own checks find, and that all together find."""


@dataclass(frozen=True)
class Bug:
    operator: str
    line: int
    description: str
    difference: str
    near_misses: bool
    definition: bool


@dataclass(frozen=True)
class Row:
    environment: str
    bugs: tuple[Bug, ...]


class OwnChecks:
    """The tests of one environment, as they would judge a changed file in its place."""

    def __init__(self, environment: Environment, jail: Jail) -> None:
        self._jail = jail
        self._kind = environment.meta["answer"]
        self._definition: Definition = read_definition(environment.name)
        self._verdicts: dict[tuple[str, str, tuple[str, ...]], dict[str, bool]] = {}
        self.definition_fails(environment)  # a sound environment's verdicts must be told without an exception

    def near_misses_fail(self, environment: Environment) -> bool:
        """Tell whether verify refuses a solution, or does not refuse one of `wrong_answers`."""
        return own_checks_fail(Evidence(environment, Surroundings(jail=self._jail), BRIEF))

    def definition_fails(self, environment: Environment) -> bool:
        """Tell whether the test of the definition fails on the environment's own draws."""
        setting = Setting("definition", self._definition.asked_levels, INSTANCES, (0,), 300.0)
        draws = Evidence(environment, Surroundings(jail=self._jail), setting).draws
        return any(
            not draw.complete or contradictions(environment, draw, self._told(draw), self._jail) != [] for draw in draws
        )

    def _told(self, draw: Draw) -> dict[str, bool]:
        key = (draw.instance, draw.solution, draw.wrong_answers)
        if key not in self._verdicts:
            self._verdicts[key] = thinned(self._definition.verdicts(draw, self._kind))
        return self._verdicts[key]


def thinned(verdicts: dict[str, bool]) -> dict[str, bool]:
    """Return all right answers and at most ASKED wrong ones."""
    wrong = [answer for answer, right in verdicts.items() if not right]
    kept = set(wrong[:: max(1, -(-len(wrong) // ASKED))])
    return {answer: right for answer, right in verdicts.items() if right or answer in kept}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bugs", type=int, default=5, help="live bugs in each verifier")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", help="these environments alone")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--markdown", type=Path, help="put the tables between the marks of this page")
    arguments = parser.parse_args()
    environments = [
        environment
        for environment in find_environments([catalogue_folder()])
        if not arguments.only or environment.name in arguments.only
    ]
    rows = {row.environment: row for row in (read_rows(arguments.out) if arguments.out.exists() else [])}
    with ExitStack() as stack:
        jails = [stack.enter_context(Jail(workers=2 if salt == 0 else 1, hash_seed=salt)) for salt in (0, 1)]

        def one(environment: Environment) -> None:
            row = Row(environment.name, tuple(measure(environment, jails, arguments.bugs, arguments.seed)))
            print(f"{row.environment}: {sum(map(found, row.bugs))} of {len(row.bugs)}", file=sys.stderr, flush=True)
            rows[row.environment] = row
            arguments.out.write_text(json.dumps([asdict(row) for _, row in sorted(rows.items())], indent=1))

        with ThreadPoolExecutor(max_workers=2) as pool:
            list(pool.map(one, (environment for environment in environments if environment.name not in rows)))
    tables = summarize([row for _, row in sorted(rows.items())])
    if arguments.markdown:
        page = arguments.markdown.read_text()
        before, after = page.split(MARKS[0])[0], page.split(MARKS[1])[1]
        arguments.markdown.write_text(f"{before}{MARKS[0]}\n\n{tables}\n\n{MARKS[1]}{after}")
    print(tables)


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a file that an earlier run wrote."""
    return [Row(row["environment"], tuple(Bug(**bug) for bug in row["bugs"])) for row in json.loads(path.read_text())]


def measure(environment: Environment, jails: list[Jail], wanted: int, seed: int) -> Iterator[Bug]:
    """Yield live bugs of the verifier with what finds them."""
    sound, checks = Sound(environment, jails), OwnChecks(environment, jails[0])
    mutants = [mutant for mutant in plant(environment) if mutant.part == "verify"]
    live = 0
    for mutant in list(spread(mutants, Random(f"{environment.name}:{seed}")))[: TRIES * wanted]:
        if live == wanted:
            return
        difference = sound.difference(mutant)
        if not difference:
            continue
        live += 1
        near = checks.near_misses_fail(mutant.environment)
        told = checks.definition_fails(mutant.environment)
        yield Bug(mutant.operator, mutant.line, mutant.description, difference, near, told)


def found(bug: Bug) -> bool:
    return bug.near_misses or bug.definition


def rate(count: int, total: int) -> str:
    low, high = wilson_interval(count, total)
    return f"{count} of {total} ({low:.0%} to {high:.0%})"


def summarize(rows: list[Row]) -> str:
    bugs = [bug for row in rows for bug in row.bugs]
    below = [row.environment for row in rows if sum(map(found, row.bugs)) < BAR * len(row.bugs)]
    lines = [
        f"{len(rows)} environments, {len(bugs)} live bugs in their verifiers. The bar: {BAR:.0%} of its bugs for each "
        f"environment, {BAR_OVERALL:.0%} for all together.",
        "",
        "| found by | bugs |",
        "|---|--:|",
        f"| `solve` and `wrong_answers` | {rate(sum(bug.near_misses for bug in bugs), len(bugs))} |",
        f"| the independent definition | {rate(sum(bug.definition for bug in bugs), len(bugs))} |",
        f"| either | {rate(sum(map(found, bugs)), len(bugs))} |",
        "",
        f"Environments below the bar: {', '.join(f'`{name}`' for name in below) or 'none'}.",
        "",
        *by_operator(bugs),
        "",
        "| environment | live bugs | near misses find | definition finds | either |",
        "|---|--:|--:|--:|--:|",
    ]
    for row in rows:
        near, told = sum(bug.near_misses for bug in row.bugs), sum(bug.definition for bug in row.bugs)
        lines.append(f"| `{row.environment}` | {len(row.bugs)} | {near} | {told} | {sum(map(found, row.bugs))} |")
    return "\n".join(lines)


def by_operator(bugs: list[Bug]) -> list[str]:
    """Return a table of the classes of bugs, those most often missed first."""
    kinds: dict[str, list[bool]] = {}
    for bug in bugs:
        kinds.setdefault(bug.operator, []).append(found(bug))
    ranked = sorted(kinds.items(), key=lambda item: (sum(item[1]) / len(item[1]), item[0]))
    return [
        "| class of bug | found |",
        "|---|--:|",
        *(f"| {name} | {sum(got)} of {len(got)} |" for name, got in ranked),
    ]


if __name__ == "__main__":
    main()
