import subprocess
import sys

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
