"""Ways through the jail that were found once: forged pages, amplification, neighbours, beginnings that fail."""

import os
import select
import signal
import sys
import time

import pytest
from tests.sandbox.hostile import ADDITION, descendants

from resyn.core.errors import SandboxError
from resyn.core.records import Outcome
from resyn.sandbox.calls import Call, Limits, Status, VerifyJob
from resyn.sandbox.inside import layout
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail
from resyn.sandbox.replies import read_outcomes
from resyn.sandbox.worker import Plan, Worker, WorkerGoneError

FORGER = '''
def frames():
    try:
        1 / 0
    except ZeroDivisionError as error:
        frame = error.__traceback__.tb_frame
    while frame:
        yield frame
        frame = frame.f_back

def module(name):
    return next(frame.f_globals["sys"] for frame in frames() if "sys" in frame.f_globals).modules[name]

def page():
    owners = (frame.f_locals.get("self") for frame in frames())
    return next(owner._page for owner in owners if hasattr(owner, "_page"))

def leave(log, *, at=64, code=0):
    """Put a log into the page, claim to have done everything, and end."""
    page()[at:at + len(log)] = log
    page()[4:12] = (2).to_bytes(4, "little") + len(log).to_bytes(4, "little")
    module("os")._exit(code)

def solve(instance):
    text = instance.encode()
    leave(module("struct").pack("<BBdII", 1, 0, 0.5, len(text), 0) + text)
'''
"""Reaches the page that it shares with the warden with no more than the contract allows."""


@pytest.mark.parametrize(
    "text",
    [
        *("1e999", "[-1e999]", "NaN", '{"a":1,"a":2}', ' {"a" : 1}', "01", "1.50", "9" * 5000, "", "1 2", "[1,]"),
        *("[" * 900 + "]" * 900, '{"a":' * 101 + "1" + "}" * 101),
    ],
)
def test_forged_text_that_is_not_the_plain_json_of_its_value_does_not_come_out(jail: Jail, text: str) -> None:
    (reply,) = jail.call(FORGER, [Call("solve", instance=f'"{text.replace(chr(34), chr(92) + chr(34))}"')])
    assert (reply.status, reply.value, reply.text) == (Status.NOT_JSON, None, "")


def test_forged_text_that_is_plain_json_comes_out(jail: Jail) -> None:
    (reply,) = jail.call(FORGER, [Call("solve", instance='"[1.5,{}]"')])
    assert (reply.status, reply.value) == (Status.OK, [1.5, {}])


@pytest.mark.parametrize(("levels", "status"), [(100, Status.OK), (101, Status.NOT_JSON), (400, Status.NOT_JSON)])
def test_value_is_nested_no_deeper_than_a_host_can_walk(jail: Jail, levels: int, status: Status) -> None:
    body = "value = []\n    for _ in range(instance - 1):\n        value = [value]\n    return value"
    (reply,) = jail.call(f"def solve(instance):\n    {body}", [Call("solve", instance=str(levels))])
    assert reply.status is status
    assert (reply.error == "the value is nested more than 100 levels deep") == (status is Status.NOT_JSON)


def test_log_full_of_faults_that_explain_everything_does_not_keep_the_host_busy(jail: Jail) -> None:
    source = FORGER + (
        "def verify(instance, answer):\n"
        "    record = module('struct').pack('<IH', 1 << 31, 1) + b'x'\n"
        "    leave(record * ((256 << 10) // len(record)), at=64 + instance, code=1)\n"
    )
    began = time.process_time()
    (result,) = jail.verify([VerifyJob(source, "128", ("x",) * 128)])
    assert time.process_time() - began < 1.5
    assert result.outcomes == (Outcome.FAULT,) * 128
    assert max(map(len, result.faults.values())) <= layout.ERROR_BYTES


def test_fault_of_the_rest_explains_what_has_no_explanation_of_its_own() -> None:
    codes = bytes([layout.CORRECT, layout.ERROR, layout.NOT_RUN, layout.WRONG, layout.NOT_RUN])
    log = layout.fault(1, "one") + layout.fault(2, "rest", rest=True) + layout.FAULT.pack(4, 9999) + b"y" * 9999
    outcomes, faults = read_outcomes(codes + log, 5)
    assert [outcome is Outcome.FAULT for outcome in outcomes] == [False, True, True, False, True]
    assert faults == {1: "one", 2: "rest", 4: "y" * layout.ERROR_BYTES}


