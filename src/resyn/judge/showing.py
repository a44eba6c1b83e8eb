"""Write down what a judge is to look at, within what a small model's context holds."""

import json
from typing import Final

from resyn.judge.exhibit import Exhibit, Sample
from resyn.llm.prompts import shorten

SOURCE_CHARS: Final = 14_000
"""A longer file is shown to its judge in part, and the judge is told."""

_QUESTION_CHARS: Final = 5_000
_SAMPLE_CHARS: Final = 900
_WRONG_SHOWN: Final = 3


def show_code(exhibit: Exhibit) -> str:
    """Return source, instances of several levels with solution and wrong answers, and what the rules found."""
    source = exhibit.environment.source.strip()
    cut = (
        f"\n\nThe file goes on; its first {SOURCE_CHARS:,} characters are shown." if len(source) > SOURCE_CHARS else ""
    )
    parts = [f"The environment:\n\n```python\n{source[:SOURCE_CHARS]}\n```{cut}"]
    parts += [_show_sample(sample) for sample in exhibit.samples]
    if exhibit.fault:
        parts.append(f"Of what was drawn, {exhibit.fault}")
    if exhibit.evidence:
        parts.append(f"What a program found out by running it:\n{exhibit.evidence}")
    return "\n\n".join(parts)


def show_questions(exhibit: Exhibit) -> str:
    """Return as many whole questions as fit, of the lowest level on, and a solution of the first.

    A question that alone is too long is cut: a judge who then misses the rest of it rejects, which is right.
    """
    parts: list[str] = []
    left = _QUESTION_CHARS
    for number, sample in enumerate(exhibit.samples, start=1):
        if parts and len(sample.question) > left:
            break
        parts.append(f"Question {number} (level {sample.level}):\n\n{shorten(sample.question.strip(), left)}")
        left -= len(sample.question)
        if number == 1:
            parts.append(f"An answer to question 1 that is accepted:\n\n{shorten(sample.solution, _SAMPLE_CHARS)}")
            refused = "\n".join(json.dumps(text, ensure_ascii=False) for text in sample.wrong[:_WRONG_SHOWN])
            parts.append(f"Answers to question 1 that are refused:\n\n{shorten(refused, _SAMPLE_CHARS)}")
    return "\n\n".join(parts)


def _show_sample(sample: Sample) -> str:
    wrong = ", ".join(json.dumps(text, ensure_ascii=False) for text in sample.wrong[:_WRONG_SHOWN])
    return (
        f"Level {sample.level}. Question:\n{shorten(sample.question.strip(), _SAMPLE_CHARS)}\n"
        f"solve returns: {shorten(sample.solution, _SAMPLE_CHARS // 3)}\n"
        f"wrong_answers returns: {shorten(wrong, _SAMPLE_CHARS // 3)}"
    )
