"""Take the Python file out of a model's reply, whatever stands around it."""

import ast
import re
import textwrap
from collections.abc import Collection
from dataclasses import dataclass

from resyn.core.contract import FUNCTIONS, MAX_SOURCE_CHARS
from resyn.core.environment import parse_source

_FENCE = re.compile(r"^[ \t>]*+(?:```++|~~~++)[ \t]*+([\w+.-]*+)[^`]*+$")
_THINKING = re.compile(r"<(think|thinking|reasoning)>", re.ASCII | re.IGNORECASE)
_THINKING_END = re.compile(r"^.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_THINKING_BEGIN = re.compile(r"<(?:think|thinking|reasoning)>.*\Z", re.DOTALL | re.IGNORECASE)
_CODE_LINE = re.compile(
    r'^(?:"""|\'\'\'|import \w|from \w[\w.]* import|def \w+\(|class \w+\s*[(:]|@\w|#|[A-Za-z_]\w*\s*(?::[^=]+)?=[^=])'
)
_DEFINED = re.compile(r"^(?:async +)?def +(\w+)\s*\(", re.MULTILINE)
_INVISIBLE = str.maketrans({"\ufeff": "", "\u200b": "", "\u200c": "", "\u2060": "", "\xa0": " ", "\0": ""})
_TAIL_LINES = 80
_HEAD_LINES = 80
_DRAFT_CHARS = 4 * MAX_SOURCE_CHARS  # of a file with the prose that may stand around its code


@dataclass(frozen=True, slots=True)
class Extracted:
    """The file's text, or "" and the reason why there is none. `cut_off` tells that its fence was never closed."""

    source: str
    reason: str = ""
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    language: str
    closed: bool
    defines: frozenset[str]


def extract_source(reply: str, *, functions: Collection[str] = FUNCTIONS.keys()) -> Extracted:
    """Return the file that a reply holds; never raises, and never judges the file.

    Of several fenced blocks the last that defines the most of the `functions` is taken; blocks that define different
    ones are joined. Without a fence, the file is what begins with the first line of code.
    """
    wanted = frozenset(functions)
    text = _without_thinking(reply.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE))
    if not text.strip():
        return Extracted("", "the reply is empty" if not reply.strip() else "the reply holds reasoning alone")
    blocks = _fenced_blocks(text, wanted)
    found = _choose(blocks) if blocks else _unfenced(text)
    if found is None:
        return Extracted("", "the reply holds no Python code")
    source = _clean(found.text) if len(found.text) <= _DRAFT_CHARS else found.text
    if not source:
        return Extracted("", "the reply holds no Python code")
    if len(source) > MAX_SOURCE_CHARS:
        return Extracted("", f"the file has {len(source):,} characters; at most {MAX_SOURCE_CHARS:,} are read")
    return Extracted(source, cut_off=not found.closed)


def _without_thinking(text: str) -> str:
    text = _without_blocks(text)
    text = _THINKING_END.sub("", text)  # some chat templates swallow the opening tag
    return _THINKING_BEGIN.sub("", text)


def _without_blocks(text: str) -> str:
    """Drop what stands from each opening tag to the closing one of its name, in time linear in the text."""
    kept: list[str] = []
    unclosed: set[str] = set()
    position = 0
    opening = _THINKING.search(text)
    while opening:
        name, begin = opening[1].lower(), opening.end()
        closing = None if name in unclosed else re.compile(f"</{name}>", _THINKING.flags).search(text, begin)
        if closing:
            kept.append(text[position : opening.start()])
            position = begin = closing.end()
        else:
            unclosed.add(name)  # nor is any later one closed
        opening = _THINKING.search(text, begin)
    return "".join([*kept, text[position:]])


def _fenced_blocks(text: str, wanted: frozenset[str]) -> list[_Block]:
    blocks: list[_Block] = []

    def add(body: list[str], *, closed: bool) -> None:
        dedented = _dedent(body)
        blocks.append(_Block(dedented, language, closed, wanted & frozenset(_DEFINED.findall(dedented))))

    lines: list[str] | None = None
    language = ""
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if fence is None:
            if lines is not None and line.rstrip().endswith("```"):  # closed behind the last line of code
                add([*lines, line.rstrip().removesuffix("```")], closed=True)
                lines = None
            elif lines is not None:
                lines.append(line)
        elif lines is None:
            lines, language = [], fence[1].lower()
        else:
            add(lines, closed=True)
            # A fence that names a language opens a block, even where the one before was never closed.
            lines, language = ([], fence[1].lower()) if fence[1] else (None, "")
    if lines is not None and any(line.strip() for line in lines):
        add(lines, closed=False)
    return blocks


