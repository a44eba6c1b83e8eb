import json
import sys

import pytest

from resyn.cli.console import note, print_json, print_table, print_text

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
