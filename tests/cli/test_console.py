import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios

import pytest

from resyn.cli.console import cost_text, listening, note, print_json, print_table, print_text

HOSTILE = "\x1b]0;title\x07red\x9b31m"


def test_foreign_text_cannot_steer_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    print_text(f"{HOSTILE}\n\tnext")
    note(HOSTILE)
    print_table(("name",), [(HOSTILE,)])
    captured = capsys.readouterr()
    assert captured.out.startswith("\\x1b]0;title\\x07red\\x9b31m\n\tnext\n")
    assert "\x1b]" not in captured.out
    assert "\x07" not in captured.out
    assert captured.err == "\\x1b]0;title\\x07red\\x9b31m\n"


def test_text_in_a_file_or_pipe_is_what_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    print_text("\x1b[1mbold :train:")
    assert capsys.readouterr().out == "\x1b[1mbold :train:\n"


def test_cell_is_printed_as_it_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("seed", "count"), [("name:train:1 [bold]x", 1234)])
    assert "name:train:1 [bold]x  1,234" in capsys.readouterr().out


def test_lone_surrogate_is_escaped_and_json_stays_json(capsys: pytest.CaptureFixture[str]) -> None:
    print_text("a\ud800b")
    assert capsys.readouterr().out == "a\\ud800b\n"
    print_json({"question": "a\ud800b", "other": "\U0001f600"})
    assert json.loads(capsys.readouterr().out) == {"question": "a\ud800b", "other": "\U0001f600"}


def test_plain_lines_tell_done_total_figures_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    with listening() as progress:
        progress.begin("candidates", 20)
        progress.show("candidates", accepted="1", cost="$0.10")
        progress.advance("candidates", 2)
        progress.show("candidates", accepted="2")
        progress.advance("candidates", 17)
        progress.advance("candidates")
        progress.say("a line")
    lines = capsys.readouterr().err.split("\n")
    assert lines[0] == "candidates: 20 to do"
    assert lines[1] == "candidates: 2 of 20 · accepted 1 · cost $0.10 · 0 s left"
    assert lines[2].startswith("candidates: 19 of 20 · accepted 2 · cost $0.10 · ")
    assert lines[3].startswith("candidates: 20 of 20 · accepted 2 · cost $0.10 · done in ")
    assert lines[4:] == ["a line", ""]


def on_a_terminal(code: str, **environment: str) -> str:
    """Run code whose stderr is a terminal of 100 columns, and return what that terminal was sent."""
    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    surroundings = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", **environment}
    child = subprocess.Popen([sys.executable, "-c", code], stderr=terminal, env=surroundings)
    os.close(terminal)
    sent = b""
    try:
        while chunk := os.read(master, 4096):
            sent += chunk
    except OSError:
        pass  # Linux says so where the other side is closed
    assert child.wait() == 0
    os.close(master)
    return sent.decode()


CODE = """
from resyn.cli.console import listening
with listening() as progress:
    progress.begin("candidates [bold]", 20)
    progress.show("candidates [bold]", accepted="3", cost="$0.40")
    progress.advance("candidates [bold]", 7)
    progress.say("one \\x1b]0;title\\x07 line")
"""


def test_bar_on_a_terminal_shows_the_figures() -> None:
    sent = on_a_terminal(CODE)
    assert "candidates [bold]" in sent
    assert " 7/20" in sent
    assert "accepted 3 · cost $0.40" in sent
    assert "one \\x1b]0;title\\x07 line" in sent
    assert "\x1b[36m" in sent


def test_no_color_means_no_color() -> None:
    sent = on_a_terminal(CODE, NO_COLOR="1")
    assert "accepted 3 · cost $0.40" in sent
    assert re.search(r"\x1b\[[0-9;]*3[0-9]m|\x1b\[38;", sent) is None


def test_cost_that_nobody_knows_is_not_free() -> None:
    assert [cost_text(None), cost_text(0.0), cost_text(1234.5)] == ["unpriced", "$0.00", "$1,234.50"]
