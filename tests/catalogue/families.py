"""Answers that every environment is asked about, whatever its format: edits of the solution, junk, other spellings."""

import re
import string
from collections.abc import Iterator, Sequence

from resyn.gate.answers import with_junk
from resyn.gate.batteries import NONSENSE
from resyn.gate.evidence import Draw
from resyn.gate.rules.rejects_equivalent import spellings

MOST_EDITS = 300
OTHERS_PER_PLACE = 4
"""Other tokens, or characters, that take the place of each one of the solution."""

_TOKEN = re.compile(r"[^\s,;\[\](){}]+")
_GAP = re.compile(r"[\s,;]*")
_NUMBER = re.compile(r"-?[0-9]+")
_LEADING_ZEROS = re.compile(r"(?<![0-9.])0+(?=[0-9])")
_ALPHABETS = (string.digits, string.ascii_lowercase, string.ascii_uppercase)


def edits(solution: str, others: Sequence[str]) -> list[str]:
    """Return the solution with one token, character or line changed; what it becomes is taken from `others` too.

    A definition says which of them are right. White space, brackets, commas, the case of letters and leading zeros stay
    as they are: what is allowed there is seldom stated. At most MOST_EDITS, evenly spaced where there are more.
    """
    made = [*_edited_tokens(solution, others), *_edited_characters(solution, others), *_edited_lines(solution)]
    bare, zeros = _LEADING_ZEROS.subn("", solution)
    found = [
        text
        for text in dict.fromkeys(made)
        for other, others_zeros in [_LEADING_ZEROS.subn("", text)]
        if text.strip() and other != bare and others_zeros == zeros
    ]
    return found[:: max(1, -(-len(found) // MOST_EDITS))]


def inadmissible(draw: Draw) -> list[str]:
    """Return answers that no format admits: the solution with a foreign word or a second guess, and nonsense."""
    wrong = next((text for text in draw.wrong_answers if text.strip()), "?")
    return [*with_junk(draw.solution, wrong).values(), *NONSENSE.values()]


def allowed_spellings(draw: Draw, kind: str) -> list[str]:
    """Return the solution in the spellings that every reader allows in an answer of this kind."""
    return list(spellings(draw, kind).values())


def _edited_tokens(solution: str, others: Sequence[str]) -> Iterator[str]:
    spans = [match.span() for match in _TOKEN.finditer(solution)]
    tokens = [solution[start:end] for start, end in spans]
    vocabulary = list(dict.fromkeys([*tokens, *(token for other in others for token in _TOKEN.findall(other))]))
    for place, (start, end) in enumerate(spans):
        token, before, after = tokens[place], solution[:start], solution[end:]
        for other in _instead(token, vocabulary):
            yield before + other + after
        yield before + after[_gap(after) :] if place + 1 < len(spans) else before.rstrip(" \t,;") + after
        gap = solution[end : spans[place + 1][0]] if place + 1 < len(spans) else " "
        yield before + token + (_GAP.match(gap) or [" "])[0] + token + after
        if place + 1 < len(spans):
            following = spans[place + 1]
            yield before + tokens[place + 1] + solution[end : following[0]] + token + solution[following[1] :]
    if len(spans) > 2:
        yield _reversed(solution, spans)


def _reversed(solution: str, spans: Sequence[tuple[int, int]]) -> str:
    tokens = iter([solution[start:end] for start, end in spans][::-1])
    return _TOKEN.sub(lambda _: next(tokens), solution)


def _instead(token: str, vocabulary: Sequence[str]) -> Iterator[str]:
    """Yield what takes a token's place: its neighbours as a number, others of the vocabulary, itself with a sign."""
    if _NUMBER.fullmatch(token):
        yield from (str(int(token) + 1), str(int(token) - 1), str(-int(token)))
    at = vocabulary.index(token)
    circle = [*vocabulary[at + 1 :], *vocabulary[:at]]
    yield from circle[:OTHERS_PER_PLACE]
    yield from (f"{token}?", f"?{token}", f"{token}+0", "9" * 30)


def _gap(text: str) -> int:
    found = _GAP.match(text)
    return found.end() if found else 0


def _edited_characters(solution: str, others: Sequence[str]) -> Iterator[str]:
    used = {char for text in (solution, *others) for char in text}
    alphabets = [[char for char in alphabet if char in used] for alphabet in _ALPHABETS]
    for place, char in enumerate(solution):
        if not _TOKEN.match(char):
            continue
        before, after = solution[:place], solution[place + 1 :]
        yield before + char + char + after
        if _TOKEN.match(solution[place - 1 : place]) or _TOKEN.match(after):
            yield before + after
        if _TOKEN.match(after) and after[0] != char:
            yield before + after[0] + char + after[1:]
        for alphabet in alphabets:
            if char in alphabet:
                at = alphabet.index(char)
                circle = [*alphabet[at + 1 :], *alphabet[:at]]
                yield from (before + other + after for other in circle[:OTHERS_PER_PLACE])


def _edited_lines(solution: str) -> Iterator[str]:
    lines = solution.split("\n")
    for place, line in enumerate(lines) if len(lines) > 1 else ():
        yield "\n".join([*lines[:place], *lines[place + 1 :]])
        yield "\n".join([*lines[:place], line, *lines[place:]])
        if place:
            yield "\n".join([*lines[: place - 1], line, lines[place - 1], *lines[place + 1 :]])
