"""Python source as HTML with its keywords, texts, comments and numbers marked; read as tokens, never run."""

import io
import keyword
import tokenize
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from resyn.report.text import visible

if TYPE_CHECKING:
    from markupsafe import Markup

_KINDS: Final = {tokenize.COMMENT: "c", tokenize.STRING: "s", tokenize.NUMBER: "n"}
_FSTRING: Final = {
    getattr(tokenize, name) for name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END") if hasattr(tokenize, name)
}


def highlight(source: str) -> "Markup":
    """Return escaped HTML; a text that cannot be read as tokens comes out plain."""
    from markupsafe import Markup, escape

    shown = visible(source, most=60_000)
    lines = shown.split("\n")
    try:
        marks = list(_marks(shown))
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return escape(shown)
    pieces: list[str] = []
    row, column = 1, 0

    def until(to_row: int, to_column: int) -> str:
        nonlocal row, column
        if (to_row, to_column) <= (row, column):  # some tokens of f-strings are placed a little too far to the left
            return ""
        taken = ""
        while row < to_row:
            taken += lines[row - 1][column:] + "\n"
            row, column = row + 1, 0
        taken += lines[row - 1][column:to_column] if row <= len(lines) else ""
        column = to_column
        return taken

    for kind, start, end in marks:
        pieces.append(str(escape(until(*start))))
        pieces.append(f"<i class={kind}>{escape(until(*end))}</i>")
    pieces.append(str(escape(until(len(lines), len(lines[-1])))))
    return Markup("".join(pieces))  # every piece was escaped above


def _marks(source: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    defines = False
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = "s" if token.type in _FSTRING else _KINDS.get(token.type)
        if token.type == tokenize.NAME:
            kind = "k" if keyword.iskeyword(token.string) else "d" if defines else None
            defines = token.string in ("def", "class")
        if kind and token.start != token.end:
            yield kind, token.start, token.end
