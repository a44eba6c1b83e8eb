import json
from pathlib import Path

from tests.cli.conftest import Command
from tests.report.stored import build_run


def test_report_of_a_run_is_written_beside_it_with_questions_drawn(resyn: Command, tmp_path: Path) -> None:
    folder = build_run(tmp_path / "run")
    ended = resyn("report", folder, "--json")
    assert ended.code == 0
    found = json.loads(ended.out)
    assert (found["candidates"], found["accepted"], found["rejected"]) == (9, 1, 6)
    assert found["stages"][0] == {"name": "writing", "reached": 8, "stopped": 1}
    html = (folder / "report.html").read_text()
    assert "What is " in html
    assert "could not be drawn: generate: error" in html
    assert html.count("<summary>Level 5</summary>") == 2  # accepted and under way; rejected ones show their first level


def test_page_can_lie_elsewhere_and_without_questions(resyn: Command, tmp_path: Path) -> None:
    folder = build_run(tmp_path / "run")
    page = tmp_path / "site" / "page.html"
    assert resyn("report", folder, "--out", page, "--no-questions", "--title", "My run").code == 0
    assert "<h1>My run</h1>" in page.read_text()
    assert "Level 1</summary>" not in page.read_text()
    assert not (folder / "report.html").exists()


def test_folder_without_a_run_is_named(resyn: Command, tmp_path: Path) -> None:
    ended = resyn("report", tmp_path / "nothing")
    assert ended.code == 2
    assert "nothing holds no run" in ended.err
