"""The reward server itself, started by its command and asked over a socket."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.reward.samples import CORRECT, WRONG, verifier

DOUBLE = verifier("double_number")
GOOD = {"prompt": "asked", "response": CORRECT, "label": DOUBLE}
HANGS = {"response": CORRECT, "label": verifier("hang_for_ever")}


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    port: int
    process: "subprocess.Popen[str]"

    def ask(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def score(self, data: Any) -> tuple[int, Any]:
        status, text = self.ask("POST", "/score", json.dumps(data))
        return status, json.loads(text)

    def figures(self) -> dict[str, float]:
        _, text = self.ask("GET", "/metrics")
        lines = [line.rsplit(" ", 1) for line in text.decode().splitlines() if not line.startswith("#")]
        return {name: float(value) for name, value in lines}

    def send(self, data: bytes) -> bytes:
        """Send bytes that no client would, and return the first line of what comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(data)
            return connection.makefile("rb").readline().strip()


def start(folder: Path, *options: str) -> Served:
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # shells let what runs in the background ignore it
    process = subprocess.Popen(
        [sys.executable, "-m", "resyn", "serve", str(folder), "--port", "0", *options],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heard,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    assert line.startswith("listening on http://127.0.0.1:"), line
    return Served(int(line.split(":")[2].split(",")[0]), process)


def stop(served: Served, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
    served.process.send_signal(number)
    _, said = served.process.communicate(timeout=60)
    return served.process.returncode, said


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    served = start(folder, "--workers", "1", "--max-body", "1", "--max-batch", "100", "--timeout", "10")
    yield served
    code, said = stop(served)
    assert (code, said.splitlines()[-1]) == (0, "ended")
    assert "Traceback" not in said


@pytest.fixture(autouse=True)
def lives_on(served: Served) -> Iterator[None]:
    yield
    assert served.score(GOOD)[1]["reward"] == 1.0


def test_single_sample_gets_a_reward_under_the_key_that_trainers_name(served: Served) -> None:
    status, score = served.score(GOOD)
    assert (status, score["reward"], score["outcome"], score["answer"]) == (200, 1.0, "correct", "42")


def test_batch_keeps_its_order_and_a_fault_is_null(served: Served) -> None:
    samples = [
        *({"response": response, "label": DOUBLE} for response in (CORRECT, WRONG, "\0 \ud800 <answer>\0</answer>")),
        *({"response": CORRECT, "label": label} for label in (verifier("raise_always"), "no verifier", "\0")),
    ]
    status, answer = served.score({"samples": samples})
    assert status == 200
    assert [score["reward"] for score in answer["scores"]] == [1.0, pytest.approx(0.1), 0.0, None, None, None]
    assert [score["outcome"] for score in answer["scores"]] == ["correct", "wrong", "wrong", "fault", "fault", "fault"]


def test_queries_are_answered_with_lists(served: Served) -> None:
    prompt = "Put it into <answer></answer>."
    status, answer = served.score({"query": [prompt + CORRECT], "prompts": [prompt], "labels": [DOUBLE]})
    assert (status, answer["rewards"]) == (200, [1.0])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"", 400),
        (b"\0" * 1000, 400),
        (b"[" * 1_000_000, 400),
        (b'{"samples": [' + b"[" * 100_000, 400),
        (b'{"response": "x"}', 400),
        (json.dumps({"samples": [GOOD] * 101}).encode(), 413),
        (b"x" * ((1 << 20) + 1), 413),
    ],
)
def test_malformed_requests_are_refused_with_a_reason(served: Served, body: bytes, status: int) -> None:
    got, text = served.ask("POST", "/score", body)
    assert got == status
    assert json.loads(text)["error"]


def test_body_of_100_megabytes_is_refused_before_it_is_sent(served: Served) -> None:
    head = b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n"
    assert served.send(head).startswith(b"HTTP/1.1 413")


