import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import SOUND, Command
from tests.llm.conftest import Answer, FakeEndpoint, chat_answer

from resyn.propose.keywords import read_keywords, shipped_keywords


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeEndpoint]:
    monkeypatch.setenv("RESYN_CACHE", str(tmp_path / "cache"))
    endpoint = FakeEndpoint()
    endpoint.answers = [Answer(chat_answer("linear orders\nboat rows"))]
    yield endpoint
    endpoint.close()


@pytest.fixture
def problems(tmp_path: Path) -> Path:
    folder = tmp_path / "problems"
    folder.mkdir()
    (folder / "boats.txt").write_text("Three boats lie in a row. Which is last?")
    return folder


def model(server: FakeEndpoint) -> tuple[str, ...]:
    return ("--endpoint", server.url, "--model", "tiny")


def test_skills_of_problems_become_a_file_that_run_reads_and_no_call_is_paid_twice(
    resyn: Command, server: FakeEndpoint, problems: Path, tmp_path: Path
) -> None:
    out = tmp_path / "keywords.txt"
    ended = resyn("keywords", "--problems", problems, "--no-topics", "--out", out, *model(server))
    assert ended.code == 0, ended.err
    assert set(read_keywords(out)) == {"linear orders", "boat rows"} == set(ended.out.split("\n")[:-1])
    assert "boats.txt" in out.read_text()
    assert resyn("keywords", "--problems", problems, "--out", out, *model(server)).code == 0
    assert len(server.requests) == 1
    assert set(read_keywords(out)) <= {"linear orders", "boat rows", *shipped_keywords()}
    assert len(read_keywords(out)) == 100


def test_what_the_library_has_comes_last(resyn: Command, server: FakeEndpoint, problems: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "order_boats.py").write_text(
        SOUND.replace("from random", 'META = {"skills": ["linear order"]}\nfrom random')
    )
    (library / "broken.py").write_text("def (")
    given = ("--problems", problems, "--library", library, "--no-topics", "--out", tmp_path / "k.txt", "--json")
    ended = resyn("keywords", *given, *model(server))
    found = json.loads(ended.out)
    assert [keyword["keyword"] for keyword in found] == ["boat rows", "linear orders"]
    assert found[1]["covered"] >= 1


def test_field_alone_brings_no_shipped_topics(resyn: Command, server: FakeEndpoint, tmp_path: Path) -> None:
    ended = resyn(
        "keywords", "--domain", "organic chemistry", "--count", "2", "--out", tmp_path / "k.txt", *model(server)
    )
    assert ended.code == 0
    assert set(read_keywords(tmp_path / "k.txt")) == {"linear orders", "boat rows"}
    assert "organic chemistry" in server.requests[0]["messages"][0]["content"]


def test_model_that_names_nothing_exits_with_1_and_writes_nothing(
    resyn: Command, server: FakeEndpoint, problems: Path, tmp_path: Path
) -> None:
    server.answers = [Answer(chat_answer("I would rather not name anything at all here."))]
    ended = resyn("keywords", "--problems", problems, "--out", tmp_path / "k.txt", *model(server))
    assert ended.code == 1
    assert "named no keyword" in ended.err
    assert not (tmp_path / "k.txt").exists()


def test_neither_problems_nor_field_and_an_empty_folder_are_errors(resyn: Command, tmp_path: Path) -> None:
    assert resyn("keywords").code == 2
    (tmp_path / "empty").mkdir()
    ended = resyn("keywords", "--problems", tmp_path / "empty")
    assert ended.code == 2
    assert "holds no problem" in ended.err


def test_dry_run_counts_the_calls(resyn: Command, server: FakeEndpoint, problems: Path) -> None:
    ended = resyn("keywords", "--problems", problems, "--domain", "chess", "--dry-run", *model(server))
    assert json.loads(ended.out) == {"model_calls": 1 + 3}
    assert server.requests == []
