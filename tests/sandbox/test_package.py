"""A foreign package in the jail: it is imported and read, and reaches nothing else, when imported or when called."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.sandbox.hostile import ATTACKS, GADGETS, SHORT, Host, strike
from tests.sandbox.test_attacks import CONTAINED

from resyn.core.errors import ConfigError, SandboxError
from resyn.sandbox import pool, worker
from resyn.sandbox.calls import Call, Limits, Status
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail
from resyn.sandbox.package import find_package

READER = """
import riddles
def solve(instance):
    return riddles.read(instance["file"])
"""
RIDDLES = """
from pathlib import Path
def read(name):
    return (Path(__file__).parent / name).read_text()
"""
AT_IMPORT = (
    *("connect_tcp", "send_udp", "connect_abstract_unix", "listen_tcp"),
    *("read_host_file", "read_system_file", "list_root", "read_environment_variable", "read_environment_of_host"),
    *("write_host_file", "write_shared_memory_file", "make_folder"),
    *("execute_shell", "signal_host", "trace_host", "read_memory_of_host", "raise_priority"),
    *("new_user_namespace", "mount_file_system", "set_up_io_uring", "load_bpf", "open_userfaultfd", "open_perf_event"),
    *("use_keyring", "add_key", "shared_memory_segment", "execute_memory_file"),
)
"""Attacks that must come to nothing even where the package makes them while it is imported."""

INSTALLED = Path(pytest.__file__).parents[1]
"""Where the packages of this interpreter lie, also where a variable and no installation says so."""

Install = Callable[[str], Jail]


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Install]:
    """Return a jail around a package of one module, `riddles`, with this text."""
    jails: list[Jail] = []

    def open_jail(text: str) -> Jail:
        folder = tmp_path / "packages"
        folder.mkdir()
        (folder / "riddles.py").write_text(text)
        (folder / "first.txt").write_text("What has roots as nobody sees?")
        package = find_package(["riddles"], folders=[folder])
        jails.append(Jail(workers=1, limits=SHORT, package=package, _gadgets=GADGETS))
        return jails[-1]

    yield open_jail
    for jail in jails:
        jail.close()


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jail]:
    folder = tmp_path_factory.mktemp("packages")
    (folder / "riddles.py").write_text(RIDDLES)
    with Jail(workers=1, limits=SHORT, package=find_package(["riddles"], folders=[folder]), _gadgets=GADGETS) as jail:
        yield jail


def test_a_package_reads_its_own_files(install: Install) -> None:
    jail = install(RIDDLES)
    (reply,) = jail.call(READER, [Call("solve", instance='{"file": "first.txt"}')])
    assert reply.value == "What has roots as nobody sees?"
    assert jail.isolation is Isolation.NAMESPACES


def test_a_package_reads_no_file_beside_its_folder(install: Install, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (reply,) = install(RIDDLES).call(READER, [Call("solve", instance='{"file": "../secret.txt"}')])
    assert reply.status is Status.ERROR
    assert "No such file" in reply.error or "Permission denied" in reply.error


@pytest.mark.parametrize("attack", CONTAINED)
def test_attack_on_a_child_with_a_package_comes_to_nothing(attacked: Jail, host: Host, attack: str) -> None:
    first, struck, last = strike(attacked, host, attack)
    assert struck.value is not True, struck
    assert (first.value, last.value) == (False, False)
    assert host.effects() == set()


def test_attacks_while_a_package_is_imported_come_to_nothing(install: Install, host: Host) -> None:
    trial = f"""
RESULTS = {{}}
for name in {AT_IMPORT!r}:
    try:
        RESULTS[name] = bool(ATTACKS[name]({host.instance!r}))
    except BaseException as error:
        RESULTS[name] = repr(error)
"""
    (reply,) = install(ATTACKS + trial).call(
        "import riddles\ndef solve(instance):\n    return riddles.RESULTS", [Call("solve", instance="{}")]
    )
    assert set(reply.value) == set(AT_IMPORT)
    assert {name: result for name, result in reply.value.items() if result is True} == {}
    assert host.effects() == set()


def test_a_package_may_write_to_scratch_while_it_is_imported_and_never_later(install: Install) -> None:
    text = """
import os, tempfile
def write():
    handle, path = tempfile.mkstemp()
    os.write(handle, b"x")
    os.close(handle)
    return path
PATH = write()
"""
    source = """
import riddles
def observe(instance):
    return riddles.PATH
def solve(instance):
    return riddles.write()
