"""An environment out to escape: `verify` carries out the attack that the answer names and tells whether it worked.

It is run with every gadget in hand that the import guard would withhold. Read as text by the tests, never imported.
"""
# ruff: noqa - hostile code looks like hostile code

import builtins
import ctypes
import errno
import gc
import io
import json
import mmap
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time

ATTACKS = {}
open = io.open  # what the builtins lack
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def attack(function):
    ATTACKS[function.__name__] = function
    return function


def system_call(number, *arguments):
    """Tell whether a system call is within reach, whatever it says to these arguments."""
    result = libc.syscall(ctypes.c_long(number), *arguments)
    return result >= 0 or ctypes.get_errno() not in (errno.EPERM, errno.EACCES, errno.ENOSYS)


# Network


@attack
def connect_tcp(i):
    with socket.create_connection(("127.0.0.1", i["tcp"]), 2) as s:
        s.sendall(b"x")
    return True


@attack
def send_udp(i):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.sendto(b"x", ("127.0.0.1", i["udp"]))
    return True


@attack
def connect_abstract_unix(i):
    with socket.socket(socket.AF_UNIX) as s:
        s.connect("\0" + i["abstract"])
        s.sendall(b"x")
    return True


@attack
def listen_tcp(i):
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen()
    return True


# Files and environment


@attack
def read_host_file(i):
    with open(i["secret_path"]) as f:
        return i["secret"] in f.read()


@attack
def read_system_file(i):
    with open("/etc/passwd") as f:
        return "root" in f.read()


@attack
def list_root(i):
    return len(os.listdir("/")) > 0


@attack
def read_environment_variable(i):
    return any(i["secret"] in value for value in os.environ.values())


@attack
def read_environment_of_host(i):
    with open(f"/proc/{i['host']}/environ", "rb") as f:
        return i["secret"].encode() in f.read()


@attack
def write_host_file(i):
    open(i["pwned_path"], "w").close()
    return True


@attack
def write_shared_memory_file(i):
    open(i["shm_path"], "w").close()
    return True


@attack
def make_folder(i):
    os.mkdir(i["pwned_path"])
    return True


@attack
def write_any_descriptor(i):
    written = 0
    for fd in range(256):
        try:
            written += os.write(fd, b"\x01" * 64)
        except OSError:
            pass
    return written > 0


@attack
def find_open_descriptor(i):
    found = 0
    for fd in range(256):
        try:
            os.fstat(fd)
            found += 1
        except OSError:
            pass
    return found > 0


# Processes


@attack
def fork_one(i):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return True


@attack
def clone_by_number(i):
    pid = libc.syscall(56, 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    return pid > 0


@attack
def start_thread(i):
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    return True


@attack
def execute_shell(i):
    return subprocess.run(["/bin/sh", "-c", "exit 7"]).returncode == 7


@attack
def leave_daemon(i):
    pid = os.fork()
    if pid == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        time.sleep(1)
        open(i["pwned_path"], "w").close()
        os._exit(0)
    os.waitpid(pid, 0)
    return True


@attack
def signal_host(i):
    os.kill(i["host"], signal.SIGUSR1)
    return True


@attack
def signal_parent(i):
    os.kill(os.getppid(), 0)
    return True


@attack
def signal_everyone(i):
    os.kill(-1, 0)
    return True


@attack
def trace_host(i):
    seized = libc.ptrace(0x4206, i["host"], 0, 0) == 0
    if seized:
        libc.ptrace(17, i["host"], 0, 0)
    return seized


@attack
def trace_parent(i):
    seized = libc.ptrace(0x4206, os.getppid(), 0, 0) == 0
    if seized:
        libc.ptrace(17, os.getppid(), 0, 0)
    return seized


@attack
def read_memory_of_host(i):
    class Vector(ctypes.Structure):
        _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))

    buffer = ctypes.create_string_buffer(8)
    here, there = Vector(ctypes.addressof(buffer), 8), Vector(i["address"], 8)
    return libc.process_vm_readv(i["host"], ctypes.byref(here), 1, ctypes.byref(there), 1, 0) == 8


@attack
def raise_priority(i):
    os.setpriority(os.PRIO_PROCESS, 0, -20)
    return True


# The kernel


@attack
def new_user_namespace(i):
    return libc.unshare(0x10000000) == 0


@attack
def mount_file_system(i):
    return libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0


@attack
def set_up_io_uring(i):
    return system_call(425, 1, ctypes.create_string_buffer(120))


@attack
def load_bpf(i):
    return system_call(321, 0, ctypes.create_string_buffer(64), 64)


@attack
def open_userfaultfd(i):
    return system_call(323, 0)


@attack
def open_perf_event(i):
    return system_call(298, ctypes.create_string_buffer(128), 0, -1, -1, 0)


@attack
def use_keyring(i):
    return system_call(250, 0, -3, 0)


@attack
def add_key(i):
    return system_call(248, b"user", b"name", b"x", 1, -3)


@attack
def shared_memory_segment(i):
    return system_call(29, 0, 4096, 0o1600)


@attack
def replace_filter(i):
    return libc.prctl(22, 2, 0, 0, 0) == 0 or ctypes.get_errno() not in (errno.EPERM,)


