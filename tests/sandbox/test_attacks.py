"""Attacks by code that holds every gadget already; the truth is read on the host, not from the attacker's word."""

import json
import platform
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.sandbox.hostile import ADDITION, ATTACKS, GADGETS, SHORT, Host, descendants, strike

from resyn.core.records import Outcome
from resyn.sandbox.calls import Call, Limits, Status, VerifyJob
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail

CONTAINED = (
    # network
    *("connect_tcp", "send_udp", "connect_abstract_unix", "listen_tcp"),
    # files and environment
    *("read_host_file", "read_system_file", "list_root", "read_environment_variable", "read_environment_of_host"),
    *("write_host_file", "write_shared_memory_file", "make_folder", "write_any_descriptor", "find_open_descriptor"),
    # processes
    *("fork_one", "clone_by_number", "start_thread", "execute_shell", "leave_daemon", "signal_host", "signal_parent"),
    *("signal_everyone", "trace_host", "trace_parent", "read_memory_of_host", "raise_priority"),
    # the kernel
    *("new_user_namespace", "mount_file_system", "set_up_io_uring", "load_bpf", "open_userfaultfd", "open_perf_event"),
    *("use_keyring", "add_key", "shared_memory_segment", "replace_filter", "lock_priority_inheriting_futex"),
    *("foreign_numbering", "executable_memory", "memory_made_executable", "execute_memory_file", "raise_limits"),
)
"""Attacks that must come to nothing."""

GENUINE = {
    "connect_tcp": {"tcp"},
    "send_udp": {"udp"},
    "connect_abstract_unix": {"abstract"},
    "read_host_file": set(),
    "list_root": set(),
    "write_host_file": {"file"},
    "write_shared_memory_file": {"file"},
    "signal_host": {"signal"},
    "executable_memory": set(),
    "memory_made_executable": set(),
    "signal_parent": set(),
}
"""Attacks that do come through without isolation, harmless there, and what the host sees of them."""

ENDS = {
    "loop": {Status.TIMEOUT},
    "loop_that_swallows": {Status.TIMEOUT},
    "loop_in_c": {Status.TIMEOUT},
    "huge_power": {Status.TIMEOUT},
    "backtracking_pattern": {Status.TIMEOUT},
    "endless_output": {Status.TIMEOUT},
    "exit_quietly": {Status.EXITED},
    "exit_loudly": {Status.EXITED},
    "raise_system_exit": {Status.ERROR},
    "raise_keyboard_interrupt": {Status.ERROR},
    "segfault": {Status.KILLED},
    "abort": {Status.KILLED},
    "deep_recursion": {Status.ERROR},
    "bottomless_recursion": {Status.KILLED, Status.MEMORY, Status.ERROR},
    "turn_cursor_back": {Status.EXITED},
    "read_page_of_other_lane": {Status.KILLED},
}
"""Ways to end badly, and what is said of the call that chose them."""


HOARDING = ("take_memory", "take_memory_in_pieces")


def test_every_attack_is_accounted_for() -> None:
    named = set(re.findall(r"^@attack\ndef (\w+)", ATTACKS, re.M))
    poisons = {"poison", "is_poisoned"}
    forgeries = {"scribble", "sees_scribble", "scribble_and_look", "fake_end", "garbage_log"}
    assert named == {*CONTAINED, *ENDS, *HOARDING, *poisons, *forgeries, "wait_forever", "nothing"}


@pytest.mark.parametrize("attack", CONTAINED)
def test_attack_comes_to_nothing_and_its_neighbours_go_on(attacked: Jail, host: Host, attack: str) -> None:
    if attack == "mount_file_system":
        assert attacked.isolation is not Isolation.NONE
    first, struck, last = strike(attacked, host, attack)
    assert struck.value is not True, struck
    assert (first.value, last.value) == (False, False)
    if attack == "leave_daemon":
        time.sleep(0.05)
    assert host.effects() == set()


@pytest.mark.parametrize("attack", GENUINE)
def test_attack_is_genuine(unprotected: Jail, host: Host, attack: str) -> None:
    _, struck, _ = strike(unprotected, host, attack)
    assert struck.value is True, struck
    assert host.effects() == GENUINE[attack]


@pytest.mark.parametrize("attack", ENDS)
def test_bad_end_is_the_outcome_of_that_call_alone(holding: Jail, host: Host, attack: str) -> None:
    first, struck, last = strike(holding, host, attack)
    assert struck.status in ENDS[attack], struck
    assert (first.value, last.value) == (False, False)


@pytest.mark.parametrize("attack", HOARDING)
def test_memory_runs_out_for_that_call_alone(host: Host, attack: str) -> None:
    # Touching pages takes CPU time, more on a busy machine: the memory has to run out first.
    with Jail(workers=1, limits=replace(SHORT, cpu_seconds=10.0, hard_cpu_seconds=20.0), _gadgets=GADGETS) as jail:
        first, struck, last = strike(jail, host, attack)
    assert struck.status is Status.MEMORY, struck
    assert (first.value, last.value) == (False, False)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers below are those of x86_64")
