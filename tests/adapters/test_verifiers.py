"""The taskset in the real library, which has a virtual environment of its own."""

import json
import sys
from pathlib import Path

import pytest
from tests.adapters.conftest import guide, run, run_python

pytestmark = pytest.mark.adapters

SCORE = """
import asyncio, json
import verifiers.v1 as vf
from verifiers.v1.utils.loaders import import_taskset
from replies import WRONG, faulty, rows_with_solutions
from resyn.adapters.verifiers import QuestionsConfig
from resyn_taskset import ResynTaskset

def scored(task, reply):
    trace = vf.Trace(
        task=vf.TraceTask(type=type(task).__name__, data=task.data, key=task.key, hash=task.hash),
        agent=vf.AgentInfo(config=vf.AgentConfig(runtime=vf.SubprocessConfig())),
        nodes=[
            vf.MessageNode(message=vf.UserMessage(content=task.data.prompt)),
            vf.MessageNode(parent=0, message=vf.AssistantMessage(content=reply), sampled=True),
        ],
    )
    error = ""
    try:
        asyncio.run(task.score(trace))
    except Exception as raised:
        error = type(raised).__name__
    return [trace.reward, trace.metrics, error, trace.rewards["verified"] is None]

answers = {row["id"]: reply for row, reply in rows_with_solutions(FOLDER)}
taskset = ResynTaskset(QuestionsConfig(id="resyn-taskset", folder=FOLDER))
tasks = list(taskset)
task = tasks[0]
told = {
    "found": import_taskset("resyn-taskset").ResynTaskset is ResynTaskset,
    "bounded": taskset.bounded,
    "keys": sorted(one.key for one in tasks) == sorted(answers),
    "valid": asyncio.run(task.validate(None)),
    "right": scored(task, answers[task.key]),
    "wrong": scored(task, WRONG),
    "silent": scored(task, "nothing"),
    "fault": scored(task.with_data(verifier=faulty(task.data.verifier)), answers[task.key]),
}
endless = ResynTaskset(QuestionsConfig(id="resyn-taskset", environments=["read_grid_cipher"], levels="2-3", seed=4))
told["endless"] = [endless.bounded, [(one.data.environment, one.data.level) for one in endless.take(4)]]
print(json.dumps(told))
"""


def test_traces_get_rewards_and_a_fault_is_an_error_without_one(folder: Path, tmp_path: Path) -> None:
    told = json.loads(run_python(f"FOLDER = {str(folder)!r}\n{SCORE}", tmp_path).strip().split("\n")[-1])
    form = {"format": 1.0, "answered": 1.0}
    assert told["found"]
    assert told["keys"]
    assert told["bounded"] is told["valid"] is True
    assert told["right"] == [1.0, form, "", False]
    assert told["wrong"] == [pytest.approx(0.1), form, "", False]
    assert told["silent"] == [0.0, {"format": 0.0, "answered": 0.0}, "", False]
    assert told["fault"] == [0, form, "TaskError", True]
    assert told["endless"] == [False, [["read_grid_cipher", level] for level in (2, 3, 2, 3)]]


def test_the_guide_reads_a_dataset_as_tasks(folder: Path, tmp_path: Path) -> None:
    code = guide("use_other_trainers", "verifiers")[0].replace('"data"', repr(str(folder)))
    assert run_python(code, tmp_path).count(":train:") == 3


def test_vf_validate_finds_gold_right_and_an_untouched_task_wrong(tmp_path: Path) -> None:
    program = str(Path(sys.executable).with_name("vf-validate"))
    options = ["-n", "2", "--runtime.type", "subprocess", "--taskset.environments", '["read_grid_cipher"]']
    ended = run([program, "resyn-taskset", *options], tmp_path)
    assert ended.returncode == 0, ended.stderr[-3000:]
    told = json.loads(ended.stdout[ended.stdout.index("{") :])
    assert told["valid_rate"] == 1.0
    assert [told["checks"][check]["valid"] for check in ("gold", "noop")] == [2, 2]
