"""A training run: one folder that the same command goes on with, to the last step."""

import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from resyn.core import jsontext
from resyn.core.environment import Environment, find_environments
from resyn.core.errors import CatalogueError, ConfigError, StoreError
from resyn.core.files import write_whole
from resyn.core.index import ENVIRONMENTS_FOLDER
from resyn.core.progress import Progress, Silent
from resyn.dataset.allocate import split_of
from resyn.dataset.package import MANIFEST_NAME
from resyn.reward.scorer import Scorer
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail
from resyn.train.checkpoint import STATE_NAME, last_checkpoint, read_state, step_of, write_state
from resyn.train.curriculum import StaticCurriculum, open_curriculum
from resyn.train.measure import (
    FOLDER,
    Measure,
    draw_question_sets,
    forget_measures,
    measure,
    read_measures,
    write_measure,
)
from resyn.train.page import write_page
from resyn.train.questions import EndlessSource, Question, RowSource, Stream, digest, read_rows
from resyn.train.settings import TrainSettings

RUN_NAME: Final = "run.json"
MODEL_FOLDER: Final = "model"


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What came of a run so far; `finished` tells whether all steps are done."""

    out: Path
    steps: int
    finished: bool
    measures: tuple[Measure, ...]
    alarms: int
    last: dict[str, Any]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        rates = {f"step {one.step}": {name: asdict(one.rate(name)) for name in one.sets} for one in self.measures}
        return {
            "out": str(self.out),
            "steps": self.steps,
            "finished": self.finished,
            "solved": rates,
            "alarms": self.alarms,
            "last": self.last,
            "seconds": round(self.seconds, 1),
        }


@dataclass(frozen=True, slots=True)
class Material:
    """What a run is trained and measured on: a stream, and questions by set; `identity` holds the behaviour hashes."""

    stream: Stream
    sets: dict[str, list[Question]]
    identity: dict[str, str]


def train(
    paths: Sequence[Path],
    model: str,
    out: Path,
    *,
    settings: TrainSettings,
    minutes: float | None = None,
    isolation: Isolation = Isolation.AUTO,
    progress: Progress | None = None,
) -> TrainReport:
    """Train a model, or go on with a run that was stopped or killed; measure it before and after.

    `paths` are environments (files or folders), or one dataset's folder. A measure that lies in a new run's folder
    already, of the same model and questions, is not made again. With `minutes` the run stops at a checkpoint
    before they are over. Raises ConfigError where `out` holds a run of other settings, model or environments, or a
    library is missing; CatalogueError where there is nothing to train on; ProviderError where the model cannot be
    loaded; StoreError where the folder cannot be written.
    """
    from resyn.train.engine import check_installed

    began = time.monotonic()
    progress = progress or Silent()
    check_installed()
    scorer = Scorer(paths, format_weight=settings.format_weight, isolation=isolation)
    with Jail(isolation=isolation) as jail, scorer:
        material = gather(paths, settings, jail=jail, progress=progress)
        if os.environ.get("RANK", "0") == "0":  # of several processes the first writes
            _claim(out, model, settings, material)
        deadline = None if minutes is None else began + 60 * minutes
        return _Run(out, model, settings, material, scorer, deadline, progress).go(began)


def gather(paths: Sequence[Path], settings: TrainSettings, *, jail: Jail, progress: Progress | None = None) -> Material:
    """Return what a run trains and measures on; see `train`."""
    if any((path / MANIFEST_NAME).exists() for path in paths):
        return _of_dataset(paths, settings, jail=jail, progress=progress)
    environments = sorted(find_environments(list(paths)), key=lambda one: one.name)
    trained, heldout = split_environments(environments, settings.heldout)
    sets = draw_question_sets(
        trained,
        heldout,
        jail,
        levels=settings.levels,
        heldout_levels=settings.heldout_levels,
        each=settings.measure_questions,
        seed=settings.seed,
        progress=progress,
    )
    source = EndlessSource(trained, jail, seed=settings.seed)
    curriculum = open_curriculum(settings, [one.name for one in trained])
    stream = Stream(curriculum, source, excluded=_digests(sets))
    return Material(stream, sets, {one.name: one.behaviour_hash for one in environments})


def split_environments(
    environments: Sequence[Environment], heldout: float
) -> tuple[list[Environment], list[Environment]]:
    """Return the environments to train on and those held out, by `dataset.allocate.split_of`: the name alone decides.

    Raises CatalogueError where two share a name or none is left to train on.
    """
    names = [one.name for one in environments]
    if len(set(names)) < len(names):
        raise CatalogueError("two environments have the same name", hint="A name stands for one environment.")
    held = {name for name in names if split_of(name, validation=0.0, test=heldout) == "test"}
    trained = [one for one in environments if one.name not in held]
    if not trained:
        raise CatalogueError("no environment is left to train on", hint="Give more, or a smaller share held out.")
    return trained, [one for one in environments if one.name in held]


def _of_dataset(paths: Sequence[Path], settings: TrainSettings, *, jail: Jail, progress: Progress | None) -> Material:
    """Train on the rows of `train`; measure fresh instances of its environments, and those of `test` as held out."""
    if len(paths) != 1 or settings.curriculum != "static":
        raise ConfigError(
            "a dataset is trained on alone, and under the static curriculum",
            hint="Its rows are what there is; give folders of environments for anything else.",
        )
    rows = read_rows(paths[0], "train")
    if not rows:
        raise CatalogueError(f"{paths[0]} has no rows to train on", hint="Draw it with `resyn dataset`.")
    splits, levels = _read_manifest(paths[0])
    environments = {one.name: one for one in find_environments([paths[0] / ENVIRONMENTS_FOLDER])}
    members = {split: [environments[name] for name in one["environments"]] for split, one in splits.items()}
    sets = draw_question_sets(
        members["train"],
        members.get("test", []),
        jail,
        levels=levels,
        heldout_levels=[level for level in settings.heldout_levels if level not in levels],
        each=settings.measure_questions,
        seed=settings.seed,
        progress=progress,
    )
    curriculum = StaticCurriculum([question.task for question in rows], seed=settings.seed)
    identity = {split: str(one["sha256"]) for split, one in splits.items()}
    return Material(Stream(curriculum, RowSource(rows), excluded=_digests(sets)), sets, identity)


def _read_manifest(folder: Path) -> tuple[dict[str, Any], list[int]]:
    """Return what a dataset's manifest says of its splits, and its levels."""
    try:
        manifest = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        return dict(manifest["splits"]), [int(level) for level in manifest["plan"]["levels"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CatalogueError(f"{folder} is no dataset of resyn: {error}", hint="Draw it again.") from None


def _digests(sets: dict[str, list[Question]]) -> set[str]:
    return {digest(question.text) for questions in sets.values() for question in questions}


def _claim(out: Path, model: str, settings: TrainSettings, material: Material) -> None:
    """Write what the run is, or compare it with what is there."""
    path = out / RUN_NAME
    told = {"model": model, "settings": settings.to_json(), "identity": material.identity}
    if not path.exists():
        if out.exists() and {path.name for path in out.iterdir()} - {FOLDER}:
            raise ConfigError(f"{out} holds something that is no training run", hint="Give another folder.")
        write_whole(path, jsontext.dump({"resyn": version("resyn"), **told}) + "\n")
        return
    try:
        there = json.loads(path.read_text(encoding="utf-8"))
        before = TrainSettings.from_json(there["settings"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} cannot be read: {error}", hint="Give another folder.") from None
    differences = {name: f"{old!r}, now {new!r}" for name, (old, new) in before.differences(settings).items()}
    if there["model"] != model:
        differences["model"] = f"{there['model']!r}, now {model!r}"
    if there["identity"] != material.identity:
        differences["environments"] = "others, or changed ones"
    if differences:
        listed = "; ".join(f"{name} was {text}" for name, text in differences.items())
        raise ConfigError(
            f"{out} holds a run of other settings: {listed}", hint="Give the same again, or another folder."
        )


class _Run:
    def __init__(
        self,
        out: Path,
        model: str,
        settings: TrainSettings,
        material: Material,
        scorer: Scorer,
        deadline: float | None,
        progress: Progress,
    ) -> None:
        from resyn.train.callback import Recorder
        from resyn.train.engine import open_trainer

        self._out, self._model, self._settings, self._material = out, model, settings, material
        self._recorder = Recorder(
            out,
            progress=progress,
            rollout=lambda: self._trainer.take_rollout(),
            deadline=deadline,
            measure_every=settings.measure_every,
            measure=self._measure,
        )
        self._trainer = open_trainer(
            model, out, settings=settings, stream=material.stream, scorer=scorer, callbacks=[self._recorder]
        )
        fits = self._trainer.fits
        self._sets = {name: [one for one in asked if fits(one.text)] for name, asked in material.sets.items()}
        if left_out := sum(map(len, material.sets.values())) - sum(map(len, self._sets.values())):
            progress.say(f"{left_out} questions longer than {settings.max_prompt_tokens} tokens are not measured")

    def go(self, began: float) -> TrainReport:
        """Measure, train, measure."""
        trainer, settings = self._trainer, self._settings
        checkpoint = last_checkpoint(self._out)
        step = 0 if checkpoint is None else step_of(checkpoint)
        if trainer.is_world_process_zero():
            self._recorder.rewind(step)
            forget_measures(self._out, after=step)
        if checkpoint is None:
            self._measure(0)
        else:
            self._material.stream.restore(read_state(checkpoint)["stream"])
        if step < settings.steps:
            trainer.train(resume_from_checkpoint=None if checkpoint is None else str(checkpoint))
            step = trainer.state.global_step
        elif not self._is_saved(step):  # killed between the last step and the end
            trainer._load_from_checkpoint(str(checkpoint))
        finished = step >= settings.steps
        if finished and not trainer.agree(self._is_saved(step)):
            self._measure(step)
            trainer.save_model(str(self._out / MODEL_FOLDER))
            if trainer.is_world_process_zero():
                write_state(self._out / MODEL_FOLDER, {"step": step})
        return self._report(step, finished=finished, began=began)

    def _is_saved(self, step: int) -> bool:
        """Tell whether the model of a step is there, whole: a run may have been given more steps since, or killed."""
        folder = self._out / MODEL_FOLDER
        return (folder / STATE_NAME).exists() and bool(read_state(folder)["step"] == step)

    def _measure(self, step: int) -> None:
        """Measure at a step, unless that was done before."""
        if self._trainer.agree(any(one.step == step for one in read_measures(self._out))):
            return
        found = measure(self._sets, self._trainer.sample, step=step, samples=self._settings.measure_samples)
        if self._trainer.is_world_process_zero():
            write_measure(self._out, found)

    def _report(self, step: int, *, finished: bool, began: float) -> TrainReport:
        measures, records = read_measures(self._out), self._recorder.metrics.records
        if self._trainer.is_world_process_zero():
            write_page(
                self._out,
                title=f"Training of {Path(self._model).name}, {step} of {self._settings.steps} steps",
                settings=self._settings.to_json(),
                records=records,
                measures=measures,
                alarms=self._recorder.alarms,
            )
        last = {name: value for name, value in records[-1].items() if name != "rollout"} if records else {}
        return TrainReport(
            out=self._out,
            steps=step,
            finished=finished,
            measures=tuple(measures),
            alarms=len(self._recorder.alarms),
            last=last,
            seconds=time.monotonic() - began,
        )
