from pathlib import Path

import pytest

from resyn.core.errors import ConfigError
from resyn.core.progress import Silent
from resyn.propose.keywords import read_keywords, shipped_keywords


class Told(Silent):
    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, line: str) -> None:
        self.said.append(line)


def test_about_a_hundred_short_topics_are_shipped_once_each() -> None:
    keywords = shipped_keywords()
    assert 100 <= len(keywords) <= 150
    assert len({keyword.casefold() for keyword in keywords}) == len(keywords)
    assert all(len(keyword.split()) <= 3 for keyword in keywords)


def test_a_file_holds_a_keyword_a_line_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("# my own\n\nshortest   path # a note\n  maximum flow\n", encoding="utf-8-sig")
    assert read_keywords(path) == ("shortest path", "maximum flow")


def test_a_repeated_keyword_is_passed_over_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("maze\nclique\nMaze\n")
    told = Told()
    assert read_keywords(path, progress=told) == ("maze", "clique")
    assert len(told.said) == 1
    assert "line 3" in told.said[0]
    assert "line 1" in told.said[0]


@pytest.mark.parametrize(
    "line", ["{evil}", "$keyword", "x" * 61, "a b c d e f g", "<b>maze</b>", "maze\u2028```python", "-"]
)
def test_what_is_no_keyword_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(f"maze\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"mine\.txt, line [23]") as caught:
        read_keywords(path)
    assert caught.value.hint


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xff\xfe"])
def test_a_file_without_keywords_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"mine\.txt"):
        read_keywords(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.txt cannot be read"):
        read_keywords(tmp_path / "none.txt")
