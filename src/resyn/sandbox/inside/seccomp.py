"""The allow-list of system calls under which untrusted code runs, as a BPF program put together by hand.

A child has loaded all it needs, so it gets memory, the clock, randomness and its own end; no files, sockets, processes,
signals to others, and nothing that makes memory executable. The numbers for aarch64 are untested.

Two wider lists serve foreign packages (see `sandbox.package`): READING adds opening and reading files to what a child
has; HOSTING is what the zygote keeps that imports the package: it forks, and loads libraries.
"""

import ctypes
import errno
import platform
import struct
from typing import Final

from . import kernel

_NUMBERS: Final = {
    "x86_64": {
        "mmap": 9,
        "mprotect": 10,
        "munmap": 11,
        "brk": 12,
        "rt_sigreturn": 15,
        "mremap": 25,
        "madvise": 28,
        "exit": 60,
        "gettimeofday": 96,
        "time": 201,
        "futex": 202,
        "restart_syscall": 219,
        "clock_gettime": 228,
        "exit_group": 231,
        "getrandom": 318,
    },
    "aarch64": {
        "mmap": 222,
        "mprotect": 226,
        "munmap": 215,
        "brk": 214,
        "rt_sigreturn": 139,
        "mremap": 216,
        "madvise": 233,
        "exit": 93,
        "gettimeofday": 169,
        "futex": 98,
        "restart_syscall": 128,
        "clock_gettime": 113,
        "exit_group": 94,
        "getrandom": 278,
    },
}
_READING: Final = {
    "read": 0,
    "close": 3,
    "stat": 4,
    "fstat": 5,
    "lstat": 6,
    "lseek": 8,
    "rt_sigaction": 13,
    "rt_sigprocmask": 14,
    "pread64": 17,
    "access": 21,
    "sched_yield": 24,
    "nanosleep": 35,
    "getitimer": 36,
    "alarm": 37,
    "setitimer": 38,
    "getpid": 39,
    "uname": 63,
    "fcntl": 72,
    "getcwd": 79,
    "readlink": 89,
    "getuid": 102,
    "getgid": 104,
    "geteuid": 107,
    "getegid": 108,
    "gettid": 186,
    "sched_getaffinity": 204,
    "getdents64": 217,
    "clock_getres": 229,
    "clock_nanosleep": 230,
    "openat": 257,
    "newfstatat": 262,
    "readlinkat": 267,
    "faccessat": 269,
    "statx": 332,
    "faccessat2": 439,
}
"""For x86_64 alone, as is HOSTING."""

_HOSTING: Final = {
    "write": 1,
    "poll": 7,
    "dup": 32,
    "clone": 56,
    "wait4": 61,
    "ftruncate": 77,
    "rename": 82,
    "mkdir": 83,
    "rmdir": 84,
    "unlink": 87,
    "kill": 62,
    "getrlimit": 97,
    "getrusage": 98,
    "sysinfo": 99,
    "getppid": 110,
    "rt_sigtimedwait": 128,
    "sigaltstack": 131,
    "prctl": 157,
    "arch_prctl": 158,
    "setrlimit": 160,
    "set_tid_address": 218,
    "tgkill": 234,
    "get_mempolicy": 239,
    "ppoll": 271,
    "set_robust_list": 273,
    "prlimit64": 302,
    "getcpu": 309,
    "membarrier": 324,
    "rseq": 334,
    "clone3": 435,
    "close_range": 436,
}
_AUDIT_ARCH: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL, _REFUSE, _UNKNOWN = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_ARGUMENT: Final = 16  # offset of the first argument in struct seccomp_data; eight bytes each
_PROT_EXEC: Final = 4
_MADV_DONTNEED, _MADV_FREE = 4, 8
_FUTEX_FLAGS: Final = 128 | 256  # private, real-time clock
_FUTEX_OPERATIONS: Final = (0, 1, 9, 10)  # wait, wake, and both with a bit set
_X32: Final = 0x40000000  # the second numbering of x86_64
_WRITING: Final = (
    0o1 | 0o2 | 0o100 | 0o1000 | 0o2000 | 0x400000
)  # write, read and write, create, truncate, append, unnamed
_NEW_NAMESPACES: Final = 0x7E020080
_FCNTL_COMMANDS: Final = (1, 2, 3)  # descriptor flags, and reading the status flags

_Instruction = tuple[int, int, int, int]

STRICT, READING, HOSTING = "strict", "reading", "hosting"


def program(allowed: str = STRICT) -> bytes:
    """Return the BPF program for this machine; raises OSError on one whose numbers are not known."""
    machine = platform.machine()
    if machine not in _NUMBERS or (allowed != STRICT and machine != "x86_64"):
        raise OSError(errno.ENOSYS, f"seccomp: the system call numbers of {machine} are not known here")
    numbers = dict(_NUMBERS[machine])
    code: list[_Instruction] = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, _AUDIT_ARCH[machine]), (_RETURN, 0, 0, _KILL)]
    code.append((_LOAD, 0, 0, 0))
    if machine == "x86_64":
        code += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    checked = {
        "mmap": _without_bits(2, _PROT_EXEC),
        "mprotect": _without_bits(2, _PROT_EXEC),
        "madvise": _one_of(2, (_MADV_DONTNEED, _MADV_FREE)),
        "futex": _one_of(1, _FUTEX_OPERATIONS, ignore=_FUTEX_FLAGS),
        "mremap": _one_of(3, (0, 1)),  # no fixed target
    }
    if allowed != STRICT:
        numbers |= _READING
        checked |= {"openat": _without_bits(2, _WRITING), "fcntl": _one_of(1, _FCNTL_COMMANDS)}
    if allowed == HOSTING:
        numbers |= _HOSTING
        for name in ("mmap", "mprotect", "madvise", "futex", "mremap", "fcntl"):
            del checked[name]
        del checked["openat"]  # the scratch folder can be written to; all else is read-only by mount and Landlock
        # The flags of clone3 lie in memory, where a filter cannot look; where it is unknown, the C library uses clone.
        checked |= {"clone": _without_bits(0, _NEW_NAMESPACES), "clone3": [(_RETURN, 0, 0, _UNKNOWN)]}
    for name, number in numbers.items():
        block = checked.get(name, [(_RETURN, 0, 0, _ALLOW)])
        code += [(_EQUAL, 0, len(block), number), *block]
    code.append((_RETURN, 0, 0, _REFUSE))
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


def _without_bits(argument: int, bits: int) -> list[_Instruction]:
    return [
        (_LOAD, 0, 0, _ARGUMENT + 8 * argument),
        (_ANY_BIT, 0, 1, bits),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _one_of(argument: int, values: tuple[int, ...], *, ignore: int = 0) -> list[_Instruction]:
    block: list[_Instruction] = [(_LOAD, 0, 0, _ARGUMENT + 8 * argument)]
    if ignore:
        block.append((_AND, 0, 0, 0xFFFFFFFF & ~ignore))
    left = len(values)
    for value in values:
        block.append((_EQUAL, left, 0, value))
        left -= 1
    return [*block, (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]


class Filter:
    """A program laid out in memory once, so that a child installs it with a single call."""

    def __init__(self, allowed: str = STRICT) -> None:
        code = program(allowed)
        self._code = ctypes.create_string_buffer(code, len(code))
        head = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(self._code))
        self._head = ctypes.create_string_buffer(head, len(head))
        self._address = ctypes.addressof(self._head)

    def install(self) -> None:
        """Put this process under the filter for good; needs no_new_privs."""
        kernel.prctl(kernel.PR_SET_SECCOMP, 2, self._address, what="seccomp filter")
