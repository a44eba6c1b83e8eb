"""The file still holds text that was meant for the author or was left to be filled in.

What it checks
    Markdown fences; words to or of a model ("as an AI", "here is the code", "your code here") in comments and
    docstrings; TODO, FIXME and "..." comments; placeholders such as {keyword} or <insert code>; a `{name}` of the
    file in a string that lacks its `f`; the contract's own signatures quoted in a docstring; functions whose body
    is empty, `pass`, `...` or NotImplementedError.

Why it matters
    Of one published corpus of 1,079 environments, 1,051 still hold the raw prompt. Residue in a question confuses
    the solver or gives the answer's format wrongly; a forgotten `f` shows the solver `{instance['n']}` in place of
    a number; an empty function is no function.

Example it rejects
    def observe(instance):
        return "Colour each vertex with a number from 0 to {instance['n'] - 1}."

How to fix
    Remove the words named, write the function out, and put `f` before a string with braces to be filled in.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from resyn.core.contract import FUNCTIONS
from resyn.core.records import Finding
from resyn.gate.evidence import Evidence

STAGE = "text"
VERSION = 1

SHOWN = 4

_PROSE = re.compile(
    r"\b(as an ai\b|as a (?:large )?language model"
    r"|here(?: i|')s (?:the|an?|your) (?:code|file|implementation|environment|solution|python|complete|updated|revised)"
    r"|your (?:code|implementation|logic|answer|docstring) (?:goes )?here|(?:sure|certainly)[,!] here"
    r"|i hope this helps|let me know if|rest of (?:the|your) (?:code|file|function)"
    r"|(?:code|implementation|logic) (?:is )?(?:omitted|unchanged)|same as (?:before|above)|replace (?:this )?with your"
    r"|you are (?:an? )?(?:expert|helpful|experienced)"
    r"|write an? (?:new )?(?:environment|python file|reasoning environment)|the five functions"
    r"|in the style of the examples?|implement (?:this|the (?:function|logic|rest))|fill (?:this )?in\b"
    r"|add more (?:cases|logic)|placeholder)",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\b(TODO|FIXME|XXX)\b")
_SLOT = re.compile(
    r"<(?:your code|insert|put|fill)[ _-]?[a-z _-]{0,40}>|\{(?:keyword|topic|examples?|skills?)\}", re.IGNORECASE
)
_BRACED = re.compile(r"\{([A-Za-z_]\w*)(?:[\[.:!][^{}]*|\s*[-+*/%]\s*[^{}]*)?\}")
_SIGNATURE = re.compile(r"\b(?:def )?(?:" + "|".join(FUNCTIONS) + r")\((?:level|instance)\b[^)]*\)\s*(?:->|:)")


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield up to `SHOWN` findings, each with its line."""
    found = sorted(set(_fences(evidence.environment.source)))
    tree = evidence.tree
    if tree is not None:
        found += sorted({*_comments(evidence.environment.source), *_docstrings(tree), *_strings(tree), *_bodies(tree)})
    for line, message in found[:SHOWN]:
        yield evidence.finding(__name__, message, line=line)


def _fences(source: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), start=1):
        if line.lstrip().startswith(("```", "~~~")):
            yield number, "a markdown fence; give the file's text alone"


def _comments(source: str) -> Iterator[tuple[int, str]]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return
    for token in tokens:
        if token.type == tokenize.COMMENT:
            text = token.string.lstrip("#").strip()
            if text in ("...", "…", "etc.", "etc") or text.startswith("... "):
                yield token.start[0], f"the comment {token.string!r} stands for code that is missing; write it out"
            yield from _in_prose(token.start[0], text, "a comment")


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
            text = ast.get_docstring(node, clean=False)
            if text is None:
                continue
            line = node.body[0].lineno
            yield from _in_prose(line, text, "a docstring")
            if _SIGNATURE.search(text):
                yield line, "a docstring quotes the contract; say in one sentence what is asked"


def _in_prose(line: int, text: str, where: str) -> Iterator[tuple[int, str]]:
    for pattern in (_PROSE, _MARKS, _SLOT):
        match = pattern.search(text)
        if match:
            yield line, f"{where} says {match.group()!r}, left from writing; remove it or do what it says"
            return


def _strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    formats = any(isinstance(node, ast.Attribute) and node.attr in ("format", "format_map") for node in ast.walk(tree))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    quoted = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    replaced = {node.value for node in texts}  # "{name}" by itself is what str.replace fills in
    for node in texts:
        if id(node) in quoted:
            continue
        text = str(node.value)
        slot = _SLOT.search(text)
        if slot and not formats:
            yield node.lineno, f"the string holds the placeholder {slot.group()!r}; write what belongs there"
        elif not formats:
            known = names if id(node) not in inside else {"instance"}
            shown = [match.group() for match in _BRACED.finditer(text) if match.group(1) in known]
            shown = [slot for slot in shown if len(slot) > len("{n}") and slot not in replaced]
            if shown:
                yield node.lineno, f"the string shows {shown[0]!r} as it stands; put an f before its quote"


def _bodies(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and not _is_abstract(node) and all(map(_says_nothing, node.body)):
            yield node.lineno, f"the function {node.name} has no body; write it out or remove it"


def _says_nothing(node: ast.stmt) -> bool:
    match node:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Raise(exc=ast.Name(id=name) | ast.Call(func=ast.Name(id=name))):
            return name == "NotImplementedError"
    return False


def _is_abstract(node: ast.FunctionDef) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id in ("abstractmethod", "overload") for mark in node.decorator_list)
