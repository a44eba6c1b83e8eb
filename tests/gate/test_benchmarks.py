import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.core.errors import ConfigError
from resyn.gate.benchmarks import SPAN, BenchmarkIndex, read_questions, words_of

QUESTION = (
    "Six painters share one long studio beside the harbour, and each painter owns exactly one easel of a different "
    "wood. Whose easel is made of ash?"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bbh").mkdir()
    (tmp_path / "bbh" / "painters.json").write_text(json.dumps({"examples": [{"input": QUESTION, "target": "B"}]}))
    (tmp_path / "gsm8k").mkdir()
    (tmp_path / "gsm8k" / "test.jsonl").write_text(
        json.dumps({"question": "How many eggs?", "answer": "#### 4"}) + "\n\n"
    )
    (tmp_path / "aime24").mkdir()
    (tmp_path / "aime24" / "test.jsonl").write_text(json.dumps({"problem": "Find x + y.", "answer": "3"}) + "\n")
    (tmp_path / "kor").mkdir()
    (tmp_path / "kor" / "rule.jsonl").write_text(
        json.dumps({"rule_content": "Rows hold 1 to 4.", "title": "Rows"}) + "\n"
    )
    return tmp_path


def test_the_publishers_layouts_are_read(folder: Path) -> None:
    assert dict(read_questions(folder)) == {
        "aime24/test.jsonl": "Find x + y.",
        "bbh/painters.json": QUESTION,
        "gsm8k/test.jsonl": "How many eggs?",
        "kor/rule.jsonl": "Rows hold 1 to 4.",
    }


def test_a_folder_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no benchmark question"):
        list(read_questions(tmp_path))
    with pytest.raises(ConfigError, match="no folder"):
        list(read_questions(tmp_path / "missing"))


def test_a_broken_file_is_named(folder: Path) -> None:
    (folder / "broken.jsonl").write_text("{")
    with pytest.raises(ConfigError, match=r"broken\.jsonl"):
        list(read_questions(folder))


def test_a_copied_sentence_is_found_whatever_its_case_and_punctuation(folder: Path) -> None:
    index = BenchmarkIndex(folder)
    overlap = index.overlap(
        "Note: SIX painters share one long studio; beside the harbour, and each painter owns 3 cats."
    )
    assert overlap.run == "six painters share one long studio beside the harbour and each painter owns"
    assert overlap.words == 13
    assert index.find(overlap.run) == "bbh/painters.json"


def test_other_words_overlap_nowhere(folder: Path) -> None:
    overlap = BenchmarkIndex(folder).overlap(
        "Seven weavers rent a hall at the river; each has a loom of another colour. Who?"
    )
    assert (overlap.words, overlap.share) == (0, 0.0)


def test_rows_of_numbers_are_no_overlap(tmp_path: Path) -> None:
    numbers = " ".join(map(str, range(40)))
    (tmp_path / "rows.jsonl").write_text(json.dumps({"question": numbers}))
    assert BenchmarkIndex(tmp_path).overlap(numbers).words == 0


@given(start=st.integers(0, 60), length=st.integers(0, 40), seed=st.integers(0, 1000))
def test_the_longest_run_is_the_part_that_was_copied(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int, seed: int
) -> None:
    rng = random.Random(seed)
    words = ["".join(rng.choices("abcdefghij", k=6)) for _ in range(100)]
    folder = tmp_path_factory.mktemp("benchmark")
    (folder / "test.jsonl").write_text(json.dumps({"question": " ".join(words)}))
    copied = words[start : start + length]
    overlap = BenchmarkIndex(folder).overlap(" ".join(["before", *copied, "after"]))
    assert overlap.words == (length if length >= SPAN else 0)
    assert overlap.run == (" ".join(copied) if length >= SPAN else "")


def test_words_are_letters_and_digits() -> None:
    assert words_of("Don't, 3.5 x_y\nÉtude!") == ["don", "t", "3", "5", "x", "y", "étude"]