"""
    first, later = install(text).call(source, [Call("observe", instance="{}"), Call("solve", instance="{}")])
    assert first.value.startswith("/scratch/")
    assert later.status is Status.ERROR


def test_a_package_that_raises_when_imported_is_named_with_its_error(install: Install) -> None:
    with pytest.raises(SandboxError, match="importing riddles: ValueError: no riddle today"):
        _ = install("raise ValueError('no riddle today')").isolation


@pytest.mark.parametrize("lie", ['["ok"]', '{"ok": true, "probes": [], "landlock": 1e999}', "[" * 100_000])
def test_a_package_that_forges_the_greeting_opens_no_jail(install: Install, lie: str) -> None:
    forgery = """
import os, struct
lie = LIE
for fd in range(3, 64):
    try:
        os.write(fd, struct.pack("<I", len(lie)) + lie)
    except OSError:
        pass
"""
    with pytest.raises(SandboxError, match="greeting is malformed"):
        _ = install(forgery.replace("LIE", repr(lie.encode()))).isolation


@pytest.mark.slow
def test_a_package_whose_import_never_ends_is_given_up(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_IMPORT_SECONDS", 2.0)
    with pytest.raises(SandboxError, match="not ready after 2 seconds"):
        _ = install("while True:\n    pass").isolation


@pytest.mark.slow
def test_a_package_that_keeps_the_host_waiting_by_signs_of_life_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_SLACK_SECONDS", 0.5)
    (tmp_path / "riddles.py").write_text("""
import os, struct, time
greeting = b'{"ok": true, "probes": [], "landlock": 0}'
while True:
    for fd in range(3, 64):
        try:
            os.write(fd, struct.pack("<I", len(greeting)) + greeting)
        except OSError:
            pass
    greeting = b""
    time.sleep(0.2)
""")
    limits = Limits(cpu_seconds=0.1, hard_cpu_seconds=0.1, batch_cpu_seconds=0.1, wall_seconds=0.1)
    package = find_package(["riddles"], folders=[tmp_path])
    with Jail(workers=1, limits=limits, package=package) as jail:
        with pytest.raises(SandboxError, match=r"lost 3 times .*did not answer within 2 seconds"):
            jail.call("def solve(instance):\n    return ''", [Call("solve", instance="{}")])
        assert jail.processes == []


def test_environments_import_the_package_and_nothing_else_beside_it(install: Install) -> None:
    source = "def solve(instance):\n    import riddles\n    import pytest\n    return ''"
    (reply,) = install(RIDDLES).call(source, [Call("solve", instance="{}")])
    assert "'pytest' is not available" in reply.error


def test_a_package_is_refused_where_namespaces_are_not_asked_for() -> None:
    package = find_package(["pytest"], folders=[INSTALLED])
    with pytest.raises(ConfigError, match="needs isolation by namespaces"):
        Jail(package=package, isolation=Isolation.SECCOMP)


def test_a_module_that_is_nowhere_is_named() -> None:
    with pytest.raises(ConfigError, match="has no module 'no_such_riddles'"):
        find_package(["no_such_riddles"])


def test_an_interpreter_that_is_none_is_named() -> None:
    with pytest.raises(ConfigError, match="/nonexistent/python cannot be asked"):
        find_package(["pytest"], python="/nonexistent/python")


def test_readable_folders_are_listed_once_and_never_within_one_another() -> None:
    readable = [Path(path) for path in find_package(["pytest"], folders=[INSTALLED]).readable]
    assert [(a, b) for a in readable for b in readable if a != b and a.is_relative_to(b)] == []
    assert not any(Path.home().is_relative_to(path) for path in readable)


def test_a_program_that_is_no_interpreter_is_named(tmp_path: Path) -> None:
    liar = tmp_path / "python"
    liar.write_text("#!/bin/sh\necho hello\n")
    liar.chmod(0o755)
    with pytest.raises(ConfigError, match="cannot be asked"):
        find_package(["pytest"], python=str(liar))


def test_a_package_that_turns_its_clock_off_is_killed_from_outside(install: Install) -> None:
    text = """
import signal
def spin():
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, signal.SIG_IGN)
    while True:
        pass
"""
    source = "import riddles\ndef solve(instance):\n    return riddles.spin()"
    jail = install(text)
    first, second = jail.call(source, [Call("solve", instance="{}"), Call("observe", instance="{}")])
    assert first.status is Status.TIMEOUT
    assert second.status is Status.ERROR