@attack
def lock_priority_inheriting_futex(i):
    word = ctypes.c_uint32(0)
    return system_call(202, ctypes.byref(word), 6, 0, None, None, 0)


@attack
def foreign_numbering(i):
    return libc.syscall(ctypes.c_long(0x40000000 + 39)) >= 0


@attack
def executable_memory(i):
    m = libc.mmap
    m.restype = ctypes.c_void_p
    m.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
    return m(None, 4096, 7, 0x22, -1, 0) != 2**64 - 1


@attack
def memory_made_executable(i):
    m, protect = libc.mmap, libc.mprotect
    m.restype = ctypes.c_void_p
    m.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
    protect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    return protect(m(None, 4096, 3, 0x22, -1, 0), 4096, 5) == 0


@attack
def execute_memory_file(i):
    fd = os.memfd_create("x")
    os.write(fd, b"#!/bin/sh\nexit 7\n")
    return os.WEXITSTATUS(os.spawnv(os.P_WAIT, f"/proc/self/fd/{fd}", ["x"]) << 8) == 7


@attack
def raise_limits(i):
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return True


# Resources and ends


@attack
def take_memory(i):
    block = bytearray(3 << 30)
    block[::4096] = b"x" * len(block[::4096])
    return True


@attack
def take_memory_in_pieces(i):
    pieces = []
    while True:
        pieces.append(bytearray(1 << 20))


@attack
def loop(i):
    while True:
        pass


@attack
def loop_that_swallows(i):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


@attack
def loop_in_c(i):
    return sum(range(10**15)) > 0


@attack
def huge_power(i):
    return 7 ** (7**10) > 0


@attack
def backtracking_pattern(i):
    return bool(re.match(r"(a|a)*$", "a" * 60 + "b"))


@attack
def wait_forever(i):
    lock = threading.Lock()
    lock.acquire()
    return lock.acquire()


@attack
def endless_output(i):
    while True:
        print("A" * (1 << 16))


@attack
def exit_quietly(i):
    os._exit(0)


@attack
def exit_loudly(i):
    os._exit(3)


@attack
def raise_system_exit(i):
    raise SystemExit(0)


@attack
def raise_keyboard_interrupt(i):
    raise KeyboardInterrupt


@attack
def segfault(i):
    ctypes.string_at(8)


@attack
def abort(i):
    os.abort()


@attack
def deep_recursion(i):
    def descend(x):
        return descend(x + 1)

    return descend(0)


@attack
def bottomless_recursion(i):
    sys.setrecursionlimit(10**9)

    def descend(x):
        return sorted([x], key=descend)

    return descend(0)


# The harness


def harness_modules():
    return [module for name, module in sys.modules.items() if name.split(".")[0] == "inside"]


@attack
def poison(i):
    """Patch whatever is in reach, so that every later answer comes out as correct."""
    for found in gc.get_objects():
        if isinstance(found, dict) and found.get("__name__") == "environment":
            found["verify"] = lambda instance, answer: True
    for module in harness_modules():
        for name, value in list(vars(module).items()):
            if callable(value) and getattr(value, "__module__", "").startswith("inside"):
                setattr(module, name, lambda *a, **k: True)
    json.loads = json.dumps = lambda *a, **k: {"poisoned": 1}
    random.Random.random = lambda self: 0.5
    builtins.len = lambda value: 1
    sys.modules["math"] = sys.modules["environment"]
    return False


@attack
def is_poisoned(i):
    return "poisoned" in i or random.Random(1).random() == 0.5 or len("ab") != 2


def callers(attribute):
    """Objects with an attribute in the frames below this one: the harness itself."""
    frame, found = sys._getframe(), []
    while frame:
        found += [value for value in frame.f_locals.values() if hasattr(value, attribute)]
        frame = frame.f_back
    return found


def own_page():
    return callers("_page")[0]._page


@attack
def read_page_of_other_lane(i):
    lanes = callers("_lanes")[0]._lanes
    others = [lane.page for lane in lanes if lane.page is not own_page()]
    return len(others[0][0:64]) == 64


@attack
def scribble(i):
    """Write all over the page shared with the outside."""
    page = own_page()
    page[64 : 64 + 4096] = b"\x09" * 4096
    page[-4096:] = b"\x5a" * 4096
    page[0:64] = b"\xff" * 64
    return False


@attack
def sees_scribble(i):
    return b"\x5a" * 64 in own_page()[-4096:]


@attack
def turn_cursor_back(i):
    own_page()[0:4] = b"\0" * 4
    os._exit(0)


@attack
def fake_end(i):
    """Claim that all is done, and leave."""
    own_page()[4:8] = (2).to_bytes(4, "little")
    os._exit(0)


@attack
def garbage_log(i):
    page = own_page()
    page[64 : 64 + 8192] = bytes(range(256)) * 32
    page[8:12] = (1 << 31).to_bytes(4, "little")
    page[4:8] = (2).to_bytes(4, "little")
    os._exit(0)


@attack
def scribble_and_look(i):
    scribble(i)
    return sees_scribble(i)


@attack
def nothing(i):
    return False


def generate(level, rng):
    return {}


def observe(instance):
    return ""


def verify(instance, answer):
    return ATTACKS[answer](instance)


def solve(instance):
    return ""


def wrong_answers(instance):
    return []
