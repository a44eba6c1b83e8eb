import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.evaluate.conftest import write_benchmarks

from resyn.core.errors import ConfigError, ProviderError
from resyn.core.progress import Silent
from resyn.evaluate import publishers
from resyn.evaluate.publishers import PublishedFile, check_files, fetch_files, published_files
from resyn.evaluate.registry import NAMES, parse_names, read_problems


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[str]:
    """The address of a server that gives out the same small files."""
    folder = tmp_path / "published"
    write_benchmarks(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def listed_at(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        name: tuple(PublishedFile(file.path, f"{address}/{file.path}", file.size, file.sha256) for file in of_one)
        for name, of_one in publishers.published_files().items()
    }
    monkeypatch.setattr(publishers, "published_files", lambda: files)


def test_every_publisher_is_pinned_to_a_revision_with_hashes() -> None:
    files = published_files()
    assert {name: len(of_one) for name, of_one in files.items()} == {
        "bbh": 27, "bbeh": 24, "gsm8k": 1, "aime24": 1, "kor": 10
    }  # fmt: skip
    for file in (file for of_one in files.values() for file in of_one):
        assert len(file.sha256) == 64
        assert file.url.startswith("https://raw.githubusercontent.com/")
        assert len(file.url.split("/")[5]) == 40


def test_the_files_of_a_folder_are_checked(data: Path) -> None:
    check_files(["bbh", "kor"], data)
    (data / "bbh" / "animals.json").write_text("{}")
    check_files(["kor"], data)
    with pytest.raises(ConfigError, match=r"animals\.json is not the file"):
        check_files(["bbh"], data)
    (data / "gsm8k" / "test.jsonl").unlink()
    with pytest.raises(ConfigError, match=r"test\.jsonl is missing"):
        check_files(["gsm8k"], data)


def test_missing_and_changed_files_are_fetched_and_checked(
    data: Path, publisher: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed_at(publisher, monkeypatch)
    cache = tmp_path / "cache"
    (cache / "bbh").mkdir(parents=True)
    (cache / "bbh" / "animals.json").write_text("an older one")
    fetch_files(["bbh", "gsm8k"], cache, progress=Silent())
    check_files(["bbh", "gsm8k"], cache)
    assert sorted(path.name for path in (cache / "bbh").iterdir()) == ["animals.json", "truths.json"]
    assert not (cache / "kor").exists()


def test_another_file_at_the_publishers_address_is_refused(
    data: Path, publisher: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed_at(publisher, monkeypatch)
    served = tmp_path / "published" / "gsm8k" / "test.jsonl"
    served.write_text(served.read_text().replace("pens", "pans"))
    with pytest.raises(ProviderError, match="not what was published"):
        fetch_files(["gsm8k"], tmp_path / "cache", progress=Silent())
    assert not list((tmp_path / "cache" / "gsm8k").iterdir())


def test_without_a_network_the_remedy_is_named(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match="cannot be fetched") as refused:
        fetch_files(["aime24"], tmp_path / "cache", progress=Silent())
    assert "--data" in refused.value.hint


def test_questions_are_read_by_name(data: Path) -> None:
    problems = read_problems(["bbeh-mini", "heldout", "aime24"], data, progress=Silent())
    assert {name: [problem.target for problem in of_one] for name, of_one in problems.items()} == {
        "bbeh-mini": ["4"],
        "aime24": ["073"],
    }


@pytest.mark.parametrize("text", ["", " , ", "bbh,mmlu"])
def test_names_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_names(text)
    assert ", ".join(NAMES) in refused.value.hint
