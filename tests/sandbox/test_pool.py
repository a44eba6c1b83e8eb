"""Starting, losing, replacing and ending the processes of a jail."""

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.sandbox.hostile import ADDITION, SHORT, descendants

from resyn.core.errors import SandboxError
from resyn.core.records import Outcome
from resyn.sandbox.calls import Call, Limits, VerifyJob
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail

TWO = '{"a": 1, "b": 1}'
SLOW = """
def verify(instance, answer):
    return sum([n for n in range(10**6)]) > 0 and answer == 'yes'
"""


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    return true()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("isolation", [Isolation.AUTO, Isolation.SECCOMP])
def test_closing_leaves_no_process_descriptor_or_thread(isolation: Isolation) -> None:
    gc.collect()
    before = open_descriptors(), threading.active_count()
    with Jail(workers=2, isolation=isolation) as jail:
        jail.verify([VerifyJob(ADDITION + f"# {n}", TWO, ("2", "3")) for n in range(4)])
        family = [pid for zygote in jail.processes for pid in (zygote, *descendants(zygote))]
        assert len(jail.processes) == 2
    assert (open_descriptors(), threading.active_count()) == before
    assert wait_until(lambda: not any(is_alive(pid) for pid in family))
    assert not set(family) & set(descendants(os.getpid()))


def test_forgotten_jail_ends_its_processes() -> None:
    jail = Jail(workers=1)
    jail.call(ADDITION, [Call("solve", instance=TWO)])
    (zygote,) = jail.processes
    del jail
    gc.collect()
    assert wait_until(lambda: not is_alive(zygote))


@pytest.mark.parametrize("victim", [pytest.param("zygote", marks=pytest.mark.slow), "inner"])
def test_worker_killed_in_the_middle_costs_no_answer(victim: str) -> None:
    answers = ("yes", "no") * 20
    with Jail(workers=1) as jail:
        assert jail.isolation is not Isolation.NONE
        (zygote,) = jail.processes
        idle = descendants(zygote)
        target = zygote if victim == "zygote" else [zygote, *idle][-1]

        def kill_when_busy() -> None:
            wait_until(lambda: len(descendants(zygote)) > len(idle))
            os.kill(target, signal.SIGKILL)

        killer = threading.Thread(target=kill_when_busy)
        killer.start()
        (result,) = jail.verify([VerifyJob(SLOW, "{}", answers)])
        killer.join()
        assert jail.processes != [zygote]
    assert result.outcomes == (Outcome.CORRECT, Outcome.WRONG) * 20


def test_child_killed_from_outside_costs_its_own_call_only() -> None:
    with Jail(workers=1, isolation=Isolation.SECCOMP) as jail:
        jail.call(ADDITION, [Call("solve", instance=TWO)])
        (zygote,) = jail.processes

        def kill_child() -> None:
            wait_until(lambda: bool(descendants(zygote)))
            time.sleep(0.1)
            os.kill(descendants(zygote)[0], signal.SIGKILL)

        killer = threading.Thread(target=kill_child)
        killer.start()
        (result,) = jail.verify([VerifyJob(SLOW, "{}", ("yes", "no") * 20)])
        killer.join()
        assert jail.processes == [zygote]
    assert list(result.faults.values()) in (["killed by SIGKILL"], [])
    assert sum(outcome is Outcome.FAULT for outcome in result.outcomes) == len(result.faults)


def test_worker_that_is_lost_again_and_again_is_an_error_of_the_box() -> None:
    stop = threading.Event()
    with Jail(workers=1) as jail:
        jail.call(ADDITION, [Call("solve", instance=TWO)])

        def kill_all() -> None:
            while not stop.is_set():
                for zygote in jail.processes:
                    try:
                        os.kill(zygote, signal.SIGKILL)
                    except ProcessLookupError:
                        continue
                time.sleep(0.02)

        killer = threading.Thread(target=kill_all)
        killer.start()
        try:
            with pytest.raises(SandboxError):
                jail.verify([VerifyJob(SLOW, "{}", ("yes",) * 200)])
        finally:
            stop.set()
            killer.join()
        (reply,) = jail.call(ADDITION, [Call("solve", instance=TWO)])
        assert reply.value == "2"


HOST = """
import sys, time
from resyn.sandbox.calls import Call, VerifyJob
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail
jail = Jail(workers=1, isolation=Isolation(sys.argv[1]))
jail.call("def solve(instance):\\n    return 1", [Call("solve", instance="{}")])
print(jail.processes[0], flush=True)
if sys.argv[2] == "busy":
    jail.verify([VerifyJob("def verify(i, a):\\n    sum(range(10 ** 15))", "{}", ("x",))])
time.sleep(60)
"""


