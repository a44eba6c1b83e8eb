"""The part of `resyn audit` that plants bugs: runs the experiment, resumably, and prints its figures."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from resyn.audit.mutations.figures import Figures, add_up
from resyn.audit.mutations.operator import all_operators
from resyn.audit.mutations.score import Score, score_environment
from resyn.cli.console import listening, note, print_json, print_table
from resyn.cli.options import jails
from resyn.core.environment import Environment
from resyn.core.files import write_whole
from resyn.core.jsontext import content_hash, dump
from resyn.gate.rule import all_rules
from resyn.gate.setting import QUICK

STAGE: Final = "planting"


def score_rules(
    environments: list[Environment], *, bugs: int, seed: int, out: str | None, allow_unsafe: bool, as_json: bool
) -> int:
    """Score every environment, print the figures, and return the exit code: 0, for no rate is a defect by itself.

    `out` keeps a file per environment.
    """
    with listening() as progress, jails(allow_unsafe=allow_unsafe, salts=QUICK.hash_salts) as opened:
        progress.begin(STAGE, len(environments))

        def one(environment: Environment) -> Score:
            kept = place_of(environment, Path(out), bugs=bugs, seed=seed) if out else None
            score = _read(kept) if kept else None
            if score is None:
                score = score_environment(environment, opened, bugs=bugs, seed=seed)
                if kept:
                    write_whole(kept, json.dumps(score.to_json(), indent=1))
            progress.advance(STAGE)
            killed = sum(trial.killed for trial in score.trials)
            progress.say(f"{score.environment}: {killed} of {len(score.trials)} bugs found")
            return score

        pool = ThreadPoolExecutor(max_workers=2)
        try:
            scores = list(pool.map(one, environments))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # an interrupt does not wait for an environment's bugs
    figures = add_up(scores)
    if as_json:
        print_json(figures.to_json() | {"bugs": bugs, "seed": seed, "scores": [score.to_json() for score in scores]})
    else:
        _print(figures)
    note(
        f"{figures.killed} of {figures.live} live bugs found in {len(scores)} environments; {figures.equivalent} more "
        f"changed nothing that was seen; sound environments stopped: {figures.alarms}"
    )
    return 0


def place_of(environment: Environment, folder: Path, *, bugs: int, seed: int) -> Path:
    """Return the file of an environment's score: another one where the environment, operators or rules are others."""
    scored_by = {rule.name: rule.version for rule in all_rules()}, [operator.name for operator in all_operators()]
    made_with = content_hash(dump([environment.behaviour_hash, bugs, seed, *scored_by]))
    return folder / f"{environment.name}-{made_with[:16]}.json"


def spread_evenly(environments: list[Environment], count: int) -> list[Environment]:
    """Return `count` environments of a list, at equal distances."""
    count = min(count, len(environments))
    return [environments[place * len(environments) // count] for place in range(count)]


def _read(path: Path) -> Score | None:
    try:
        return Score.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _print(figures: Figures) -> None:
    print_table(
        ("rule", "bugs found", "found by no other", "sound environments stopped"),
        [
            (name, str(kills), alone, str(alarms))
            for name, (kills, alone, alarms) in sorted(figures.rules.items(), key=lambda row: -row[1][0].successes)
        ],
    )
    print_table(
        ("class of bug", "live", "found by the rules", "by the environment's own checks"),
        [(name, by_rules.trials, str(by_rules), str(own)) for name, (by_rules, own) in figures.operators.items()],
    )
    print_table(
        ("environment", "bugs in verify", "its own checks find", "all rules find"),
        [(name, own.trials, str(own), str(by_rules)) for name, (own, by_rules) in figures.environments.items()],
    )
