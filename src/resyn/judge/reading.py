"""Read a reply as a verdict, or say why it is none; nothing in it is believed that was not shown to the judge."""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from resyn.core.verdicts import Criterion

LEAST_QUOTE: Final = 6
"""Characters of a quote, at least: a shorter one occurs everywhere."""

_MOST_SCANS: Final = 16  # of a text's length: begun objects within begun objects are each read to the end

_THINKING_END: Final = re.compile(r"^.*</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_THINKING_BEGIN: Final = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_ELLIPSIS: Final = re.compile(r"\s*(?:\[\.\.\.\]|\.\.\.|…)\s*")
_BEGUN: Final = re.compile(r"\s*(?:\"|\Z)")
_DECODER: Final = json.JSONDecoder(strict=False)  # models write line breaks inside of strings


class NoVerdictError(ValueError):
    """The reply is no verdict; the message says why."""


def last_object(text: str) -> dict[str, Any] | None:
    """Return the last JSON object in a text, whatever stands around it; None where there is none.

    The last one is meant and no draft before it: where another object begins after it (a brace, then a quotation mark
    or the end of the text) and is not whole, as in a reply that was cut off, there is none. Thinking that is never
    closed holds drafts and no object. Nor is there one where so many objects begin and do not end that looking for the
    last would take long.
    """
    text = _THINKING_BEGIN.split(_THINKING_END.sub("", text), maxsplit=1)[0]
    found: dict[str, Any] | None = None
    left = _MOST_SCANS * len(text)
    place = text.find("{")
    while place >= 0:
        try:
            value, end = _DECODER.raw_decode(text, place)
        except ValueError as error:
            left -= max(getattr(error, "pos", len(text)) - place, len(text) // 64)
            if left < 0:
                return None
            end = place + 1
            found = None if _BEGUN.match(text, end) else found
        except RecursionError:  # no verdict is nested a thousand deep
            return None
        else:
            found = value
        place = text.find("{", end)
    return found


def read_criteria(reply: str, names: Sequence[str], *, shown: str) -> tuple[bool, tuple[Criterion, ...]]:
    """Return whether the reply accepts, and its criteria; raises NoVerdictError on anything that is not whole.

    Whole means: each criterion is answered with true or false, a reason, and a quote that occurs in what was `shown`
    (white space apart), and the verdict is what the criteria say: "accept" exactly where all hold.
    """
    data = last_object(reply)
    if data is None or "criteria" not in data:
        data = last_object(_TRAILING_COMMA.sub(r"\1", reply)) or data
    if data is None:
        raise NoVerdictError("the reply holds no whole JSON object")
    answered = data.get("criteria")
    if not isinstance(answered, dict) or answered.keys() != set(names):
        raise NoVerdictError(f"the reply does not answer exactly the criteria {', '.join(names)}")
    plain = _plain(shown)
    criteria = tuple(_criterion(name, answered[name], plain) for name in names)
    verdict = data.get("verdict")
    if verdict not in ("accept", "reject"):
        raise NoVerdictError(f"the verdict is {str(verdict)[:40]!r}, neither accept nor reject")
    if (verdict == "accept") != all(criterion.holds for criterion in criteria):
        raise NoVerdictError(f"the verdict {verdict} contradicts the criteria")
    return verdict == "accept", criteria


def _criterion(name: str, answer: Any, shown: str) -> Criterion:
    if not isinstance(answer, dict):
        raise NoVerdictError(f"{name} is no JSON object")
    holds, why, quote = (answer.get(key) for key in ("holds", "why", "quote"))
    if not isinstance(holds, bool):
        raise NoVerdictError(f"{name} is answered with {str(holds)[:40]!r}, neither true nor false")
    if not isinstance(why, str) or not why.strip():
        raise NoVerdictError(f"{name} comes without a reason")
    if not isinstance(quote, str) or len(_ELLIPSIS.sub("", _plain(quote))) < LEAST_QUOTE:
        raise NoVerdictError(f"{name} comes without a quote")
    if not _occurs(quote, shown):
        raise NoVerdictError(f"{name} quotes what was not shown: {quote[:80]!r}")
    return Criterion(name, holds, why.strip()[:1000], quote.strip()[:1000])


def _occurs(quote: str, shown: str) -> bool:
    """Tell whether a quote stands in what was shown; one with "..." in it must do so part by part, in order."""
    place = 0
    for part in _ELLIPSIS.split(_plain(quote)):
        if not part.strip():
            continue
        place = shown.find(part.strip(), place)
        if place < 0:
            return False
        place += len(part.strip())
    return True


def _plain(text: str) -> str:
    return " ".join(text.split())