@pytest.mark.parametrize("work", [pytest.param("idle", marks=pytest.mark.slow), "busy"])
@pytest.mark.parametrize("isolation", [Isolation.AUTO, Isolation.SECCOMP])
def test_processes_die_with_their_host(isolation: Isolation, work: str) -> None:
    command = [sys.executable, "-c", HOST, isolation.value, work]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as host:
        assert host.stdout is not None
        zygote = int(host.stdout.readline())
        if work == "busy":
            assert wait_until(lambda: len(descendants(zygote)) > (isolation is Isolation.AUTO))
        family = [zygote, *descendants(zygote)]
        host.kill()
    assert wait_until(lambda: not any(is_alive(pid) for pid in family))


def test_forked_process_gets_workers_of_its_own(jail: Jail) -> None:
    jail.call(ADDITION, [Call("solve", instance=TWO)])
    before = jail.processes
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            inherited = jail.processes
            (reply,) = jail.call(ADDITION, [Call("solve", instance=TWO)])
            os.write(writing, json.dumps([inherited, jail.processes, reply.value]).encode())
            jail.close()
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    assert os.waitpid(pid, 0)[1] == 0
    with os.fdopen(reading) as pipe:
        inherited, started, value = json.loads(pipe.read())
    assert inherited == []
    assert set(started).isdisjoint(before)
    assert value == "2"
    assert jail.call(ADDITION, [Call("solve", instance=TWO)])[0].value == "2"
    assert jail.processes == before


INTERRUPTED = """
import _thread, signal, threading, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # shells let what runs in the background ignore it
from resyn.sandbox.calls import Call, VerifyJob
from resyn.sandbox.jail import Jail
with Jail(workers=2) as jail:
    jail.call("def solve(instance):\\n    return 1", [Call("solve", instance="{}")])
    threading.Timer(0.3, _thread.interrupt_main).start()
    began = time.monotonic()
    try:
        jail.verify([VerifyJob("def verify(i, a):\\n    sum(range(10 ** 15))", "{}", ("x",) * 8)])
    except KeyboardInterrupt:
        print("interrupted")
    print(time.monotonic() - began < 5)
    print(jail.call("def solve(instance):\\n    return 2", [Call("solve", instance="{}")])[0].value)
"""


def test_interrupt_leaves_the_jail_usable() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["interrupted", "True", "2"], done.stderr


@pytest.mark.slow
def test_worker_that_falls_silent_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resyn.sandbox.worker._SILENCE_SECONDS", 0.5)
    with Jail(workers=1, limits=Limits(hard_cpu_seconds=0.4)) as jail:
        jail.call(ADDITION, [Call("solve", instance=TWO)])
        (zygote,) = jail.processes
        for pid in [zygote, *descendants(zygote)]:
            os.kill(pid, signal.SIGSTOP)
        (result,) = jail.verify([VerifyJob(ADDITION, TWO, ("2", "3"))])
        assert jail.processes != [zygote]
    assert result.outcomes == (Outcome.CORRECT, Outcome.WRONG)


@pytest.mark.slow
def test_long_batches_do_not_count_as_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resyn.sandbox.worker._SILENCE_SECONDS", 1.6)
    limits = Limits(cpu_seconds=3.0, hard_cpu_seconds=0.6, deaths=10)
    loop = "def verify(instance, answer):\n    return sum(range(10 ** 15)) == 0"
    with Jail(workers=1, limits=limits) as jail:
        jail.call(ADDITION, [Call("solve", instance=TWO)])
        (zygote,) = jail.processes
        (result,) = jail.verify([VerifyJob(loop, "{}", ("x",) * 4)])
        assert jail.processes == [zygote]
    assert result.faults == dict.fromkeys(range(4), "no end after 0.6 CPU seconds")


def test_more_environments_than_are_kept_are_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resyn.sandbox.pool._KEPT_ENVIRONMENTS", 3)
    with Jail(workers=1, limits=SHORT) as jail:
        for round_ in range(3):
            jobs = [VerifyJob(f"{ADDITION}# {n + round_}", TWO, ("2", "3")) for n in range(6)]
            assert [result.outcomes for result in jail.verify(jobs)] == [(Outcome.CORRECT, Outcome.WRONG)] * 6
