"""`resyn train`: DAPO on questions that never end; or the same recipe as a configuration of verl."""

import os
from dataclasses import replace
from pathlib import Path

import click

from resyn.cli.config import settings_option
from resyn.cli.console import listening, note, print_json, print_table
from resyn.cli.options import allow_unsafe_option, existing, isolation_of, json_option
from resyn.core.errors import ConfigError
from resyn.core.index import catalogue_folder
from resyn.dataset.plan import parse_levels
from resyn.evaluate.estimate import Difference, compare
from resyn.train.measure import Measure, Rate, pair_scores
from resyn.train.page import PAGE_NAME
from resyn.train.run import MODEL_FOLDER, TrainReport, train
from resyn.train.settings import TrainSettings

COLUMNS = ("set", "questions", "before", "after", "difference", "p")


@click.command("train")
@click.argument("paths", nargs=-1)
@click.option("--model", required=True, metavar="DIR|NAME", help="The model to train, as transformers loads it.")
@click.option("--out", metavar="DIR", default="runs/train", show_default=True, help="The run's folder.")
@click.option("--steps", type=click.IntRange(min=1), default=400, show_default=True, help="Optimizer steps.")
@click.option("--minutes", type=click.FloatRange(min=0.5), help="Stop at a checkpoint before they are over.")
@click.option("--levels", default="1-5", show_default=True, help="Trained on, such as 1-5 or 1,3.")
@click.option("--heldout-levels", metavar="LEVELS", help="Measured, never trained on, such as 6,7.")
@click.option("--heldout", type=float, default=0.1, show_default=True, help="Share of environments never trained on.")
@click.option("--curriculum", type=click.Choice(("static", "adaptive")), default="static", show_default=True)
@click.option("--lora", type=click.IntRange(min=0), default=0, show_default=True, help="Rank; 0 trains all weights.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of questions, order and sampling.")
@click.option("--verl", metavar="DIR", help="Train nothing: write a configuration of verl for a dataset.")
@settings_option(TrainSettings, least={})
@allow_unsafe_option
@json_option
def command(
    paths: tuple[str, ...],
    model: str,
    out: str,
    steps: int,
    minutes: float | None,
    levels: str,
    heldout_levels: str | None,
    heldout: float,
    curriculum: str,
    lora: int,
    seed: int,
    verl: str | None,
    config: TrainSettings,
    allow_unsafe: bool,
    as_json: bool,
) -> int:
    """Train a model by DAPO on environments, or on one dataset (on the shipped catalogue where nothing is given).

    The model is measured before the first and after the last step, on questions that are never trained on. The same
    command goes on with a run that was stopped or killed. Curves, rates and alarms: index.html in the run's folder;
    settings of --config are the fields of `resyn.train.settings`.
    """
    settings = replace(
        config,
        steps=steps,
        levels=parse_levels(levels),
        heldout_levels=parse_levels(heldout_levels) if heldout_levels else (),
        heldout=heldout,
        curriculum=curriculum,
        lora=lora,
        seed=seed,
    )
    folders = existing(paths) or [catalogue_folder()]
    if verl is not None:
        return _write_verl(folders, model, Path(verl), settings, as_json=as_json)
    with listening() as progress:
        report = train(
            folders,
            model,
            Path(out),
            settings=settings,
            minutes=minutes,
            isolation=isolation_of(allow_unsafe),
            progress=progress,
        )
    if os.environ.get("RANK", "0") != "0":  # of several processes the first speaks
        return 0
    if as_json:
        print_json(report.to_json() | {"differences": _differences_json(report)})
    else:
        print_table(COLUMNS, difference_rows(report.measures))
    note(f"{report.steps} of {settings.steps} steps, {report.alarms} alarms: {Path(out) / PAGE_NAME}")
    if report.finished:
        note(f"the trained model: {Path(out) / MODEL_FOLDER}")
    else:
        note("next: the same command goes on")
    return 0


def difference_rows(measures: tuple[Measure, ...]) -> list[tuple[object, ...]]:
    """Return the rows of a table: each set before and after, and the difference on the same questions."""
    if not measures:
        return []
    first, last = measures[0], measures[-1]
    rows: list[tuple[object, ...]] = []
    for name in first.sets:
        before, after = first.rate(name), last.rate(name)
        difference = _difference(first, last, name)
        shown = (
            "" if difference is None else f"{difference.value:+.1%} ({difference.low:+.1%} to {difference.high:+.1%})"
        )
        p = "" if difference is None else f"{difference.p:.3f}"
        rows.append((name, before.questions, _shown(before), "" if last is first else _shown(after), shown, p))
    return rows


def _difference(first: Measure, last: Measure, name: str) -> Difference | None:
    """Return last less first on the questions that both judged, resampled within environments."""
    before, after = pair_scores(first, last, name)
    return compare(before, after) if before and first.step != last.step else None


def _differences_json(report: TrainReport) -> dict[str, object]:
    if len(report.measures) < 2:
        return {}
    first, last = report.measures[0], report.measures[-1]
    found = {name: _difference(first, last, name) for name in first.sets}
    return {
        name: {"value": one.value, "low": one.low, "high": one.high, "p": one.p, "questions": one.problems}
        for name, one in found.items()
        if one is not None
    }


def _shown(rate: Rate) -> str:
    return "" if rate.value is None else f"{rate.value:.1%} ({rate.low:.1%} to {rate.high:.1%})"


def _write_verl(folders: list[Path], model: str, target: Path, settings: TrainSettings, *, as_json: bool) -> int:
    from resyn.adapters.verl import write_parquet
    from resyn.train.verl import as_arguments, verl_overrides, write_script

    if len(folders) != 1:
        raise ConfigError(f"verl is given one dataset, not {len(folders)}", hint="Draw it with `resyn dataset`.")
    files = {split: path.resolve() for split, path in write_parquet(folders[0], target / "data").items()}
    overrides = verl_overrides(settings, model=model, files=files, folder=folders[0].resolve())
    script = write_script(target, overrides)
    if as_json:
        print_json({"script": str(script), "overrides": as_arguments(overrides)})
    else:
        print_table(("setting", "value"), [(key, str(value)) for key, value in overrides.items()])
    note(f"next: {script} trainer.nnodes=N trainer.n_gpus_per_node=M")
    return 0
