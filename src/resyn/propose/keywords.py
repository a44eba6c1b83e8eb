"""The keywords for which environments are proposed: the shipped topics, or a file of the user's."""

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from resyn.core.errors import ConfigError
from resyn.core.progress import Progress, Silent

MAX_WORDS = 6

_KEYWORD = re.compile(r"[^\W_][\w '&+./-]{0,59}")


def shipped_keywords() -> tuple[str, ...]:
    """Return the topics that are shipped, in the order of their file."""
    text = (resources.files("resyn.propose") / "topics.txt").read_text(encoding="utf-8")
    return parse_keywords(text, "topics.txt", progress=Silent())


def read_keywords(path: Path, *, progress: Progress | None = None) -> tuple[str, ...]:
    """Read a file with one keyword a line; raises ConfigError where it cannot be read, is wrong or holds none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text", hint="Save it as UTF-8, one keyword a line.") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}", hint="Give a text file of keywords.") from None
    return parse_keywords(text, str(path), progress=progress or Silent())


def parse_keywords(text: str, place: str, *, progress: Progress) -> tuple[str, ...]:
    """Parse keywords, one a line; what follows `#` is a comment, and a repeated keyword is passed over with a notice.

    Raises ConfigError with the line of a keyword that is too long or holds other than words.
    """
    seen: dict[str, int] = {}
    keywords: list[str] = []
    for number, keyword in _lines(text):
        if not _KEYWORD.fullmatch(keyword) or len(keyword.split()) > MAX_WORDS:
            raise ConfigError(
                f"{place}, line {number}: {keyword[:70]!r} is not a keyword",
                hint=f"Write one topic of one or two words a line, at most {MAX_WORDS} words and 60 characters.",
            )
        first = seen.setdefault(keyword.casefold(), number)
        if first == number:
            keywords.append(keyword)
        else:
            progress.say(f"{place}, line {number}: {keyword!r} stands in line {first} already and is passed over")
    if not keywords:
        raise ConfigError(f"{place} holds no keyword", hint="Write one topic of one or two words a line.")
    return tuple(keywords)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        keyword = " ".join(line.partition("#")[0].split())
        if keyword:
            yield number, keyword
