"""Jails and a host that tests share."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sandbox.hostile import GADGETS, SHORT, Host

from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail


@pytest.fixture(scope="session")
def jail() -> Iterator[Jail]:
    with Jail(workers=2, limits=SHORT) as jail:
        yield jail


@pytest.fixture(scope="session", params=[Isolation.AUTO, Isolation.SECCOMP])
def attacked(request: pytest.FixtureRequest) -> Iterator[Jail]:
    with Jail(workers=1, limits=SHORT, isolation=request.param, _gadgets=GADGETS) as jail:
        yield jail


@pytest.fixture(scope="session")
def holding() -> Iterator[Jail]:
    with Jail(workers=1, limits=SHORT, _gadgets=GADGETS) as jail:
        yield jail


@pytest.fixture(scope="session")
def unprotected() -> Iterator[Jail]:
    with Jail(workers=1, limits=SHORT, isolation=Isolation.NONE, _gadgets=GADGETS) as jail:
        yield jail


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    host = Host(tmp_path)
    monkeypatch.setenv("HOST_SECRET", host.secret)
    before = signal.signal(signal.SIGUSR1, lambda *_: host.hits.append("signal"))
    yield host
    signal.signal(signal.SIGUSR1, before)
    for end in (host.tcp, host.udp, host.abstract):
        end.close()
