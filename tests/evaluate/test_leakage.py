import json
from pathlib import Path

import pytest
from tests.evaluate.conftest import write_examples, write_jsonl

from resyn.core.errors import ConfigError
from resyn.evaluate.leakage import Question, check_leakage, is_dataset, read_questions

STUDIO = (
    "Six painters share one long studio beside the harbour, and each painter owns exactly one easel of a different "
    "wood. Whose easel is made of ash?"
)
OWN = "Seven weavers rent a hall at the river; each has a loom of another colour. Which loom is red?"


@pytest.fixture
def benchmarks(tmp_path: Path) -> Path:
    folder = tmp_path / "benchmarks"
    write_examples(folder / "bbh" / "painters.json", [(STUDIO, "(B)")])
    write_jsonl(folder / "gsm8k" / "test.jsonl", [{"question": "How many rolls does he sell?", "answer": "#### 4"}])
    return folder


def test_a_verbatim_copy_and_a_reworded_copy_leak_and_own_words_do_not(benchmarks: Path) -> None:
    reworded = STUDIO.replace("one long studio", "a long studio").replace("exactly one", "just one")
    questions = [
        Question("1", "weavers", OWN),
        Question("2", "painters", f"Think well. {STUDIO}"),
        Question("3", "painters", reworded),
    ]
    report = check_leakage(questions, benchmarks)
    assert [leak.id for leak in report.leaks] == ["2", "3"]
    assert report.groups == {"painters": 2}
    verbatim, near = report.leaks
    assert (verbatim.file, verbatim.words >= 20, verbatim.share > 0.8) == ("bbh/painters.json", True, True)
    assert (near.file, near.nearness > 0.8) == ("bbh/painters.json", True)
    assert report.nearest[0] <= report.nearest[1] <= report.nearest[2] <= 1.0
    assert json.loads(json.dumps(report.to_json()))["groups"] == {"painters": 2}


def test_no_questions_leak_nothing(benchmarks: Path) -> None:
    report = check_leakage([], benchmarks)
    assert (report.questions, report.leaks, report.nearest) == (0, (), (0.0, 0.0, 0.0))


def test_a_folder_without_benchmarks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no folder of benchmarks"):
        check_leakage([Question("1", "a", OWN)], tmp_path / "missing")


def test_questions_of_any_rows_are_read(tmp_path: Path) -> None:
    turns = [{"role": "system", "content": "Think."}, {"role": "user", "content": OWN}]
    rows = [{"id": "a", "environment": "looms", "question": OWN}, {"prompt": turns}, {"problem": "Find x."}]
    write_jsonl(tmp_path / "rows.jsonl", rows)
    assert list(read_questions(tmp_path / "rows.jsonl")) == [
        Question("a", "looms", OWN),
        Question("rows.jsonl:2", "rows.jsonl", OWN),
        Question("rows.jsonl:3", "rows.jsonl", "Find x."),
    ]
    assert is_dataset(tmp_path / "rows.jsonl")
    assert not is_dataset(tmp_path)


@pytest.mark.parametrize("content", ["{", "[1]\n", '{"answer": "4"}\n'])
def test_rows_without_questions_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "rows.jsonl").write_text(content)
    with pytest.raises(ConfigError, match=r"rows\.jsonl"):
        list(read_questions(tmp_path / "rows.jsonl"))