def test_values_too_large_for_one_answer_come_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resyn.sandbox.worker.FRAME_LIMIT", 4 << 20)
    monkeypatch.setattr("resyn.sandbox.jail.FRAME_LIMIT", 4 << 20)
    with Jail(workers=1) as jail:
        source = "def solve(instance):\n    return 'x' * ((1 << 20) - 2)"
        replies = jail.call(source, [Call("solve", instance="{}")] * 10)
    assert [len(reply.value) for reply in replies] == [(1 << 20) - 2] * 10


def test_little_output_is_room_enough_for_the_code(jail: Jail) -> None:
    with Jail(workers=1, limits=Limits(output_bytes=8)) as small:
        assert small.isolation is jail.isolation
        sound, large = small.call(ADDITION, [Call("solve", instance=f'{{"a": {a}, "b": 1}}') for a in (1, 10**9)])
    assert (sound.value, large.status) == ("2", Status.TOO_LARGE)


@pytest.mark.slow
def test_files_that_are_slow_to_compile_cost_their_neighbours_nothing() -> None:
    slow = "x = [" + "1,2,3," * 60_000 + "]\n"
    limits = Limits(cpu_seconds=1.0, hard_cpu_seconds=0.05, batch_cpu_seconds=0.3)
    jobs = [VerifyJob(f"{slow}# {index}", "{}", ("2",)) for index in range(30)]
    jobs.insert(12, VerifyJob(ADDITION, '{"a": 1, "b": 1}', ("2",)))
    with Jail(workers=1, limits=limits) as jail:
        outcomes = [result.outcomes[0] for result in jail.verify(jobs)]
    assert outcomes.pop(12) is Outcome.CORRECT
    assert set(outcomes) == {Outcome.FAULT}


def test_waiting_children_do_not_add_up_beyond_the_time_of_their_batch() -> None:
    source = FORGER + (
        "def verify(instance, answer):\n"
        "    lock = module('_thread').allocate_lock()\n"
        "    return lock.acquire() and lock.acquire()\n"
    )
    limits = Limits(cpu_seconds=0.1, hard_cpu_seconds=0.2, wall_seconds=0.3, batch_cpu_seconds=0.2)
    began = time.monotonic()
    with Jail(workers=1, limits=limits) as jail:
        (result,) = jail.verify([VerifyJob(source, "{}", ("x",) * 40)])
    assert time.monotonic() - began < 4
    assert result.faults[0] == "no end after 0.3 seconds"
    assert result.faults[39] == "the batch used up its time"


def test_cursor_that_runs_ahead_buys_no_time() -> None:
    source = FORGER + (
        "def solve(instance):\n"
        "    count = 0\n"
        "    while True:\n"
        "        count += 1\n"
        "        page()[0:4] = count.to_bytes(4, 'little')\n"
    )
    with Jail(workers=1, limits=Limits(cpu_seconds=0.2, hard_cpu_seconds=0.3)) as jail:
        (reply,) = jail.call(source, [Call("solve", instance="{}")])
    assert (reply.status, reply.error) == (Status.TIMEOUT, "no end after 0.3 CPU seconds")


def test_zygote_that_cannot_begin_says_why() -> None:
    with (
        Jail(workers=1, limits=Limits(memory_bytes=1 << 70)) as jail,
        pytest.raises(SandboxError, match=r"namespaces: OverflowError.*seccomp: OverflowError"),
    ):
        jail.call(ADDITION, [Call("solve", instance="{}")])


def test_end_of_the_inner_process_is_told_by_the_outer(jail: Jail) -> None:
    if jail.isolation is not Isolation.NAMESPACES:
        pytest.skip("there is one process only")
    worker = Worker(Plan(sys.executable, 0, Isolation.NAMESPACES, Limits()))
    try:
        worker.greet()
        os.kill(descendants(worker.pid)[-1], signal.SIGKILL)
        poller = select.poll()
        worker.register(poller)
        poller.poll()
        with pytest.raises(WorkerGoneError, match="status 137"):
            worker.pump()
    finally:
        worker.kill()


def test_worker_that_is_killed_while_it_starts_does_not_weaken_the_jail(
    jail: Jail, monkeypatch: pytest.MonkeyPatch
) -> None:
    victims = []
    greet = Worker.greet

    def greet_the_first_dying(worker: Worker) -> object:
        if not victims:
            victims.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)
        return greet(worker)

    monkeypatch.setattr(Worker, "greet", greet_the_first_dying)
    with Jail(workers=1) as struck:
        assert struck.isolation is jail.isolation
        assert struck.weakness == jail.weakness
    assert len(victims) == 1
