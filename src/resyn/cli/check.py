"""`resyn check`: run the rules on files or folders of environments."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from resyn.cli.console import listening, note, print_json, print_text
from resyn.cli.options import allow_unsafe_option, existing, jails, json_option
from resyn.core.environment import Environment, find_environments
from resyn.core.errors import ConfigError
from resyn.core.index import catalogue_folder
from resyn.core.progress import Progress
from resyn.core.records import Witness
from resyn.gate.benchmarks import BenchmarkIndex
from resyn.gate.check import GateReport, check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.rule import Rule, all_rules
from resyn.gate.setting import DEEP, QUICK

STAGE = "checking"


@click.command("check")
@click.argument("paths", nargs=-1, required=True)
@click.option("--deep", is_flag=True, help="Levels 1 to 10, many draws, five processes; minutes instead of a second.")
@click.option("--rule", "rule_names", multiple=True, metavar="NAME", help="Run only this rule (may be repeated).")
@click.option("--against", metavar="DIR", help="Folder that may not be repeated.  [default: the shipped catalogue]")
@click.option("--benchmarks", metavar="DIR", help="Folder of benchmark files that may not leak into questions.")
@allow_unsafe_option
@json_option
def command(
    paths: tuple[str, ...],
    deep: bool,
    rule_names: tuple[str, ...],
    against: str | None,
    benchmarks: str | None,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Run the rules on files or folders of environments.

    Exits with 1 where a rule found something. Every finding carries a witness: the level, the seed and the answer that
    show it.
    """
    setting = DEEP if deep else QUICK
    rules = _chosen(rule_names)
    environments = list(find_environments(existing(paths)))
    library = library_beside(
        existing((against,))[0] if against else catalogue_folder(), benchmarks, beside=environments
    )
    with listening() as progress, jails(allow_unsafe=allow_unsafe, salts=setting.hash_salts) as opened:
        surroundings = Surroundings(jail=opened[0], salted=opened[1:], library=library)
        progress.begin(STAGE, len(environments))

        def one(environment: Environment) -> GateReport:
            report = check_environment(environment, surroundings, setting=setting, rules=rules)
            _tell(report, progress)
            return report

        with ThreadPoolExecutor(max_workers=2) as pool:
            reports = list(pool.map(one, environments))
    if as_json:
        print_json([report.to_json() for report in reports])
    else:
        _print(reports)
    return 0 if all(report.passed for report in reports) else 1


def library_beside(folder: Path, benchmarks: str | None, *, beside: list[Environment]) -> Library:
    """Return the environments of a folder, less those that are checked themselves, and benchmarks to compare with."""
    if not folder.is_dir():
        raise ConfigError(f"{folder} is no folder of environments", hint="Give a folder with --against.")
    own = {environment.path.resolve() for environment in beside if environment.path}
    known = [entry for entry in find_environments([folder]) if entry.path and entry.path.resolve() not in own]
    index = BenchmarkIndex(existing((benchmarks,))[0]) if benchmarks else None
    return Library(environments=tuple(known), benchmarks=index)


def _chosen(names: tuple[str, ...]) -> tuple[Rule, ...]:
    known = {rule.name: rule for rule in all_rules()}
    for name in names:
        if name not in known:
            raise ConfigError(f"there is no rule called {name!r}", hint=f"Rules are: {', '.join(sorted(known))}.")
    return tuple(known[name] for name in known if name in names)


def _tell(report: GateReport, progress: Progress) -> None:
    progress.advance(STAGE)
    verdict = "passed" if report.passed else ", ".join(dict.fromkeys(f.rule for f in report.findings))
    progress.say(f"{report.environment}: {verdict} ({report.seconds:.1f} s)")


def _print(reports: list[GateReport]) -> None:
    for report in reports:
        if report.findings:
            print_text(report.environment)
        for finding in report.findings:
            place = f"line {finding.line}: " if finding.line else ""
            print_text(f"  {finding.rule}: {place}{finding.message}")
            if finding.witness:
                print_text(f"    {describe_witness(finding.witness)}")
    passed = sum(report.passed for report in reports)
    note(f"{passed} of {len(reports)} environments passed every rule")


def describe_witness(witness: Witness) -> str:
    """Return a witness as one line that says how to repeat it."""
    parts = [f"level {witness.level}, seed {witness.seed}"] if witness.seed else []
    if witness.answer is not None:
        parts.append(f"answer {shorten(repr(witness.answer))}")
    return "; ".join([*parts, shorten(witness.happened)])


def shorten(text: str) -> str:
    """Return at most 200 characters of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:199]}…"
