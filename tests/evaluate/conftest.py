"""Files of the publishers' layout with content of our own, and the list of them in place of the publishers'."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from resyn.evaluate import publishers
from resyn.evaluate.publishers import PublishedFile

LETTERS = "Options:\n(A) the otter\n(B) the heron"


def write_jsonl(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def write_examples(path: Path, examples: Sequence[tuple[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = [{"input": question, "target": target} for question, target in examples]
    path.write_text(json.dumps({"canary": "none of ours", "examples": entries}))


def write_benchmarks(folder: Path) -> None:
    """Write a small file of each benchmark."""
    write_examples(folder / "bbh" / "animals.json", [(f"Which is {n}th? {LETTERS}", "(A)") for n in range(6)])
    write_examples(folder / "bbh" / "truths.json", [(f"not True or {n} > 2 is", str(n > 2)) for n in range(4)])
    write_examples(folder / "bbeh" / "bbeh_sums" / "task.json", [(f"What is {n} + {n}?", str(2 * n)) for n in range(3)])
    write_examples(folder / "bbeh" / "bbeh_moods" / "task.json", [(f"Is mood {n} good?", "yes") for n in range(2)])
    write_examples(folder / "bbeh" / "mini" / "data.json", [("What is 2 + 2?", "4")])
    rows = [{"question": f"{n} pens at 2 dollars cost?", "answer": f"{n} * 2\n#### {2 * n}"} for n in range(5)]
    write_jsonl(folder / "gsm8k" / "test.jsonl", rows)
    write_jsonl(folder / "aime24" / "test.jsonl", [{"id": 7, "problem": "Find $n$.", "answer": "073"}])
    for category in ("cipher", "counterfactual", "logic", "operation", "puzzle"):
        rule = {"idx": "1", "title": "Double", "rule_content": f"a#b = 2a + b ({category})"}
        write_jsonl(folder / "kor" / category / "rule.jsonl", [rule])
        sample = {"idx": "1", "question": "Compute 1#2. Answer as [[number]].", "answer": "[[4]]", "rule_id": "1"}
        write_jsonl(folder / "kor" / category / "sample.jsonl", [sample])


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of small files of every benchmark, which counts as what the publishers gave out."""
    folder = tmp_path / "benchmarks"
    write_benchmarks(folder)
    listed: dict[str, list[PublishedFile]] = {}
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        name = path.relative_to(folder)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        file = PublishedFile(name.as_posix(), f"http://127.0.0.1:9/{name}", path.stat().st_size, digest)
        listed.setdefault(name.parts[0], []).append(file)
    monkeypatch.setattr(publishers, "published_files", lambda: {name: tuple(files) for name, files in listed.items()})
    return folder
