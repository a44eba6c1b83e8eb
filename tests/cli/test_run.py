import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import SOUND, Command
from tests.judge.replies import ACCEPTING, SUMS_SOLVER
from tests.llm.conftest import Answer, FakeEndpoint, chat_answer

PLAN = chat_answer("Name: name_summands\nTask: two numbers of a given sum.")
OPINIONS = [Answer(chat_answer(text)) for text in (*ACCEPTING, f"```python\n{SUMS_SOLVER}```")]
SOUND_FILE = chat_answer(f"```python\n{SOUND}```")


@pytest.fixture
def server() -> Iterator[FakeEndpoint]:
    endpoint = FakeEndpoint()
    yield endpoint
    endpoint.close()


@pytest.fixture
def keywords(tmp_path: Path) -> Path:
    file = tmp_path / "keywords.txt"
    file.write_text("summands\n")
    return file


def arguments(server: FakeEndpoint, keywords: Path, out: Path) -> tuple[str | Path, ...]:
    model = ("--endpoint", server.url, "--model", "tiny")
    few = ("--proposals", "1", "--rounds", "1", "--config", "instances=1")
    return ("--keywords", keywords, "--out", out, *few, *model)


def test_sound_candidate_is_accepted_packed_and_never_asked_for_again(
    resyn: Command, server: FakeEndpoint, keywords: Path, tmp_path: Path
) -> None:
    server.answers = [Answer(PLAN), Answer(SOUND_FILE), *OPINIONS]
    out = tmp_path / "run"
    ended = resyn("run", *arguments(server, keywords, out), "--json")
    assert ended.code == 0, ended.err
    result = json.loads(ended.out)
    assert (result["candidates"], result["accepted"], result["model_calls"]) == (1, 1, 5)
    assert (out / "environments" / "name_summands.py").read_text().rstrip() == SOUND.rstrip()
    assert result["stages"]["solved"] == {"reached": 1, "admitted": 1, "unsure": 0}
    assert (out / "dataset" / "environments" / "name_summands.py").exists()
    assert (out / "solvers" / "name_summands.py").read_text() == SUMS_SOLVER
    asked = len(server.requests)
    assert resyn("run", *arguments(server, keywords, out), "--json").code == 0
    assert len(server.requests) == asked


def test_run_without_an_accepted_candidate_exits_with_1_and_still_packs_what_is_shipped(
    resyn: Command, server: FakeEndpoint, keywords: Path, tmp_path: Path
) -> None:
    server.answers = [Answer(PLAN), Answer(chat_answer("I would rather not."))]
    out = tmp_path / "run"
    ended = resyn("run", *arguments(server, keywords, out))
    assert ended.code == 1, ended.err
    assert "no_file" in ended.out
    assert "0 of 1 candidates accepted" in ended.err
    assert (out / "dataset" / "data" / "train.parquet").exists()


TOO_LONG = Answer(b'{"error": {"message": "the prompt is too long"}}', status=400)
WORD = Answer(chat_answer("yes"))  # to the question whether anything is answered


def test_requests_that_are_refused_for_good_cost_a_candidate_or_a_vote_and_not_the_run(
    resyn: Command, server: FakeEndpoint, keywords: Path, tmp_path: Path
) -> None:
    judged = [Answer(PLAN), Answer(SOUND_FILE), TOO_LONG, WORD, OPINIONS[1]]
    server.answers = [Answer(PLAN), TOO_LONG, WORD, *judged]
    keywords.write_text("flows\nsummands\n")
    ended = resyn("run", *arguments(server, keywords, tmp_path / "run"), "--concurrency", "1", "--json")
    assert ended.code == 1, ended.err
    result = json.loads(ended.out)
    assert (result["candidates"], result["model_calls"]) == (2, 4)
    assert result["finally_stopped_by"] == {"refused_call": 1, "code_judge": 1}
    assert result["stages"]["judged"] == {"reached": 1, "admitted": 0, "unsure": 1}
    assert "rejected: refused_call" in ended.err


def test_endpoint_that_refuses_everything_stops_the_run_at_once_and_says_what_it_said(
    resyn: Command, server: FakeEndpoint, keywords: Path, tmp_path: Path
) -> None:
    server.answers = [Answer(b'{"error": {"message": "no such model: tiny"}}', status=400)]
    keywords.write_text("flows\nsummands\nsums\ntrees\n")
    ended = resyn("run", *arguments(server, keywords, tmp_path / "run"), "--concurrency", "1")
    assert ended.code == 3
    assert f"{server.url} answered 400 for tiny: no such model: tiny" in ended.err.replace("/v1/", "/v1")
    assert len(server.requests) == 2


def test_propose_writes_files_that_run_then_judges_without_asking_again(
    resyn: Command, server: FakeEndpoint, keywords: Path, tmp_path: Path
) -> None:
    server.answers = [Answer(PLAN), Answer(chat_answer(f"```python\n{SOUND.replace('def solve', 'def solved')}```"))]
    model = ("--endpoint", server.url, "--model", "tiny")
    out = tmp_path / "run"
    ended = resyn("propose", "--keywords", keywords, "--out", out, *model, "--json")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out) == [str(out / "candidates" / "name_summands.py")]
    assert len(server.requests) == 2
    few = ("--proposals", "1", "--rounds", "0", "--config", "instances=1")
    ended = resyn("run", "--keywords", keywords, "--out", out, *model, *few)
    assert ended.code == 1
    assert "broken_contract" in ended.out
    assert len(server.requests) == 2


