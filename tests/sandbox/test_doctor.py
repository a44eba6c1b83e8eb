import pytest

from resyn.sandbox.doctor import probe_isolation
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail


def test_doctor_names_every_layer_and_what_was_refused(jail: Jail) -> None:
    probes = {probe.name: probe for probe in probe_isolation()}
    assert list(probes)[:4] == ["Linux", "machine", "namespaces", "no_new_privs and seccomp"]
    assert probes["isolation"].detail == jail.isolation.value
    refused = [name for name in probes if name.startswith("refused: ")]
    assert len(refused) >= 10
    assert all(probes[name].detail in ("EPERM", "EACCES") for name in refused)


def test_doctor_tells_why_a_jail_cannot_be_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    probes = {probe.name: probe for probe in probe_isolation()}
    assert not probes["namespaces"].ok
    assert "status 1" in probes["namespaces"].detail
    assert probes["isolation"].detail == "none: no jail can be built here"


def test_jail_without_isolation_has_nothing_to_show(unprotected: Jail) -> None:
    assert (unprotected.isolation, unprotected.landlock, unprotected.refused) == (Isolation.NONE, 0, {})
