"""The kernel's means of locking a process up, called through ctypes: namespaces, an empty root, Landlock, limits."""

import ctypes
import errno
import os
import pathlib
import platform
import resource
import stat
import struct
from collections.abc import Sequence
from typing import Final

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 24, 38
_CLONE_NEWNS, _CLONE_NEWCGROUP, _CLONE_NEWUTS, _CLONE_NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
_CLONE_NEWUSER, _CLONE_NEWPID, _CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
NAMESPACES: Final = (
    _CLONE_NEWUSER | _CLONE_NEWNS | _CLONE_NEWNET | _CLONE_NEWIPC | _CLONE_NEWUTS | _CLONE_NEWCGROUP | _CLONE_NEWPID
)
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 1, 2, 4, 8
_MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 32, 4096, 16384, 1 << 18
_MNT_DETACH: Final = 2
_MOUNT_SETATTR, _AT_FDCWD, _AT_RECURSIVE = 442, -100, 0x8000  # the same on all machines
_ATTR_RDONLY, _ATTR_NOSUID, _ATTR_NODEV = 1, 2, 4
_PIVOT_ROOT: Final = {"x86_64": 155, "aarch64": 41}
_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446  # the same on all machines
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_O_PATH: Final = 0o10000000 | os.O_CLOEXEC
_NOBODY: Final = 65534
SCRATCH: Final = "/scratch"
SCRATCH_BYTES: Final = 256 << 10

_libc: Final = ctypes.CDLL(None, use_errno=True)
_prctl: Final = _libc.prctl
_prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
_libc.mount.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p]
_libc.syscall.restype = ctypes.c_long


def prctl(option: int, first: int, second: int = 0, *, what: str) -> None:
    """Set an attribute of this process; raises OSError that says `what` failed."""
    _check(_prctl(option, first, second, 0, 0), what)


def enter_namespaces() -> None:
    """Move to new namespaces of every kind, as nobody; the next process forked is the first of the pid namespace."""
    uid, gid = os.getuid(), os.getgid()
    _check(_libc.unshare(NAMESPACES), "unshare")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{_NOBODY} {uid} 1"), ("gid_map", f"{_NOBODY} {gid} 1")):
        pathlib.Path("/proc/self", name).write_text(text)


def empty_root(readable: Sequence[str] = ()) -> None:
    """Make an empty read-only file system the root: of the host's files, only what is `readable` stays reachable.

    With anything readable there is a SCRATCH folder too: a little memory that can be written to as files.
    """
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE)
    base = next(folder for folder in ("/tmp", "/var", "/run", "/usr", "/etc") if pathlib.Path(folder).is_dir())
    inodes = 4 + 16 * len(readable)
    sources = [os.open(path, _O_PATH) for path in readable]  # one of them may lie where the new root will hide it
    _mount("none", base, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, f"size=4k,nr_inodes={inodes},mode=555")
    pathlib.Path(base, "old").mkdir()
    for path, source in zip(readable, sources, strict=True):
        _bind(source, path, base)
    if readable:
        pathlib.Path(base + SCRATCH).mkdir()
        _mount(
            "none", base + SCRATCH, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, f"size={SCRATCH_BYTES},nr_inodes=64"
        )
    number = _PIVOT_ROOT[platform.machine()]
    _check(_libc.syscall(number, base.encode(), (base + "/old").encode()), "pivot_root")
    os.chdir("/")
    _check(_libc.umount2(b"/old", _MNT_DETACH), "umount2 of the old root")
    pathlib.Path("/old").rmdir()
    _mount("none", "/", None, _MS_REMOUNT | _MS_BIND | _MS_RDONLY | _MS_NOSUID | _MS_NODEV | _MS_NOEXEC)


def _bind(source: int, path: str, base: str) -> None:
    place = pathlib.Path(base + path)
    if stat.S_ISDIR(os.fstat(source).st_mode):
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    _mount(f"/proc/self/fd/{source}", str(place), None, _MS_BIND | _MS_REC)
    os.close(source)
    _make_read_only(str(place))


def _make_read_only(place: str) -> None:
    """Make a mount read-only, and all that are mounted below it; before Linux 5.12 nothing but the mount itself."""
    wanted = struct.pack("4Q", _ATTR_RDONLY | _ATTR_NOSUID | _ATTR_NODEV, 0, 0, 0)
    if _libc.syscall(_MOUNT_SETATTR, _AT_FDCWD, place.encode(), _AT_RECURSIVE, wanted, len(wanted)) == 0:
        return
    if ctypes.get_errno() != errno.ENOSYS:
        _check(-1, f"mount_setattr on {place}")
    _mount("none", place, None, _MS_REMOUNT | _MS_BIND | _MS_RDONLY | _MS_NOSUID | _MS_NODEV)


def drop_capabilities() -> None:
    """Give up every capability, and the right to regain one."""
    for capability in range(64):
        if _prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break  # beyond the last one, or not ours to drop: the next call settles it
    header = struct.pack("Ii", 0x20080522, 0)
    _check(_libc.capset(header, struct.pack("6I", 0, 0, 0, 0, 0, 0)), "capset")


def landlock_abi() -> int:
    """Return the version of Landlock in this kernel, 0 where there is none."""
    return max(0, int(_libc.syscall(_LANDLOCK_CREATE_RULESET, None, 0, 1)))


def deny_with_landlock(readable: Sequence[str] = ()) -> int:
    """Deny every access that Landlock can deny but reading `readable`, for good; return its version, 0 for none."""
    abi = landlock_abi()
    if abi == 0:
        return 0
    file_rights = (1 << 13) - 1
    for since, bit in ((2, 13), (3, 14), (5, 15)):
        if abi >= since:
            file_rights |= 1 << bit
    attributes = struct.pack("Q", file_rights)
    if abi >= 4:
        attributes += struct.pack("Q", 3)  # bind and connect TCP
    if abi >= 6:
        attributes += struct.pack("Q", 3)  # abstract unix sockets and signals of others
    ruleset = _check(_libc.syscall(_LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0), "landlock ruleset")
    for path in readable:
        _allow(ruleset, path, _READ_FILE | (_READ_DIR if pathlib.Path(path).is_dir() else 0))
    if readable and pathlib.Path(SCRATCH).is_dir():
        _allow(ruleset, SCRATCH, file_rights & ~_EXECUTE)
    _check(_libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0), "landlock")
    os.close(ruleset)
    return abi


def _allow(ruleset: int, path: str, rights: int) -> None:
    source = os.open(path, _O_PATH)
    rule = struct.pack("=Qi", rights, source)
    _check(_libc.syscall(_LANDLOCK_ADD_RULE, ruleset, 1, rule, 0), f"landlock rule for {path}")
    os.close(source)


def limit(name: int, value: int) -> None:
    """Set a resource limit for good; one that is lower already stays."""
    _, ceiling = resource.getrlimit(name)
    if ceiling != resource.RLIM_INFINITY:
        value = min(value, ceiling)
    resource.setrlimit(name, (value, value))


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    texts = [None if text is None else text.encode() for text in (source, target, kind, data)]
    _check(_libc.mount(*texts[:3], flags, texts[3]), f"mount on {target}")


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
