"""Questions of published benchmarks in a folder: found in other texts by runs of words, and by nearness."""

import json
import re
import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resyn.core.errors import ConfigError
from resyn.gate.embedding import Embedder
from resyn.gate.nearest import Neighbour, Neighbourhood

SPAN = 8
"""Words of an indexed n-gram."""

MIN_WORDS = 5
"""Different words of two letters or more that an n-gram must hold to count: rows of numbers say nothing."""

_WORD = re.compile(r"[^\W_]+")
_QUESTION_FIELDS = ("input", "question", "problem", "rule_content")
_MASK = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Overlap:
    """What of a text stands in a benchmark: the longest run of words, and the share of its n-grams."""

    words: int
    run: str
    share: float


def read_questions(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (file, question) of every benchmark question below a folder.

    Files are `*.json` with a list `examples`, or `*.jsonl`; a question is what stands under "input", "question",
    "problem" or "rule_content", as the publishers of BBH, BBEH, GSM8K, AIME and KOR-Bench name it. Raises ConfigError
    where the folder is missing, a file cannot be read, or no question is found.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder} is no folder of benchmarks", hint="Give a folder of *.json and *.jsonl files.")
    found = False
    for path in sorted([*folder.rglob("*.json"), *folder.rglob("*.jsonl")]):
        for entry in _entries(path):
            for key in _QUESTION_FIELDS:
                if isinstance(entry, dict) and isinstance(entry.get(key), str):
                    found = True
                    yield str(path.relative_to(folder)), entry[key]
    if not found:
        raise ConfigError(
            f"{folder} holds no benchmark question", hint=f"Questions stand under {', '.join(_QUESTION_FIELDS)}."
        )


def _entries(path: Path) -> list[Any]:
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        data = json.loads(text)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} cannot be read as benchmark data: {error}", hint="Check or remove it.") from None
    entries = data.get("examples", []) if isinstance(data, dict) else data
    return entries if isinstance(entries, list) else []


class BenchmarkIndex:
    """The n-grams of all questions in a folder; read at the first use, some seconds for ten thousand questions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._hashes: array[int] | None = None
        self._neighbourhood = Neighbourhood(lambda: read_questions(folder), words_of)

    def overlap(self, text: str) -> Overlap:
        """Return what of a text stands in any question; case, punctuation and white space do not count, numbers do."""
        words = words_of(text)
        grams = list(_grams(words))
        hits = [start for start, code in grams if self._holds(code)]
        length, begin = _longest_run(hits)
        return Overlap(length, " ".join(words[begin : begin + length]), len(hits) / len(grams) if grams else 0.0)

    def nearest(self, text: str, embedder: Embedder) -> Neighbour | None:
        """Return the question nearest to a text: copied wording is found though words were changed all over it."""
        return self._neighbourhood.nearest(text, embedder)

    def find(self, run: str) -> str:
        """Return the file of the first question that holds a run of words as `overlap` gives it; "" for none."""
        wanted = f" {run} "
        for file, question in read_questions(self.folder):
            if wanted in f" {' '.join(words_of(question))} ":
                return file
        return ""

    def _holds(self, code: int) -> bool:
        hashes = self._read()
        place = bisect_left(hashes, code)
        return place < len(hashes) and hashes[place] == code

    def _read(self) -> "array[int]":
        with self._lock:
            if self._hashes is None:
                codes: set[int] = set()
                for _, question in read_questions(self.folder):
                    codes.update(code for _, code in _grams(words_of(question)))
                self._hashes = array("Q", sorted(codes))
            return self._hashes


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, in lower case."""
    return _WORD.findall(text.lower())


def _grams(words: list[str]) -> Iterator[tuple[int, int]]:
    """Yield start and 64-bit code of every run of SPAN words that says something.

    The code is a polynomial in the words' hashes, rolled forward; how often each telling word stands in the run is too.
    """
    highest = pow(_BASE, SPAN - 1, 1 << 64)
    hashes = [hash(word) & _MASK for word in words]
    telling = [word if len(word) > 1 and not word[0].isdigit() else "" for word in words]
    counts = {"": 0}
    code = different = 0
    for end, (value, word) in enumerate(zip(hashes, telling, strict=True)):
        start = end - SPAN + 1
        if start > 0:
            code -= hashes[start - 1] * highest
            left = telling[start - 1]
            if left:
                counts[left] -= 1
                different -= not counts[left]
        code = (code * _BASE + value) & _MASK
        if word:
            before = counts.get(word, 0)
            counts[word] = before + 1
            different += not before
        if start >= 0 and different >= MIN_WORDS:
            yield start, code


def _longest_run(hits: list[int]) -> tuple[int, int]:
    """Return words and beginning of the longest run of neighbouring n-grams; (0, 0) for none."""
    best, best_start, begin = 0, 0, 0
    for position, start in enumerate(hits):
        if position and start != hits[position - 1] + 1:
            begin = position
        if start - hits[begin] + SPAN > best:
            best, best_start = start - hits[begin] + SPAN, hits[begin]
    return best, best_start
