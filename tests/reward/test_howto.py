"""What the pages about rewards show runs as it stands there."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet
from tests.reward.test_server import start, stop

DOCS = Path(__file__).parents[2] / "docs"
SERVING = (DOCS / "howto" / "serve_rewards.md").read_text()
REWARDS = (DOCS / "explanation" / "rewards.md").read_text()
ENVIRONMENT = Path(__file__).parents[1] / "dataset" / "environments" / "add_numbers.py"


def block(page: str, language: str) -> str:
    return re.findall(rf"```{language}\n(.*?)```", page, flags=re.S)[0]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a dataset in `data`."""
    home = tmp_path_factory.mktemp("home")
    options = ["--instances", "4", "--levels", "1", "--validation", "0", "--test", "0", "--out", "data"]
    command = [sys.executable, "-m", "resyn", "dataset", str(ENVIRONMENT), *options]
    subprocess.run(command, cwd=home, check=True, capture_output=True)
    return home


def run_python(code: str, home: Path) -> str:
    ended = subprocess.run([sys.executable, "-c", code], cwd=home, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_server_of_the_guide_answers_as_the_guide_asks(home: Path) -> None:
    served = start(home / "data", "--workers", "1")
    said = run_python(block(SERVING, "python").replace(":8000", f":{served.port}"), home)
    assert "'outcome': 'correct'" in said
    assert "'reward': 1.0" in said
    assert stop(served)[0] == 0


def test_scorer_of_the_page_scores_as_the_page_says(home: Path) -> None:
    rows = parquet.read_table(home / "data" / "data" / "train.parquet").to_pylist()
    replies = [f"<think>It is there.</think><answer>{row['solution']}</answer>" for row in rows]
    said = run_python(f"rows, replies = {rows!r}, {replies!r}\n{block(REWARDS, 'python')}", home)
    assert said.count("add_numbers correct 1.0 {'reward': 1.0, 'correct': 1.0") == 4


def test_rescoring_of_the_page_finds_what_differs(home: Path) -> None:
    rows = parquet.read_table(home / "data" / "data" / "train.parquet").to_pylist()
    saved = [
        {"verifier": row["verifier"], "output": f"<answer>{row['solution']}</answer>", "score": reward}
        for row, reward in zip(rows, (0.9, 0.9, 0.9, 0.0), strict=True)
    ]
    (home / "rollouts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in saved))
    command = shlex.split(block(REWARDS, "bash"))
    ended = subprocess.run([sys.executable, "-m", *command], cwd=home, capture_output=True, text=True)
    assert (ended.returncode, "1 of 4 recorded rewards are others now" in ended.stderr) == (1, True), ended.stderr
