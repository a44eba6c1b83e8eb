"""`resyn certify`: put on record what environments passed, in their folder's index; do it over and compare."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import click

from resyn.cli.authoring import Models, kept_calls, open_library, shipped_environments
from resyn.cli.console import listening, note, print_json, print_text
from resyn.cli.options import allow_unsafe_option, endpoint_option, existing, jails, json_option, key_option
from resyn.core.environment import Environment, find_environments
from resyn.core.errors import ConfigError
from resyn.core.progress import Progress
from resyn.gate.evidence import Surroundings
from resyn.gate.setting import DEEP, QUICK
from resyn.pipeline.bench import LocalBench
from resyn.pipeline.certifying import Certification, Ledger, Result, Verification, open_neighbours, read_reviews
from resyn.pipeline.reviews import Reviews
from resyn.sandbox.jail import Jail

STAGE = "certifying"


@click.command("certify")
@click.argument("paths", nargs=-1, required=True)
@click.option("--verify", is_flag=True, help="Write nothing; do over what is deterministic, and say what differs.")
@click.option("--quick", is_flag=True, help="Rules at their quick setting: a second instead of ten or more.")
@click.option("--run", metavar="DIR", help="Take verdicts, solver and calibration from the store of this run.")
@click.option("--model", metavar="NAME", help="Judge and blind solver.  [default: nobody is asked]")
@endpoint_option
@key_option
@click.option("--mutations", type=click.IntRange(min=1), metavar="N", help="Plant N bugs; count those found.")
@click.option("--definitions", metavar="DIR", help="Record the levels of definitions: files NAME.py with LEVELS.")
@click.option("--provenance", multiple=True, metavar="KEY=VALUE", help="Record where they come from (repeatable).")
@allow_unsafe_option
@json_option
def command(
    paths: tuple[str, ...],
    verify: bool,
    quick: bool,
    run: str | None,
    model: str | None,
    endpoint: str | None,
    key_variable: str | None,
    mutations: int | None,
    definitions: str | None,
    provenance: tuple[str, ...],
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Run the rules deeply on environments, and record in their folder's index.jsonl what they passed.

    Each certificate is on disk as soon as it is made, and one that still holds (the same file, rules and setting) is
    kept: the same command goes on with what was interrupted. Exits with 1 where an environment does not pass (an
    earlier certificate is withdrawn) or, with --verify, where a certificate is missing or something differs.
    """
    environments = list(find_environments(existing(paths)))
    told = read_pairs(provenance)
    ledger = Ledger(environments)
    used = ledger.settings() if verify else {QUICK.name if quick else DEEP.name}
    recorded = read_reviews(Path(run)) if run else {}
    with ExitStack() as stack:
        progress = stack.enter_context(listening())
        salts = QUICK.hash_salts if used <= {QUICK.name} else DEEP.hash_salts
        boxes = stack.enter_context(jails(allow_unsafe=allow_unsafe, salts=salts))
        (solver_jail,) = stack.enter_context(jails(allow_unsafe=allow_unsafe))
        shipped = open_library(shipped_environments()).environments
        surroundings = Surroundings(boxes[0], boxes[1:], open_neighbours(environments, shipped))
        work: Callable[[Environment], Result]
        if verify:
            work = Verification(surroundings, ledger)
        else:
            ledger.prepare()
            work = Certification(
                LocalBench(surroundings, QUICK if quick else DEEP, solver_jail=solver_jail),
                ledger,
                recorded,
                _open_reviews(model, endpoint, key_variable, progress) if model else Reviews(),
                mutate=partial(_mutate, boxes=boxes, bugs=mutations) if mutations else None,
                definitions=existing((definitions,))[0] if definitions else None,
                provenance=told,
            )
        results = _work_on(environments, work, progress)
    if as_json:
        print_json([result.to_json() for result in results])
    else:
        for result in results:
            for line in result.against:
                print_text(f"{result.environment.name}: {line}")
    good = sum(not result.against for result in results)
    note(f"{good} of {len(results)} environments {'agree with their certificate' if verify else 'are certified'}")
    return 0 if good == len(results) else 1


def read_pairs(given: Sequence[str]) -> dict[str, str]:
    """Return pairs of KEY=VALUE as a dict; raises ConfigError for anything else."""
    pairs = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise ConfigError(f"--provenance {text!r} is no KEY=VALUE", hint="Give such as author=NAME.")
        pairs[key.strip()] = value.strip()
    return pairs


def _work_on(
    environments: Sequence[Environment], work: Callable[[Environment], Result], progress: Progress
) -> list[Result]:
    progress.begin(STAGE, len(environments))
    counts: Counter[str] = Counter()

    def one(environment: Environment) -> Result:
        result = work(environment)
        counts["refused" if result.against else "kept" if result.kept else "good"] += 1
        progress.show(STAGE, **{name: f"{count:,}" for name, count in sorted(counts.items())})
        progress.advance(STAGE)
        if not result.kept:
            progress.say(f"{environment.name}: {'; '.join(result.against)[:200] or 'good'}")
        return result

    pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="certify")
    try:
        return list(pool.map(one, environments))
    finally:
        pool.shutdown(cancel_futures=True)


def _mutate(environment: Environment, *, boxes: Sequence[Jail], bugs: int) -> dict[str, Any]:
    """Plant bugs, and count those that the rules find and those that the environment's own checks find."""
    from resyn.audit.mutations.score import score_environment

    trials = score_environment(environment, tuple(boxes), bugs=bugs).trials
    found = {"by_rules": sum(trial.killed for trial in trials), "by_itself": sum(trial.own for trial in trials)}
    return {"planted": len(trials)} | {f"found_{finder}": count for finder, count in found.items()}


def _open_reviews(model: str, endpoint: str | None, key_variable: str | None, progress: Progress) -> Reviews:
    opened = Models(kept_calls("certify"), progress, 2, endpoint, key_variable).open(model)
    return Reviews(judges=opened, solver=opened)