def test_body_without_a_length_is_counted_as_it_comes(served: Served) -> None:
    chunk = b"%x\r\n" % (1 << 19) + b"x" * (1 << 19) + b"\r\n"
    head = b"POST /score HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert served.send(head + chunk * 3).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "data",
    [
        b"\0\0\0\0\r\n\r\n",
        b"POST /score HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST /score HTTP/1.1\r\nContent-Length: 10\r\nContent-Length: 20\r\n\r\n",
        b"POST /score HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused(served: Served, data: bytes) -> None:
    assert served.send(data).startswith(b"HTTP/1.1 400")


def test_client_that_leaves_in_mid_body_holds_nothing(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        connection.sendall(b"POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf")
    wait_until_idle(served)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/score", 405), ("POST", "/x", 404), ("GET", "/", 404)])
def test_other_paths_and_methods_are_refused(served: Served, method: str, path: str, status: int) -> None:
    assert served.ask(method, path)[0] == status


def test_health_says_how_it_fares(served: Served) -> None:
    status, text = served.ask("GET", "/health")
    health = json.loads(text)
    assert (status, health["status"], health["workers"]) == (200, "ok", 1)
    assert health["isolation"] in ("namespaces", "seccomp")


def test_metrics_count_samples_and_no_request_can_add_a_label(served: Served) -> None:
    before = served.figures()
    served.score({"samples": [GOOD, {"response": WRONG, "label": DOUBLE}]})
    served.score({"response": "x", "label": DOUBLE.replace("double_number", 'evil"} 1')})
    served.ask("POST", "/score", b"{")
    after = served.figures()
    grown = {name: after[name] - before.get(name, 0.0) for name in after if "_created" not in name}
    assert grown['resyn_samples_total{environment="double_number",outcome="correct"}'] == 1
    assert grown['resyn_samples_total{environment="double_number",outcome="wrong"}'] == 1
    assert grown['resyn_samples_total{environment="unknown",outcome="fault"}'] == 1
    assert (grown['resyn_requests_total{status="200"}'], grown['resyn_requests_total{status="400"}']) == (2, 1)
    assert (after["resyn_requests_in_flight"], after["resyn_jail_workers"]) == (0, 1)
    assert not any("evil" in name for name in after)


@pytest.mark.slow
def test_killed_worker_is_replaced_and_costs_no_sample(served: Served) -> None:
    (worker,) = children(served.process.pid)
    found: list[Any] = []
    asked = {"samples": [HANGS, *[GOOD] * 20]}
    thread = threading.Thread(target=lambda: found.append(served.score(asked)))
    thread.start()
    time.sleep(0.3)  # the sample that hangs takes a second
    os.kill(worker, signal.SIGKILL)
    thread.join()
    status, answer = found[0]
    assert status == 200
    assert [score["reward"] for score in answer["scores"]] == [None, *[1.0] * 20]
    assert children(served.process.pid) != [worker]


def test_many_single_requests_at_once_are_all_answered(served: Served) -> None:
    found: list[tuple[int, float]] = []

    def work(number: int) -> None:
        for n in range(number, number + 10):
            data = {"response": f"<answer>{2 * n}</answer>", "label": verifier("double_number", n)}
            status, score = served.score(data)
            found.append((status, score["reward"]))

    threads = [threading.Thread(target=work, args=(10 * n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [(200, 0.9)] * 80


@pytest.mark.slow
def test_request_beyond_time_or_number_is_refused_and_counts_until_its_work_ends(folder: Path) -> None:
    served = start(folder, "--workers", "1", "--timeout", "0.3", "--concurrency", "1")
    assert served.score(HANGS)[0] == 504
    assert served.score(GOOD)[0] == 503
    wait_until_idle(served)
    assert served.score(GOOD)[1]["reward"] == 1.0
    code, said = stop(served, signal.SIGINT)
    assert code == 130
    assert "Traceback" not in said


def wait_until_idle(served: Served) -> None:
    deadline = time.monotonic() + 30
    while served.figures()["resyn_requests_in_flight"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
