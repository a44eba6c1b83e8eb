"""What scoring rules share: clean an answer of its wrapping, and read a number in it. Nothing is ever executed."""

import re
from fractions import Fraction
from typing import Final

_WRAPS: Final = (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"), ("**", "**"), ("`", "`"), ('"', '"'))
_COMMANDS: Final = ("boxed", "text", "texttt", "textbf", "mathrm", "mathbf")
_MACRO: Final = re.compile(rf"\\(?:{'|'.join(_COMMANDS)})\{{")
_UNSIGNED: Final = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d{1,2}(?!\d))?"
_NUMBER: Final = re.compile(rf"(?<!\w)(?<!\d\.)([-+]?{_UNSIGNED})(?:\s*/\s*(\d+))?", re.ASCII)
_AFTER_LETTERS: Final = re.compile(r"(?<=[A-Za-z])[$€£]")  # US$5
_FRACTION: Final = re.compile(r"\\[dt]?frac\{(\d+)\}\{(\d+)\}")
_MAX_CHARS: Final = 2000
_MAX_DIGITS: Final = 40
_MOST_WRAPS: Final = 16
_PLAIN: Final = str.maketrans({"\u2212": "-", "$": None, "€": None, "£": None})


def unwrap(answer: str) -> str:
    """Return an answer without Markdown, quotation and LaTeX around the whole of it, and without a final full stop.

    Of wraps within wraps the outermost 16 are taken off: each costs time in proportion to the answer's length.
    """
    text = answer.strip()
    for _ in range(_MOST_WRAPS):
        before = text
        text = _unwrap_once(text.removesuffix(".").rstrip() if not text.endswith("..") else text)
        if text == before:
            break
    return text


def final_number(answer: str) -> Fraction | None:
    """Return the last number of an answer; None for none. Thousands may be parted by commas, decimals by a point.

    A fraction of two whole numbers is one number. Only the last 2,000 characters are looked at, and no number of more
    than 40 digits counts.
    """
    text = _AFTER_LETTERS.sub(" ", answer[-_MAX_CHARS:]).translate(_PLAIN)
    for written, plain in (("{,}", ","), ("\\,", ""), ("\\!", "")):
        text = text.replace(written, plain)
    text = _FRACTION.sub(r"\1/\2", text)
    numbers = list(_NUMBER.finditer(text))
    if not numbers or len(numbers[-1][0]) > _MAX_DIGITS:
        return None
    number = Fraction(numbers[-1][1].replace(",", ""))
    below = int(numbers[-1][2] or 1)
    return number / below if below else None


def _unwrap_once(text: str) -> str:
    for opening, closing in _WRAPS:
        inner = text[len(opening) : -len(closing)]
        if text.startswith(opening) and text.endswith(closing) and inner.strip() and opening not in inner:
            return inner.strip()
    macro = _MACRO.match(text)
    if macro and text.endswith("}") and _closes_at_end(text, macro.end()):
        return text[macro.end() : -1].strip()
    return text


def _closes_at_end(text: str, start: int) -> bool:
    """Tell whether the brace opened before `start` is the one closed by the last character."""
    depth = 1
    for position in range(start, len(text)):
        depth += (text[position] == "{") - (text[position] == "}")
        if depth == 0:
            return position == len(text) - 1
    return False
