"""`resyn rescore`: score saved rollouts again, and compare with the rewards that were recorded."""

from dataclasses import fields
from pathlib import Path

import click

from resyn.cli.console import listening, note, print_json, print_table
from resyn.cli.options import allow_unsafe_option, existing, format_weight_option, isolation_of, json_option
from resyn.core import jsontext
from resyn.core.errors import ConfigError
from resyn.core.files import write_whole
from resyn.core.records import Outcome
from resyn.reward.rescoring import Report, rescore
from resyn.reward.rollouts import Columns, read_rollouts
from resyn.reward.scorer import Scorer

NAMES = tuple(field.name for field in fields(Columns))
CHANGES_SHOWN = 10
ANSWER_SHOWN = 80  # characters


@click.command("rescore")
@click.argument("file")
@click.option("--folder", "folders", metavar="DIR", multiple=True, help="A dataset, or environments; may be repeated.")
@click.option("--column", "named", metavar="NAME=COLUMN", multiple=True, help="Where verifier, response, reward stand.")
@format_weight_option
@click.option("--out", metavar="FILE", help="Write every score as a line of JSON.")
@allow_unsafe_option
@json_option
def command(
    file: str,
    folders: tuple[str, ...],
    named: tuple[str, ...],
    format_weight: float,
    out: str | None,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Score saved rollouts (JSON lines or Parquet) again with the environments that drew their rows.

    Refused, before anything runs, where an environment is missing or behaves otherwise than the one that drew a row:
    that would be another question's verdict. A fault has no reward, and agrees with a recorded null.

    Exits with 1 where a recorded reward is another now.
    """
    (path,) = existing((file,))
    columns = parse_columns(named)
    isolation = isolation_of(allow_unsafe)
    report = Report()
    lines: list[str] = []
    with (
        listening() as progress,
        Scorer(existing(folders), format_weight=format_weight, isolation=isolation) as scorer,
    ):
        scorer.check(rollout.verifier for rollout in read_rollouts(path, columns=columns))
        for one in rescore(read_rollouts(path, columns=columns), scorer, progress=progress):
            report.add(one)
            if out is not None:
                lines.append(jsontext.dump(one.to_json()) + "\n")
        if not report.rollouts:
            raise ConfigError(f"{path} holds no rollouts", hint="Name the file that the trainer saved, whole.")
        attained = str(scorer.isolation)
    if out is not None:
        write_whole(Path(out), "".join(lines))
        note(f"{len(lines)} scores: {out}")
    if as_json:
        print_json({"isolation": attained} | report.to_json())
    else:
        print_report(report)
    note(f"{report.differences} of {report.recorded} recorded rewards are others now; {report.rollouts} rollouts")
    return 1 if report.differences else 0


def parse_columns(named: tuple[str, ...]) -> Columns:
    """Read the values of --column; raises ConfigError for a name that is none."""
    found = {}
    for text in named:
        name, equals, column = text.partition("=")
        if name not in NAMES or not equals or not column:
            raise ConfigError(
                f"--column {text!r} is not one of {', '.join(f'{name}=COLUMN' for name in NAMES)}",
                hint="Such as --column response=output.",
            )
        found[name] = column
    return Columns(**found)


def print_report(report: Report) -> None:
    """Print outcomes by environment, what changed, and the commonest faults."""
    rows = [
        (name or "(unknown)", *(counts[outcome] for outcome in Outcome), report.differing[name])
        for name, counts in sorted(report.by_environment.items())
    ]
    totals = ("all", *(report.outcomes[outcome] for outcome in Outcome), report.differences)
    print_table(("environment", *map(str, Outcome), "other reward"), [*rows, totals])
    if report.changes:
        shown = [
            (_reward(recorded), _reward(reward), count)
            for (recorded, reward), count in report.changes.most_common(CHANGES_SHOWN)
        ]
        print_table(("recorded", "now", "rollouts"), shown)
    for fault, count in report.faults.most_common(CHANGES_SHOWN):
        note(f"fault of {count}: {fault}")
    for one in report.examples[:CHANGES_SHOWN]:
        answer = one.score.answer if one.score.answer is None else one.score.answer[:ANSWER_SHOWN]
        note(f"line {one.rollout.line}, {one.score.environment}: {one.score.outcome}, answer {answer!r}")


def _reward(reward: float | None) -> str:
    return "absent" if reward is None else f"{reward:g}"
