"""What the tests of the jail share: environments, limits, and a host whose state tells what an attack did."""

import ctypes
import json
import os
import socket
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from resyn.sandbox.calls import Call, Limits, Reply
from resyn.sandbox.jail import Jail

GADGETS = (
    *("builtins", "ctypes", "errno", "gc", "io", "mmap", "os", "resource", "signal", "socket", "subprocess", "sys"),
    *("threading", "time"),
)
SHORT = Limits(cpu_seconds=0.15, hard_cpu_seconds=0.3, memory_bytes=48 << 20)
ATTACKS = Path(__file__).with_name("attack_environment.py").read_text()
ADDITION = '''
"""Add two numbers."""
def generate(level, rng):
    return {"a": rng.randint(0, 10**level), "b": rng.randint(0, 10**level)}
def observe(instance):
    return f"What is {instance['a']} + {instance['b']}?"
def verify(instance, answer):
    return answer.strip() == str(instance["a"] + instance["b"])
def solve(instance):
    return str(instance["a"] + instance["b"])
def wrong_answers(instance):
    return [str(instance["a"] - 1)]
'''


@dataclass
class Host:
    """What an attack may reach for, and what came of it."""

    folder: Path
    secret: str = field(default_factory=lambda: uuid.uuid4().hex)
    hits: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.buffer = ctypes.create_string_buffer(b"abcdefgh", 8)
        self.tcp, self.abstract = socket.socket(), socket.socket(socket.AF_UNIX)
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.tcp.bind(("127.0.0.1", 0))
        self.udp.bind(("127.0.0.1", 0))
        self.abstract.bind("\0" + self.secret)
        for listener in (self.tcp, self.abstract):
            listener.listen(8)
        for end in (self.tcp, self.udp, self.abstract):
            end.setblocking(False)
        self.folder.chmod(0o777)
        (self.folder / "secret").write_text(self.secret)

    @property
    def instance(self) -> dict[str, object]:
        return {
            "tcp": self.tcp.getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "abstract": self.secret,
            "secret": self.secret,
            "secret_path": str(self.folder / "secret"),
            "pwned_path": str(self.folder / "pwned"),
            "shm_path": f"/dev/shm/{self.secret}",
            "host": os.getpid(),
            "address": ctypes.addressof(self.buffer),
        }

    def effects(self) -> set[str]:
        """What attacks have done to this process and its files since the last look."""
        seen = set(self.hits)
        self.hits.clear()
        for name, listener in (("tcp", self.tcp), ("abstract", self.abstract)):
            try:
                listener.accept()[0].close()
                seen.add(name)
            except BlockingIOError:
                pass
        try:
            self.udp.recv(16)
            seen.add("udp")
        except BlockingIOError:
            pass
        for path in (self.folder / "pwned", Path(f"/dev/shm/{self.secret}")):
            if path.exists():
                seen.add("file")
                path.rmdir() if path.is_dir() else path.unlink()
        return seen


def strike(jail: Jail, host: Host, attack: str) -> tuple[Reply, Reply, Reply]:
    """Carry out an attack between two harmless answers."""
    instance = json.dumps(host.instance)
    first, attacked, last = jail.call(
        ATTACKS, [Call("verify", instance=instance, answer=name) for name in ("nothing", attack, "nothing")]
    )
    return first, attacked, last


def descendants(pid: int) -> list[int]:
    """The processes below one, nearest first; those that have ended but were not reaped count too."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:  # it has just ended
            continue
    found: list[int] = []
    level = {pid}
    while level:
        level = {child for child, parent in parents.items() if parent in level}
        found += sorted(level)
    return found