def _choose(blocks: list[_Block]) -> _Block | None:
    blocks = [block for block in blocks if block.language in ("", "python", "py", "python3") or block.defines]
    defining = [block for block in blocks if block.defines]
    if not defining:
        # A file of another shape, such as a class, is still the author's file: the rules say what is wrong with it.
        code = [block for block in blocks if re.search(r"^[ \t]*(?:def|class) \w", block.text, re.MULTILINE)]
        return max(code, key=lambda block: len(block.text), default=None)
    most = max(len(block.defines) for block in defining)
    best = [block for block in defining if len(block.defines) == most][-1]
    together = frozenset[str]().union(*(block.defines for block in defining))
    if together > best.defines:
        return _join(blocks, defining)
    return best


def _join(blocks: list[_Block], defining: list[_Block]) -> _Block:
    """Put the blocks of one file together: all from the first that defines a function, with imports before it."""
    first = blocks.index(defining[0])
    parts = [block for block in blocks[:first] if re.search(r"^(?:import|from) \w", block.text, re.MULTILINE)]
    parts += [block for block in blocks[first:] if _parses(block.text) or block.defines]
    together = frozenset[str]().union(*(block.defines for block in parts))
    text = "\n\n\n".join(block.text for block in parts)
    return _Block(text, "python", all(block.closed for block in parts), together)


def _unfenced(text: str) -> _Block | None:
    lines = _dedent(text.split("\n")).split("\n")
    begin = next((i for i, line in enumerate(lines) if _CODE_LINE.match(line)), None)
    if begin is None or not _DEFINED.search("\n".join(lines[begin:])):
        return None
    return _Block("\n".join(lines[begin:]), "", closed=True, defines=frozenset())


def _dedent(lines: list[str]) -> str:
    unquoted = [re.sub(r"^> ?", "", line) for line in lines] if all(line.startswith(">") for line in lines) else lines
    return textwrap.dedent("\n".join(_spaces(line) for line in unquoted)).strip("\n")


def _spaces(line: str) -> str:
    body = line.lstrip(" \t")
    indent = line[: len(line) - len(body)]
    return indent.expandtabs(4) + body


def _clean(text: str) -> str:
    """Drop prose before and after the code, and a `__main__` block, which no import would run."""
    lines = text.split("\n")
    if lines[0].strip().lower() in ("python", "py"):
        lines.pop(0)  # a fence's language that slipped into the next line
    for _ in range(_HEAD_LINES):
        if not lines or not lines[0].strip() or _CODE_LINE.match(lines[0]) or _parses("\n".join(lines)):
            break
        lines.pop(0)
    lines = _without_tail(lines)
    source = _without_main("\n".join(lines)).strip("\n")
    return source + "\n" if source.strip() else ""


def _without_tail(lines: list[str]) -> list[str]:
    """Drop lines at the end where only they keep the text from parsing, but never a function."""
    if _parses("\n".join(lines)):
        return lines
    for end in range(len(lines) - 1, max(0, len(lines) - _TAIL_LINES), -1):
        if lines[end].startswith((" ", "def ", "@", "class ")):
            return lines
        if _parses("\n".join(lines[:end])):
            return lines[:end]
    return lines


def _without_main(source: str) -> str:
    if "__main__" not in source or not _parses(source):
        return source
    lines = source.split("\n")
    for node in reversed(parse_source(source).body):
        if isinstance(node, ast.If) and _names_main(node.test) and not node.orelse:
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines)


def _names_main(test: ast.expr) -> bool:
    return any(isinstance(node, ast.Constant) and node.value == "__main__" for node in ast.walk(test))


def _parses(text: str) -> bool:
    try:
        parse_source(text)
    except SyntaxError:
        return False
    return True
