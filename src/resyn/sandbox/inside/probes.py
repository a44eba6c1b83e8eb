"""What a locked-up child must not be able to do, tried out: the jail's own proof that it is closed.

Each probe does the thing for real and is harmless where it succeeds.
"""

import ctypes
import errno
import os
import platform
import signal
import socket
from collections.abc import Callable
from typing import Any, Final

_libc: Final = ctypes.CDLL(None, use_errno=True)
_PTRACE_SEIZE, _PTRACE_DETACH = 0x4206, 17
_CLONE_NEWUSER: Final = 0x10000000
_IO_URING_SETUP: Final = 425  # the same on all machines
_BPF: Final = {"x86_64": 321, "aarch64": 280}
_READ_WRITE_EXEC, _PRIVATE_ANONYMOUS = 7, 0x22


def run() -> list[dict[str, Any]]:
    """Return for each probe its name, whether it was refused, and the kernel's word."""
    found = []
    for name, attempt in _PROBES.items():
        try:
            attempt()
        except OSError as error:
            found.append({"name": name, "refused": True, "detail": errno.errorcode.get(error.errno or 0, str(error))})
        else:
            found.append({"name": name, "refused": False, "detail": "it succeeded"})
    return found


def _call(result: int) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _open_file() -> None:
    os.close(os.open("/", os.O_RDONLY))


def _make_socket() -> None:
    socket.socket().close()


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _execute() -> None:
    os.execv("/nonexistent/program", ["program"])


def _signal_parent() -> None:
    os.kill(os.getppid(), 0)


def _trace_parent() -> None:
    _call(_libc.ptrace(_PTRACE_SEIZE, os.getppid(), 0, 0))
    _libc.ptrace(_PTRACE_DETACH, os.getppid(), 0, 0)


def _executable_memory() -> None:
    _libc.mmap.restype = ctypes.c_void_p
    address = _libc.mmap(None, ctypes.c_size_t(4096), _READ_WRITE_EXEC, _PRIVATE_ANONYMOUS, -1, ctypes.c_long(0))
    if address == ctypes.c_void_p(-1).value:
        _call(-1)


def _new_namespace() -> None:
    _call(_libc.unshare(_CLONE_NEWUSER))


def _ignore_signals() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _io_uring() -> None:
    _call(_libc.syscall(_IO_URING_SETUP, 1, ctypes.create_string_buffer(120)))


def _bpf() -> None:
    _call(_libc.syscall(_BPF[platform.machine()], 0, ctypes.create_string_buffer(64), 64))


def _write_output() -> None:
    os.write(1, b"x")


_PROBES: Final[dict[str, Callable[[], None]]] = {
    "open a file": _open_file,
    "make a socket": _make_socket,
    "fork a process": _fork,
    "execute a program": _execute,
    "signal the parent": _signal_parent,
    "trace the parent": _trace_parent,
    "map executable memory": _executable_memory,
    "enter a new namespace": _new_namespace,
    "set up io_uring": _io_uring,
    "load a BPF map": _bpf,
    "write to a descriptor": _write_output,
    "change a signal handler": _ignore_signals,
}
