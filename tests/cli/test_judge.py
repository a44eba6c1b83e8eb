import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.judge.replies import ACCEPTING, SUMS_SOLVER, verdict_reply
from tests.llm.conftest import Answer, FakeEndpoint, chat_answer

from resyn.judge.judges import CODE_JUDGE

SOLVER = f"```python\n{SUMS_SOLVER}```"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeEndpoint]:
    monkeypatch.setenv("RESYN_CACHE", str(tmp_path / "cache"))
    endpoint = FakeEndpoint()
    yield endpoint
    endpoint.close()


def judged(server: FakeEndpoint, sound_file: Path, *texts: str) -> tuple[str | Path, ...]:
    server.answers = [Answer(chat_answer(text)) for text in texts]
    return ("judge", sound_file, "--endpoint", server.url, "--model", "tiny")


def test_environment_that_nobody_is_against_exits_with_0_and_is_not_asked_about_twice(
    resyn: Command, server: FakeEndpoint, sound_file: Path
) -> None:
    arguments = judged(server, sound_file, *ACCEPTING, SOLVER)
    ended = resyn(*arguments, "--json")
    assert ended.code == 0, ended.err
    (result,) = json.loads(ended.out)
    assert [verdict["accept"] for verdict in result["verdicts"]] == [True, True]
    assert (result["solver"]["status"], result["solver"]["source"]) == ("agrees", SUMS_SOLVER)
    ended = resyn(*arguments)
    assert "code_judge: accepts" in ended.out
    assert "blind solver: agrees" in ended.out
    assert len(server.requests) == 3


def test_objections_are_shown_with_their_quotes_and_prose_as_no_verdict(
    resyn: Command, server: FakeEndpoint, sound_file: Path
) -> None:
    against = verdict_reply(CODE_JUDGE, against=["complete"])
    ended = resyn(*judged(server, sound_file, against, "I like it.", "No."), "--require-solver")
    assert ended.code == 1
    assert "code_judge: rejects\n    not complete: It does not hold.\n      add up to" in ended.out
    assert "question_judge: no verdict\n    the reply holds no whole JSON object" in ended.out
    assert "blind solver: unproven" in ended.out


def test_request_that_is_refused_is_a_vote_against_and_its_reason_is_shown(
    resyn: Command, server: FakeEndpoint, sound_file: Path
) -> None:
    arguments = judged(server, sound_file)
    refusal = Answer(b'{"error": {"message": "the prompt is too long"}}', status=400)
    answered = [Answer(chat_answer(text)) for text in ("yes", ACCEPTING[1], SOLVER)]
    server.answers = [refusal, *answered]
    ended = resyn(*arguments)
    assert ended.code == 1, ended.err
    assert "code_judge: no verdict\n    not answered: " in ended.out
    assert "the prompt is too long" in ended.out
    assert "question_judge: accepts" in ended.out
    assert "blind solver: agrees" in ended.out


def test_dry_run_counts_calls(resyn: Command, server: FakeEndpoint, sound_file: Path) -> None:
    ended = resyn(*judged(server, sound_file), "--votes", "3", "--dry-run", "--json")
    estimate = json.loads(ended.out)
    assert (estimate["environments"], estimate["model_calls"], estimate["cost"]) == (1, 8, None)
    assert server.requests == []
