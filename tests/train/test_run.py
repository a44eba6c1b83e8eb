"""Whole runs of a tiny real model on the real trainer: it learns, resumes, and survives what is planted."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from resyn.core.errors import ConfigError
from resyn.train.checkpoint import STATE_NAME, last_checkpoint
from resyn.train.measure import TRAINED, read_measures
from resyn.train.metrics import Record, read_metrics
from resyn.train.run import MODEL_FOLDER, TrainReport, train
from resyn.train.settings import TrainSettings

pytestmark = [pytest.mark.adapters, pytest.mark.filterwarnings("default")]

HERE = Path(__file__).parent
VOWEL, MOODY = HERE / "environments", HERE / "moody"


@pytest.fixture(scope="session", autouse=True)
def quiet_libraries() -> None:
    os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


def settings(**changed: Any) -> TrainSettings:
    told: dict[str, Any] = {
        "steps": 6,
        "groups": 4,
        "micro_batch": 32,
        "learning_rate": 1e-3,
        "warmup": 2,
        "max_prompt_tokens": 256,
        "max_answer_tokens": 32,
        "overlong": "none",
        "levels": (1,),
        "heldout": 0.0,
        "measure_questions": 2,
        "measure_samples": 2,
        "save_every": 3,
        "system_prompt": "",
        "gradient_checkpointing": False,
    }
    return TrainSettings(**told | changed)


def without_times(records: list[Record]) -> list[Record]:
    """Return records without what differs between two runs of the same: how long things took."""
    kept = []
    for record in records:
        record = {name: value for name, value in record.items() if name not in ("step_seconds", "verify_share")}
        record["rollout"] = {name: value for name, value in record["rollout"].items() if name != "seconds"}
        kept.append(record)
    return kept


def weights(out: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    (file,) = (out / MODEL_FOLDER).glob("*model.safetensors")
    return dict(load_file(file))


def same_weights(one: Path, other: Path) -> bool:
    import torch

    first, second = weights(one), weights(other)
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


@pytest.fixture(scope="module")
def whole(taught_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an uninterrupted run of 6 steps."""
    out = tmp_path_factory.mktemp("whole") / "run"
    report = train([VOWEL], str(taught_model), out, settings=settings())
    assert (report.finished, report.steps) == (True, 6)
    return out


def test_learning_is_seen_in_training_and_on_questions_never_trained_on(taught_model: Path, tmp_path: Path) -> None:
    told = settings(steps=24, groups=8, micro_batch=64, measure_questions=8, measure_samples=4, save_every=24)
    report = train([VOWEL], str(taught_model), tmp_path / "run", settings=told)
    records = list(read_metrics(tmp_path / "run"))
    correct = [record["rollout"]["correct"] for record in records]
    before, after = (measure.rate(TRAINED) for measure in report.measures)
    assert sum(correct[:3]) / 3 < 0.5 < 0.8 < sum(correct[-3:]) / 3
    assert before.value is not None
    assert before.value < 0.5 < after.low
    assert (tmp_path / "run" / "index.html").read_text().count("<svg") >= 8


def test_groups_that_teach_nothing_are_replaced(whole: Path) -> None:
    records = list(read_metrics(whole))
    full = [record for record in records if record["rollout"]["kept"] == 4]
    assert full
    assert {record["groups_without_signal"] for record in full} == {0.0}


