"""When an answer is that of a reference: the one comparison of datasets that carry answers instead of a verifier."""

import re
import unicodedata
from typing import Final

_SPACES: Final = re.compile(r"\s+")
_AROUND_MARKS: Final = re.compile(r"\s*([,;:()\[\]{}=|]|->)\s*")


def normal_form(answer: str) -> str:
    """Return what of an answer is compared: its characters without layout.

    Case, the width of characters (NFKC), white space around commas, colons, brackets and arrows, longer runs of white
    space, and one final full stop do not count. Nothing else is forgiven: numbers and expressions are compared as they
    are written, the order of items counts, and a different correct answer is wrong. That is what an answer can do less
    than a verifier.
    """
    text = _SPACES.sub(" ", unicodedata.normalize("NFKC", answer).casefold()).strip()
    text = _AROUND_MARKS.sub(r"\1", text)
    return text.removesuffix(".").rstrip() if not text.endswith("..") else text


def matches(answer: str, reference: str) -> bool:
    """Tell whether an answer is the reference but for its layout (see `normal_form`)."""
    return normal_form(answer) == normal_form(reference)
