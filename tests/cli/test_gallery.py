from pathlib import Path

from tests.cli.conftest import Command


def test_gallery_of_a_folder_shows_its_environments(resyn: Command, sound_file: Path, tmp_path: Path) -> None:
    folder = sound_file.parent
    (folder / "other_sums.py").write_text(sound_file.read_text().replace("Name two", "Give two"))
    assert resyn("catalogue", "--folder", folder, "index").code == 0
    ended = resyn("catalogue", "--folder", folder, "gallery", "--out", tmp_path / "site", "--title", "Ours")
    assert ended.code == 0
    html = (tmp_path / "site" / "index.html").read_text()
    assert html.count('<details class="entry"') == 2
    assert html.count("<summary>Level 5</summary>") == 2
    assert "Which two of [" in html
    assert "<h1>Ours</h1>" in html


def test_gallery_needs_an_index(resyn: Command, tmp_path: Path) -> None:
    ended = resyn("catalogue", "--folder", tmp_path, "gallery", "--out", tmp_path / "page.html")
    assert ended.code == 2
    assert "index.jsonl" in ended.err
    assert not (tmp_path / "page.html").exists()
