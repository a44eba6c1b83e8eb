"""`resyn solvers` writes files that `resyn audit --solver` reads."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.audit.conftest import FIXTURES
from tests.cli.conftest import Command
from tests.llm.conftest import Answer, FakeEndpoint, chat_answer

ASKED = (FIXTURES / "adapter.py", "--folder", FIXTURES, "--task", "label_disputed")
SOLVER = (FIXTURES / "solvers" / "label_disputed.py").read_text() + (
    "\n\ndef check(question, answer):\n    return False\n"
)


@pytest.fixture
def server() -> Iterator[FakeEndpoint]:
    endpoint = FakeEndpoint()
    yield endpoint
    endpoint.close()


def test_what_a_model_wrote_disputes_the_labels(resyn: Command, server: FakeEndpoint, tmp_path: Path) -> None:
    server.answers = [Answer(chat_answer(f"```python\n{SOLVER}```")), Answer(chat_answer("No."))]
    told = ("--model", "tiny", "--endpoint", server.url, "--count", "2", "--concurrency", "1", "--out", tmp_path)
    ended = resyn("solvers", *ASKED, *told, "--json")
    assert ended.code == 0, ended.err
    first, second = json.loads(ended.out)
    assert first["path"] == str(tmp_path / "1" / "label_disputed.py")
    assert (second["path"], bool(second["reason"])) == (None, True)
    assert ended.err.splitlines()[-1].startswith("1 of 2 solvers are written; next: resyn audit ")
    assert resyn("audit", *ASKED, "--solver", tmp_path).code == 1


def test_where_no_solver_could_be_written_the_exit_code_is_1(
    resyn: Command, server: FakeEndpoint, tmp_path: Path
) -> None:
    server.answers = [Answer(chat_answer("No."))]
    told = ("--model", "tiny", "--endpoint", server.url, "--count", "1", "--out", tmp_path)
    ended = resyn("solvers", *ASKED, *told)
    assert ended.code == 1
    assert "label_disputed" in ended.out


def test_dry_run_counts_calls(resyn: Command, tmp_path: Path) -> None:
    ended = resyn("solvers", *ASKED, "--out", tmp_path / "none", "--dry-run")
    assert json.loads(ended.out) == {"tasks": 1, "model_calls": 3}
    assert not (tmp_path / "none").exists()


def test_an_unknown_corpus_is_named(resyn: Command, tmp_path: Path) -> None:
    ended = resyn("solvers", "reasoning-zoo", "--out", tmp_path)
    assert ended.code == 2
    assert "no corpus called 'reasoning-zoo'" in ended.err
