"""Choose keywords that the library lacks: what it has seldom comes first, and no source crowds out the others."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = ("ing", "es", "s")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword, where it comes from, and how many environments of the library are on it already."""

    text: str
    source: str
    covered: int


def choose_keywords(
    named: Mapping[str, Sequence[str]], topics_had: Iterable[Iterable[str]], count: int
) -> tuple[Keyword, ...]:
    """Choose up to `count` keywords from those that each source named.

    `topics_had` holds the skills and keywords of each environment of the library. A keyword that says the same as an
    earlier one (ending, hyphen and order of words apart) is left out. Those that fewest environments are on come first;
    among equals, the sources take turns.
    """
    had = Counter(key for topics in topics_had for key in {_key(topic) for topic in topics})
    seen: set[tuple[str, ...]] = set()
    ranked: list[tuple[int, int, int, Keyword]] = []
    for place, (source, texts) in enumerate(named.items()):
        turn = 0
        for text in texts:
            key = _key(text)
            if not key or key in seen:
                continue
            seen.add(key)
            ranked.append((had[key], turn, place, Keyword(text, source, had[key])))
            turn += 1
    ranked.sort(key=lambda entry: entry[:3])
    return tuple(keyword for *_, keyword in ranked[:count])


def _key(text: str) -> tuple[str, ...]:
    return tuple(sorted(_stem(word) for word in _WORD.findall(text.lower())))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending).rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word
