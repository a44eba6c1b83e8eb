import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.evaluate.conftest import write_examples

LEAK = "Which two of the numbers on the old wooden board beside the school door add up to the sum that is given?"


@pytest.fixture
def benchmarks(tmp_path: Path) -> Path:
    write_examples(tmp_path / "benchmarks" / "bbh" / "sums.json", [(LEAK, "5 7")])
    return tmp_path / "benchmarks"


def test_a_clean_dataset_is_drawn_and_reported_clean(
    resyn: Command, sound_file: Path, benchmarks: Path, tmp_path: Path
) -> None:
    out = tmp_path / "data"
    few = ("--instances", "2", "--validation", "0", "--test", "0")
    ended = resyn("dataset", sound_file, "--out", out, *few, "--check-leakage", benchmarks, "--json")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["leakage"]["questions"] == 2
    assert json.loads((out / "leakage.json").read_text())["leaks"] == []
    again = resyn("dataset", out, "--check-leakage", benchmarks)
    assert (again.code, "0 of 2 questions" in again.err) == (0, True), again.err


def test_a_leaking_dataset_exits_with_1_and_says_where(
    resyn: Command, sound_file: Path, benchmarks: Path, tmp_path: Path
) -> None:
    source = sound_file.read_text()
    sound_file.write_text(source.replace('return f"Which two of', f'return f"{LEAK} Which two of'))
    out = tmp_path / "data"
    few = ("--instances", "2", "--validation", "0", "--test", "0")
    ended = resyn("dataset", sound_file, "--out", out, *few, "--check-leakage", benchmarks)
    assert ended.code == 1, ended.err
    assert "bbh/sums.json" in ended.out
    assert "2 of 2 questions" in ended.err
    assert (out / "data" / "train.parquet").exists()


def test_rows_of_others_are_checked_and_nothing_is_drawn(resyn: Command, benchmarks: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"question": LEAK}) + "\n" + json.dumps({"question": "What is 2 + 2?"}) + "\n")
    ended = resyn("dataset", rows, "--check-leakage", benchmarks, "--json")
    assert ended.code == 1, ended.err
    (leak,) = json.loads(ended.out)["leaks"]
    assert (leak["id"], leak["file"], leak["words"]) == ("rows.jsonl:1", "bbh/sums.json", len(LEAK.split()))
