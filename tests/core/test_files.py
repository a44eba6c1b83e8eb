from pathlib import Path

import pytest

from resyn.core.errors import StoreError
from resyn.core.files import write_whole


def test_file_is_written_with_its_folder_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "page.html"
    write_whole(path, "first\r\nline")
    write_whole(path, "second \ud800")
    assert path.read_bytes() == b"second ?"
    assert [entry.name for entry in path.parent.iterdir()] == ["page.html"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_what_cannot_be_written_is_named_and_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    with pytest.raises(StoreError, match="page"):
        write_whole(tmp_path / "file" / "page", "text")
    folder = tmp_path / "taken"
    folder.mkdir()
    with pytest.raises(StoreError, match="taken"):
        write_whole(folder, "text")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "taken"]
    assert (tmp_path / "file").read_text() == "old"
