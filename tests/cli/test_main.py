import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Command

from resyn.cli.main import COMMANDS


def test_help_lists_every_command(resyn: Command) -> None:
    ended = resyn("--help")
    assert ended.code == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in ended.out] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_at_most_fifteen_options(resyn: Command, name: str) -> None:
    ended = resyn(name, "--help")
    assert ended.code == 0
    options = [line for line in ended.out.split("\n") if line.startswith("  -") and "--help" not in line]
    assert len(options) <= 15


def test_unknown_command_is_usage_error(resyn: Command) -> None:
    ended = resyn("fly")
    assert ended.code == 2
    assert "No such command 'fly'" in ended.err


def test_error_is_message_and_hint_without_traceback(resyn: Command) -> None:
    ended = resyn("check", "nowhere.py")
    assert ended.code == 2
    assert "nowhere.py does not exist" in ended.err
    assert "Traceback" not in ended.err


def test_debug_shows_the_traceback() -> None:
    command = [sys.executable, "-m", "resyn", "--debug", "check", "nowhere.py"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert "Traceback" in ended.stderr


def test_importing_the_package_and_listing_commands_loads_no_heavy_module() -> None:
    code = (
        "import sys, resyn, resyn.cli.main; "
        "print([m for m in ('torch', 'pyarrow', 'pydantic_ai', 'xllamacpp', 'rich', 'numpy') if m in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def run_with_output_to(descriptor: int, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "resyn", *arguments]
    ended = subprocess.run(command, stdout=descriptor, stderr=subprocess.PIPE, text=True)
    return ended.returncode, ended.stderr


def test_reader_that_went_away_does_not_change_the_verdict(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def generate(level, rng:\n")
    reading, writing = os.pipe()
    os.close(reading)
    for expected, arguments in (
        (1, ("check", f"{tmp_path}/broken.py")),
        (0, ("catalogue",)),
        (0, ("catalogue", "--json")),
    ):
        code, said = run_with_output_to(writing, *arguments)
        assert (code, "Exception" in said, "Traceback" in said) == (expected, False, False)
    os.close(writing)


def test_output_that_cannot_be_written_is_an_outside_failure() -> None:
    with Path("/dev/full").open("w") as full:
        code, said = run_with_output_to(full.fileno(), "catalogue", "--json")
    assert code == 3
    assert "No space left on device" in said
    assert "Traceback" not in said


def test_fault_of_our_own_is_never_taken_for_a_no(resyn: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("resyn.cli.catalogue.read_index", fail)
    ended = resyn("catalogue")
    assert ended.code == 3
    assert "fault of resyn: RuntimeError: unforeseen" in ended.err
    assert "--debug" in ended.err