def test_only_listed_system_calls_are_within_reach(attacked: Jail) -> None:
    source = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def solve(instance):
    reached = []
    for number in range(600):
        if number in instance:
            continue
        ctypes.set_errno(0)
        if libc.syscall(ctypes.c_long(number), -1, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != 1:
            reached.append(number)
    return reached
"""
    exits = [15, 60, 231]  # these would end the survey
    never_filtered = [335, 336]  # uretprobe and uprobe: new kernels let them past every filter, and end who calls them
    (reply,) = attacked.call(source, [Call("solve", instance=json.dumps(exits + never_filtered))])
    harmless = {9, 10, 11, 12, 25, 28, 96, 201, 202, 219, 228, 318}
    assert reply.status is Status.OK, reply
    assert set(reply.value) <= harmless


def test_poisoned_process_changes_nothing_for_later_batches_and_other_environments(attacked: Jail) -> None:
    jobs = [
        VerifyJob(ATTACKS, "{}", ("poison", "nothing", "nothing")),
        VerifyJob(ATTACKS + "\n# another", "{}", ("is_poisoned", "nothing")),
        VerifyJob(ADDITION, '{"a": 2, "b": 2}', ("4", "5")),
    ]
    for _ in range(2):
        results = attacked.verify(jobs)
        assert results[1].outcomes == (Outcome.WRONG, Outcome.WRONG)
        assert results[2].outcomes == (Outcome.CORRECT, Outcome.WRONG)
        (later,) = attacked.verify([VerifyJob(ATTACKS, "{}", ("is_poisoned", "nothing"))])
        assert later.outcomes == (Outcome.WRONG, Outcome.WRONG)


def test_poison_does_work_within_its_own_batch(attacked: Jail) -> None:
    (result,) = attacked.verify([VerifyJob(ATTACKS, "{}", ("poison", "is_poisoned"))])
    assert result.outcomes[1] is not Outcome.WRONG


def test_fork_each_keeps_a_poisoned_call_from_the_next(attacked: Jail) -> None:
    calls = [Call("verify", instance="{}", answer=name) for name in ("poison", "is_poisoned", "nothing")]
    assert [reply.value for reply in attacked.call(ATTACKS, calls, fork_each=True)][1:] == [False, False]


@pytest.mark.parametrize("attack", ["scribble", "fake_end", "garbage_log"])
def test_forged_page_harms_its_own_batch_only(attacked: Jail, attack: str) -> None:
    own = VerifyJob(ATTACKS, "{}", ("nothing", attack, "nothing"))
    other = VerifyJob(ATTACKS + "\n# another", "{}", ("sees_scribble", "nothing"))
    for _ in range(2):
        results = attacked.verify([own, other, VerifyJob(ADDITION, '{"a": 2, "b": 2}', ("4", "5"))])
        assert len(results[0].outcomes) == 3
        assert results[1].outcomes == (Outcome.WRONG, Outcome.WRONG)
        assert results[2].outcomes == (Outcome.CORRECT, Outcome.WRONG)
    replies = attacked.call(ATTACKS, [Call("verify", instance="{}", answer=a) for a in ("nothing", attack, "nothing")])
    assert len(replies) == 3
    assert attacked.call(ATTACKS, [Call("verify", instance="{}", answer="sees_scribble")])[0].value is False


def test_scribble_is_seen_within_its_own_child(attacked: Jail) -> None:
    (reply,) = attacked.call(ATTACKS, [Call("verify", instance="{}", answer="scribble_and_look")])
    assert reply.status is not Status.NOT_RUN
    (result,) = attacked.verify([VerifyJob(ATTACKS, "{}", ("scribble_and_look",))])
    assert result.outcomes == (Outcome.CORRECT,)


def test_wait_without_end_is_a_timeout(host: Host) -> None:
    with Jail(workers=1, limits=Limits(wall_seconds=0.5), _gadgets=GADGETS) as jail:
        first, struck, last = strike(jail, host, "wait_forever")
    assert (struck.status, struck.error) == (Status.TIMEOUT, "no end after 0.5 seconds")
    assert (first.value, last.value) == (False, False)


def test_nothing_survives_an_attack(attacked: Jail, host: Host) -> None:
    for attack in ("fork_one", "leave_daemon", "segfault"):
        strike(attacked, host, attack)
    (zygote,) = attacked.processes
    inner = 1 if attacked.isolation is Isolation.NAMESPACES else 0
    assert len(descendants(zygote)) == inner


def test_process_under_attack_has_no_privilege_and_a_filter(attacked: Jail) -> None:
    attacked.call(ADDITION, [Call("solve", instance='{"a": 1, "b": 1}')])
    (zygote,) = attacked.processes
    innermost = [zygote, *descendants(zygote)][-1]
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{innermost}/status").read_text().splitlines())
    assert (status["CapEff"], status["CapPrm"], status["NoNewPrivs"]) == ("0" * 16, "0" * 16, "1")
