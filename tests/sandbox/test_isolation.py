"""The jail on machines that offer less: as in containers, whose filters refuse namespaces, or more than that."""

import json
import platform
import subprocess
import sys

import pytest
from tests.sandbox.hostile import ATTACKS, GADGETS, Host

from resyn.sandbox.isolation import Isolation

pytestmark = pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers below are those of x86_64")

UNSHARE, MOUNT, SETNS, PIVOT_ROOT, CLONE3, PRCTL = 272, 165, 308, 155, 435, 157
PR_SET_SECCOMP = 22
CONTAINER = """
import ctypes, json, struct, sys
refused, option, attacks, host = json.loads(sys.stdin.read())
code = [(0x20, 0, 0, 0)]
for number in refused:
    code += [(0x15, 0, 1, number), (0x06, 0, 0, 0x50001)]
if option:
    code += [(0x15, 0, 3, 157), (0x20, 0, 0, 16), (0x15, 0, 1, option), (0x06, 0, 0, 0x50016)]
code.append((0x06, 0, 0, 0x7FFF0000))
program = b"".join(struct.pack("HBBI", *instruction) for instruction in code)
buffer = ctypes.create_string_buffer(program, len(program))
head = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(code), ctypes.addressof(buffer)), 16)
prctl = ctypes.CDLL(None, use_errno=True).prctl
prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
if prctl(38, 1, 0, 0, 0) or prctl(22, 2, ctypes.addressof(head), 0, 0):
    raise OSError(ctypes.get_errno(), "the container's filter")

from resyn.core.errors import SandboxError
from resyn.sandbox.calls import Call
from resyn.sandbox.jail import Jail
gadgets, source, names = attacks
try:
    with Jail(workers=1, _gadgets=tuple(gadgets)) as jail:
        found = {"isolation": jail.isolation, "weakness": jail.weakness, "refused": len(jail.refused)}
        calls = [Call("verify", instance=json.dumps(host), answer=name) for name in names]
        found["values"] = [reply.value for reply in jail.call(source, calls)]
except SandboxError as error:
    found = {"error": str(error), "hint": error.hint}
print(json.dumps(found))
"""
NAMES = ("nothing", "connect_tcp", "read_host_file", "write_host_file", "fork_one", "signal_host", "executable_memory")


def in_container(host: Host, *, refused: tuple[int, ...], option: int = 0) -> dict[str, object]:
    """Tell what a jail attains, and attacks in it, in a process to which system calls are refused."""
    done = subprocess.run(
        [sys.executable, "-c", CONTAINER],
        input=json.dumps([refused, option, [GADGETS, ATTACKS, NAMES], host.instance]),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "refused", [(UNSHARE, SETNS, MOUNT, PIVOT_ROOT), pytest.param((PIVOT_ROOT,), marks=pytest.mark.slow)]
)
def test_where_namespaces_are_refused_the_filter_still_holds(host: Host, refused: tuple[int, ...]) -> None:
    found = in_container(host, refused=refused)
    assert found["isolation"] == Isolation.SECCOMP
    assert "namespaces: " in str(found["weakness"])
    assert found["refused"] == 12
    assert isinstance(found["values"], list)
    assert len(found["values"]) == len(NAMES)
    assert True not in found["values"]
    assert host.effects() == set()


def test_where_no_filter_can_be_had_there_is_no_jail(host: Host) -> None:
    found = in_container(host, refused=(UNSHARE,), option=PR_SET_SECCOMP)
    assert "seccomp" in str(found["error"])
    assert "--allow-unsafe" in str(found["hint"])
