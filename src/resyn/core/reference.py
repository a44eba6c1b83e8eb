"""When an answer is that of a reference: the one comparison of datasets that carry answers instead of a verifier."""

import re
import unicodedata
from typing import Final

_SPACES: Final = re.compile(r"\s+")
_AROUND_MARKS: Final = re.compile(r"\s*([,;:()\[\]{}=|]|->)\s*")
_MOST_SHRINKING: Final = 16
"""No character of a normal form comes of more than these: composition makes one of four, and spaces around it go."""


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
    """Tell whether an answer is the reference but for its layout (see `normal_form`).

    An answer that is too long for it is not brought into normal form: of 100,000 combining marks that takes seconds.
    """
    wanted = normal_form(reference)
    text = _SPACES.sub(" ", answer)
    return len(text) <= _MOST_SHRINKING * (len(wanted) + 1) and normal_form(text) == wanted
