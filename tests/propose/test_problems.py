import json
from pathlib import Path

import pytest

from resyn.core.errors import ConfigError
from resyn.propose.problems import read_problems

BOATS = "Three boats lie in a row; the red one is left of the blue one. Which is last?"


def test_first_problem_of_each_file_is_read_whatever_its_fields_are_called(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_text(f"\n{BOATS}\n")
    (tmp_path / "b.json").write_text(json.dumps({"canary": "x" * 30, "examples": [{"input": BOATS, "target": "(A)"}]}))
    (tmp_path / "c.jsonl").write_text(f"\n{json.dumps({'id': 1, 'prompt': BOATS})}\n{json.dumps({'prompt': 'two'})}\n")
    (tmp_path / "deep" / "d.md").write_text(BOATS)
    (tmp_path / "e.json").write_text(json.dumps([{"wording": BOATS, "n": 3}]))
    (tmp_path / "f.json").write_text(json.dumps({"answer": "short"}))
    (tmp_path / "g.csv").write_text(BOATS)
    found = read_problems(tmp_path)
    assert [problem.place for problem in found] == ["a.txt", "b.json", "c.jsonl", "deep/d.md", "e.json"]
    assert {problem.text for problem in found} == {BOATS}


def test_long_problem_is_cut(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("long " * 5000)
    assert len(read_problems(tmp_path)[0].text) == 4000


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "holds no problem"),
        ("a.jsonl", b"\n \n", "holds no problem"),
        ("a.csv", b"a,b", "holds no problem"),
        ("a.json", b'{"question": ', "is not JSON"),
        ("a.json", b"[" * 100_000, "is not JSON"),
        ("a.txt", b"\xff\xfe\x00", "is not UTF-8"),
    ],
)
def test_folder_without_a_problem_or_with_a_broken_file_is_named(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigError, match=message):
        read_problems(tmp_path)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is no folder"):
        read_problems(tmp_path / "none")
