"""Foreign text made fit for a page: nothing invisible, nothing endless; escaping is the template's."""

import re
from typing import Final

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HIDDEN: Final = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


def visible(text: str, most: int = 6_000) -> str:
    """Return a text in which what is not seen is shown by its number, cut at `most` characters.

    Marks that turn the direction of writing can make code look like other code (CVE-2021-42574), zero-width ones can
    hide words; control characters no HTML document may hold.
    """
    cut = text if len(text) <= most else f"{text[:most]}\n... {len(text) - most:,} more characters"
    return _HIDDEN.sub(_number, _CONTROLS.sub(_number, cut.replace("\r\n", "\n")))


def _number(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"