def test_run_in_two_stretches_equals_an_uninterrupted_one(whole: Path, taught_model: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    first = train([VOWEL], str(taught_model), out, settings=settings(), minutes=1e-6)
    assert (first.finished, first.steps) == (False, 1)
    assert train([VOWEL], str(taught_model), out, settings=settings()).finished
    assert without_times(list(read_metrics(out))) == without_times(list(read_metrics(whole)))
    assert same_weights(out, whole)
    assert read_measures(out) == read_measures(whole)


def test_more_steps_end_with_another_measure_and_another_model(taught_model: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    train([VOWEL], str(taught_model), out, settings=settings(steps=1, save_every=1))
    earlier = weights(out)
    report = train([VOWEL], str(taught_model), out, settings=settings(steps=2, save_every=1))
    assert [measure.step for measure in report.measures] == [0, 1, 2]
    assert any((earlier[name] != weight).any() for name, weight in weights(out).items())


def test_model_of_which_a_part_was_saved_is_saved_again(taught_model: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    train([VOWEL], str(taught_model), out, settings=settings(steps=1, save_every=1))
    whole = weights(out)
    for name in ("model.safetensors", STATE_NAME):  # written last, so a kill leaves neither
        (out / MODEL_FOLDER / name).unlink()
    train([VOWEL], str(taught_model), out, settings=settings(steps=1, save_every=1))
    assert all((whole[name] == weight).all() for name, weight in weights(out).items())


def test_adapters_go_on_as_exactly_as_whole_models(taught_model: Path, tmp_path: Path) -> None:
    told = settings(steps=2, lora=4, save_every=1, learning_rate=1e-2)
    for name, minutes in (("a", None), ("b", 1e-6), ("b", None)):
        train([VOWEL], str(taught_model), tmp_path / name, settings=told, minutes=minutes)
    assert (tmp_path / "a" / MODEL_FOLDER / "adapter_config.json").exists()
    assert same_weights(tmp_path / "a", tmp_path / "b")


def test_killed_run_goes_on_from_its_last_checkpoint_to_the_same_end(
    whole: Path, taught_model: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    code = (
        "import json, sys; from pathlib import Path; from resyn.train.run import train; "
        "from resyn.train.settings import TrainSettings; paths, model, out, told = sys.argv[1:]; "
        "train([Path(paths)], model, Path(out), settings=TrainSettings.from_json(json.loads(told)))"
    )
    told = json.dumps(settings().to_json())
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(VOWEL), str(taught_model), str(out), told], stderr=subprocess.DEVNULL
    )
    while process.poll() is None and len(list(read_metrics(out))) < 4:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    kept = last_checkpoint(out)
    assert kept is not None
    assert train([VOWEL], str(taught_model), out, settings=settings()).finished
    assert without_times(list(read_metrics(out))) == without_times(list(read_metrics(whole)))
    assert same_weights(out, whole)


def test_finished_run_is_told_again_and_other_settings_are_refused(whole: Path, taught_model: Path) -> None:
    again = train([VOWEL], str(taught_model), whole, settings=settings())
    assert (again.finished, again.steps, len(again.measures)) == (True, 6, 2)
    with pytest.raises(ConfigError, match="seed was 0, now 1"):
        train([VOWEL], str(taught_model), whole, settings=settings(seed=1))
    with pytest.raises(ConfigError, match="environments was others, or changed ones"):
        train([MOODY], str(taught_model), whole, settings=settings())


def test_adaptive_curriculum_goes_on_where_it_was(taught_model: Path, tmp_path: Path) -> None:
    told = settings(curriculum="adaptive", steps=4, save_every=2)
    reports: list[TrainReport] = []
    for name, minutes in (("a", None), ("b", 1e-6), ("b", None)):
        reports.append(train([VOWEL], str(taught_model), tmp_path / name, settings=told, minutes=minutes))
    states = [json.loads((tmp_path / name / "checkpoints/checkpoint-4/resyn.json").read_text()) for name in "ab"]
    assert states[0] == states[1]
    assert states[0]["stream"]["curriculum"]["chosen"] >= 16


def test_faults_cost_their_samples_alone_and_are_counted(taught_model: Path, tmp_path: Path) -> None:
    told = settings(steps=2, generations=8, measure_questions=1, max_rounds=1)
    report = train([VOWEL, MOODY], str(taught_model), tmp_path / "run", settings=told)
    records = list(read_metrics(tmp_path / "run"))
    assert report.finished
    visits = [
        (name, visit)
        for record in records
        for name, of_one in record["rollout"]["environments"].items()
        for visit in of_one
    ]
    for name, visit in visits:
        failing = sum(visit["answers"].get(letter, 0) for letter in "bcd")
        assert visit["faults"] == (failing if name == "moody_vowel" else 0)
        assert visit["judged"] == visit["replies"] - visit["faults"]
    assert sum(visit["faults"] for _, visit in visits) > 0
    assert any("moody_vowel: " in text for record in records for text in record["rollout"]["fault_examples"])


def test_two_processes_share_each_rollout_and_hold_one_stream(taught_model: Path, tmp_path: Path) -> None:
    told = settings(steps=2, micro_batch=16, save_every=2).to_json()
    (tmp_path / "train.toml").write_text(
        "\n".join(f"{name} = {json.dumps(value)}" for name, value in told.items() if value is not None)
        .replace("levels = [1]", 'levels = "1"')
        .replace("heldout_levels = []", 'heldout_levels = ""')
    )
    command = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "resyn", "train"]
    command += [str(VOWEL), "--model", str(taught_model), "--out", str(tmp_path / "run"), "--json"]
    ended = subprocess.run(
        [sys.executable, *command, "--config", str(tmp_path / "train.toml")], capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert json.loads(ended.stdout)["finished"] is True  # one of the two speaks
    state = json.loads((tmp_path / "run" / "checkpoints" / "checkpoint-2" / "resyn.json").read_text())
    groups = sum(record["rollout"]["groups"] for record in read_metrics(tmp_path / "run"))
    assert groups >= 8
    assert state["stream"]["source"]["next"] == {"name_vowel:1": groups}


def test_killed_jail_worker_costs_no_step(taught_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from resyn.reward.scorer import Scorer

    score = Scorer.score
    killed: list[int] = []

    def kill(scorer: Scorer) -> None:
        for process in scorer.processes[:1]:
            os.kill(process, signal.SIGKILL)
            killed.append(process)

    def score_and_kill(self: Scorer, asks: Any) -> Any:
        timer = threading.Timer(0.2, kill, [self])  # while a verifier hangs
        timer.start()
        scores = score(self, asks)
        timer.join()
        return scores

    monkeypatch.setattr(Scorer, "score", score_and_kill)
    told = settings(steps=2, measure_questions=1, max_rounds=1)
    assert train([VOWEL, MOODY], str(taught_model), tmp_path / "run", settings=told).finished
    assert killed
    for record in read_metrics(tmp_path / "run"):
        for visit in record["rollout"]["environments"].get("name_vowel", []):
            assert visit["faults"] == 0
