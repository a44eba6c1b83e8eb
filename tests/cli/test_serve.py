"""What `resyn serve` refuses before it listens; tests/reward/test_server.py asks the running server."""

import socket
import sys

import pytest
from tests.cli.conftest import Command


def test_port_that_is_taken_is_named(resyn: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = resyn("serve", "--port", str(port))
    assert ended.code == 2
    assert f"cannot listen at 127.0.0.1, port {port}" in ended.err


def test_host_that_is_none_of_this_machine_is_named(resyn: Command) -> None:
    ended = resyn("serve", "--host", "192.0.2.1", "--port", "0")
    assert ended.code == 2
    assert "cannot listen at 192.0.2.1" in ended.err


def test_folder_that_does_not_exist_is_named(resyn: Command) -> None:
    ended = resyn("serve", "no_such_folder", "--port", "0")
    assert ended.code == 2
    assert "no_such_folder does not exist" in ended.err


def test_missing_server_is_told_with_its_remedy(resyn: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    ended = resyn("serve", "--port", "0")
    assert ended.code == 2
    assert "pip install 'resyn[serve]'" in ended.err