def test_unreachable_endpoint_is_an_outside_failure_that_names_it(
    resyn: Command, keywords: Path, tmp_path: Path
) -> None:
    model = ("--endpoint", "http://127.0.0.1:9/v1", "--model", "tiny")
    ended = resyn("run", "--keywords", keywords, "--out", tmp_path / "run", "--proposals", "1", *model)
    assert ended.code == 3
    assert "http://127.0.0.1:9/v1" in ended.err


def test_missing_key_names_the_variable(
    resyn: Command, keywords: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    ended = resyn("run", "--keywords", keywords, "--out", tmp_path / "run", "--model", "openai:gpt-5")
    assert ended.code == 2
    assert "OPENAI_API_KEY" in ended.err


def test_folder_with_other_things_is_refused_and_left_alone(
    resyn: Command, server: FakeEndpoint, keywords: Path, tmp_path: Path
) -> None:
    note = tmp_path / "mine" / "environments" / "notes.txt"
    note.parent.mkdir(parents=True)
    note.write_text("keep me")
    ended = resyn("run", *arguments(server, keywords, tmp_path / "mine"))
    assert ended.code == 2
    assert "no run's folder" in ended.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["environments"]
    assert note.read_text() == "keep me"


@pytest.mark.parametrize("url", ["http://user:hush@127.0.0.1:9/v1", "http://127.0.0.1:9/v1?key=hush"])
def test_endpoint_that_holds_a_secret_is_refused_and_the_secret_nowhere_kept(
    resyn: Command, keywords: Path, tmp_path: Path, url: str
) -> None:
    ended = resyn("run", "--keywords", keywords, "--out", tmp_path / "run", "--endpoint", url, "--model", "tiny")
    assert ended.code == 2
    assert "--key-variable" in ended.err
    assert "hush" not in ended.err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("url", ["localhost:8000", "http://127.0.0.1:99999/v1", "ftp://127.0.0.1/v1"])
def test_endpoint_that_is_no_address_is_named(resyn: Command, keywords: Path, tmp_path: Path, url: str) -> None:
    ended = resyn("run", "--keywords", keywords, "--out", tmp_path / "run", "--endpoint", url, "--model", "tiny")
    assert ended.code == 2
    assert url in ended.err


def test_model_that_never_answered_can_be_exchanged_in_the_same_folder(
    resyn: Command, server: FakeEndpoint, keywords: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    typo = ("--endpoint", "http://127.0.0.1:9/v1", "--model", "tyni")
    assert resyn("run", "--keywords", keywords, "--out", out, "--proposals", "1", *typo).code == 3
    server.answers = [Answer(PLAN), Answer(chat_answer("I would rather not."))]
    assert resyn("run", *arguments(server, keywords, out)).code == 1


def test_dry_run_asks_nothing_and_counts_what_would_be_asked(
    resyn: Command, server: FakeEndpoint, keywords: Path, tmp_path: Path
) -> None:
    ended = resyn("run", *arguments(server, keywords, tmp_path / "run"), "--dry-run", "--json")
    assert ended.code == 0
    estimate = json.loads(ended.out)
    assert (estimate["model_calls"], estimate["cost"]) == (1 + 2 * (1 + 2 + 2), None)
    assert server.requests == []
    assert not (tmp_path / "run").exists()


def test_dry_run_prices_each_part_where_its_model_is_asked(resyn: Command, keywords: Path, tmp_path: Path) -> None:
    pytest.importorskip("genai_prices")
    few = (
        "--keywords",
        keywords,
        "--out",
        tmp_path / "run",
        "--proposals",
        "1",
        "--rounds",
        "0",
        "--dry-run",
        "--json",
    )
    costs = []
    for models in (("--model", "local"), ("--judge-model", "openai:gpt-5"), ("--model", "openai:gpt-5")):
        costs.append(json.loads(resyn("run", *few, *models).out)["cost"])
    assert costs[0] == 0.0
    assert 0.0 < costs[1] < costs[2] < 1.0


@pytest.mark.parametrize("damage", ["garbage", "version"])
def test_unreadable_store_is_named_and_kept(
    resyn: Command, server: FakeEndpoint, keywords: Path, tmp_path: Path, damage: str
) -> None:
    out = tmp_path / "run"
    out.mkdir()
    if damage == "garbage":
        (out / "run.sqlite").write_bytes(b"not a database " * 200)
    else:
        with sqlite3.connect(out / "run.sqlite") as connection:
            connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
            connection.execute("INSERT INTO meta VALUES ('schema', '99')")
        connection.close()
    before = (out / "run.sqlite").read_bytes()
    ended = resyn("run", *arguments(server, keywords, out))
    assert ended.code == 3
    assert "run.sqlite" in ended.err
    assert server.requests == []
    assert (out / "run.sqlite").read_bytes() == before
