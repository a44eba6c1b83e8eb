"""The real server by the guide's command, and the guide's client."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.conftest import guide, run_python

pytestmark = pytest.mark.adapters

EPISODES = """
import asyncio, json, sys
from openenv.core import GenericEnvClient
from replies import FORMAT, WRONG, correct_reply
from resyn.adapters.questions import Place, Questions

url = sys.argv[1]
told = {}
place = Place("read_grid_cipher", level=2, seed=5)
with Questions() as questions:
    item = questions.draw(place)
with GenericEnvClient(base_url=url).sync() as client:
    asked = client.reset(environment=place.environment, level=2, seed=5)
    told["same_question"] = asked.observation["question"] == item.question
    told["asked"] = [asked.reward, asked.done]
    told["leaks"] = "verifier" in json.dumps(asked.observation) or "solution" in json.dumps(asked.observation)
    ended = client.step({"response": correct_reply(item.solution)})
    told["right"] = [ended.reward, ended.done, ended.observation["metadata"]["outcome"]]
    client.reset(environment=place.environment, seed=5)
    told["wrong"] = client.step({"response": WRONG}).reward
    told["drawn"] = client.reset().observation["environment"]
for name, request in {"unknown": {"environment": "no_such"}, "level": {"level": 0}}.items():
    try:
        with GenericEnvClient(base_url=url).sync() as client:
            client.reset(**request)
    except Exception as error:
        told[name] = str(error)

async def episode(seed):
    async with GenericEnvClient(base_url=url) as client:
        await client.reset(environment=place.environment, seed=seed)
        return (await client.step({"response": WRONG})).reward

async def many():
    return await asyncio.gather(*(episode(seed) for seed in range(12)))

told["many"] = asyncio.run(many()) == [FORMAT] * 12
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["-m", "uvicorn", "--factory", "resyn.adapters.openenv:create_app", "--port", str(port)]
    server = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(1200):
        assert server.poll() is None, "the server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")


def test_an_episode_is_a_question_and_a_reply_and_tells_nothing_that_answers_it(url: str, tmp_path: Path) -> None:
    told = json.loads(run_python(EPISODES, tmp_path, url).strip().split("\n")[-1])
    assert told["same_question"]
    assert not told["leaks"]
    assert told["asked"] == [None, False]
    assert told["right"] == [1.0, True, "correct"]
    assert told["wrong"] == 0.1
    assert told["drawn"]
    assert "no_such" in told["unknown"]
    assert "level 0" in told["level"]
    assert told["many"]


def test_the_client_of_the_guide_gets_a_reward(url: str, tmp_path: Path) -> None:
    code = guide("use_other_trainers", "OpenEnv")[0].replace("http://localhost:8000", url)
    assert run_python(code, tmp_path).split()[1] in ("correct", "wrong")


def test_a_fault_ends_the_episode_without_a_reward(tmp_path: Path) -> None:
    code = """
from resyn.adapters.openenv import QuestionEnvironment, Reply
from resyn.adapters.questions import Questions
from resyn.reward import Scorer
from resyn.reward.gathering import Gathering

source = '''
def generate(level, rng):
    return {"calls": 0}
def observe(instance):
    return "Say yes."
def verify(instance, answer):
    if answer == "yes":
        return True
    raise ValueError("cannot tell")
def solve(instance):
    return "yes"
def wrong_answers(instance):
    return ["no"]
'''
open("say_yes.py", "w").write(source)
environment = QuestionEnvironment(Questions("say_yes.py"), Gathering(Scorer(["say_yes.py"])))
for word in ("yes", "no"):
    environment.reset(seed=1)
    ended = environment.step(Reply(response=f"<think>yes or no</think><answer>{word}</answer>"))
    print(ended.reward, ended.done, ended.metadata["outcome"])
"""
    assert run_python(code, tmp_path).split("\n")[:2] == ["1.0 True correct", "None True fault"]
