"""Inspect in a process of its own: it takes seconds to import, and warns of matters of its own."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from tests.adapters.conftest import guide, run_python
from tests.evaluate.conftest import data
from tests.llm.conftest import Answer, FakeEndpoint, chat_answer

from resyn.adapters.questions import Questions
from resyn.core.progress import Silent
from resyn.core.verifier import Verifier
from resyn.evaluate import publishers
from resyn.evaluate.heldout import Heldout, HeldoutPlan
from resyn.evaluate.registry import BENCHMARKS
from resyn.sandbox.jail import Jail

__all__ = ["data"]  # a fixture

RUN = """
import json, sys
from inspect_ai import eval
from resyn.adapters import inspect as inspect_tasks
from resyn.evaluate import publishers
folder, files, logs = sys.argv[1:]
publishers.published_files = lambda: {
    name: tuple(publishers.PublishedFile(**file) for file in of_one) for name, of_one in json.loads(files).items()
}
found = {}
for task in (inspect_tasks.gsm8k, inspect_tasks.bbh):
    (log,) = eval(task(data=folder, samples=2), model="openai-api/local/tiny", display="none", log_dir=logs)
    assert log.status == "success", log.error
    found[task.__name__] = {name: metric.value for name, metric in log.results.scores[0].metrics.items()}
print(json.dumps(found))
"""


@pytest.fixture
def server() -> Iterator[FakeEndpoint]:
    endpoint = FakeEndpoint()
    endpoint.answers = [Answer(chat_answer("<think>two each</think><answer>4</answer>"))]
    yield endpoint
    endpoint.close()


@pytest.mark.slow
def test_inspect_asks_and_scores_as_we_do(data: Path, server: FakeEndpoint, tmp_path: Path) -> None:
    listed = publishers.published_files()
    files = json.dumps({name: [asdict(file) for file in of_one] for name, of_one in listed.items()})
    variables = os.environ | {"LOCAL_API_KEY": "none", "LOCAL_BASE_URL": server.url}
    command = [sys.executable, "-c", RUN, str(data), files, str(tmp_path / "logs")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, env=variables, cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr[-3000:]
    found = json.loads(ended.stdout.strip().split("\n")[-1])
    assert found["gsm8k"]["accuracy"] == 0.2
    assert (found["bbh"]["animals"], found["bbh"]["truths"]) == (0.0, 0.0)
    assert len(server.requests) == 2 * 15
    assert all("seed" not in request for request in server.requests)
    assert {request["messages"][0]["role"] for request in server.requests} == {"system"}


FAULTS = """
import json, sys
from inspect_ai import eval
from resyn.adapters import inspect as tasks

(log,) = eval(tasks.environments(folders=sys.argv[1], levels=1, instances=4, samples=2),
              model="openai-api/local/tiny", display="none", log_dir="logs")
assert log.status == "success", log.error
score = log.results.scores[0]
print(json.dumps([score.metrics["accuracy"].value, score.scored_samples, score.unscored_samples]))
"""

# Of the four instances of a level, verify fails on the even ones whatever is answered, and accepts "4" on the others.
HALF_BROKEN = """
def generate(level, rng):
    return {"number": rng.randrange(10 ** 6)}
def observe(instance):
    return f"Is {instance['number']} large? Say 4."
def verify(instance, answer):
    if answer == "4" and instance["number"] % 2 == 0:
        raise ValueError("even")
    return answer in ("4", "four")
def solve(instance):
    return "four"
def wrong_answers(instance):
    return ["5"]
"""


@pytest.mark.slow
def test_an_answer_that_cannot_be_verified_stands_in_no_mean(server: FakeEndpoint, tmp_path: Path) -> None:
    place = tmp_path / "half_broken.py"
    place.write_text(HALF_BROKEN)
    with Questions(str(place)) as questions, Jail() as jail:
        drawn = Heldout([questions.environment("half_broken")], jail, plan=HeldoutPlan(levels=(1,))).draw(Silent())
    even = sum(json.loads(Verifier.from_text(problem.target).instance)["number"] % 2 == 0 for problem in drawn)
    assert 0 < even < 4
    variables = {"LOCAL_API_KEY": "none", "LOCAL_BASE_URL": server.url}
    printed = run_python(FAULTS, tmp_path, str(place), **variables)
    assert json.loads(printed.strip().split("\n")[-1]) == [1.0, 4 - even, even]


@pytest.mark.slow
def test_the_guide_measures_a_model_on_an_environment(server: FakeEndpoint, tmp_path: Path) -> None:
    code = guide("use_other_trainers", "Inspect")[0].replace("openai/gpt-5-mini", "openai-api/local/tiny")
    code = code.replace("eval(task, ", "eval(task, display='none', ")
    printed = run_python(code, tmp_path, LOCAL_API_KEY="none", LOCAL_BASE_URL=server.url)
    assert float(printed.strip().split("\n")[-1]) == 0.0
    assert len(server.requests) == 2 * 4
    assert "seed" not in server.requests[0]


def test_the_package_announces_its_tasks_to_inspect() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    module = project["entry-points"]["inspect_ai"]["resyn"]
    place = Path(__file__).parents[2] / "src" / f"{module.replace('.', '/')}.py"
    tasks = re.findall(r"^@task\ndef (\w+)", place.read_text(), flags=re.MULTILINE)
    assert {task.replace("_", "-") for task in tasks} == {*BENCHMARKS, "environments"}
