"""The file is not Python that can be read.

What it checks
    The text parses and compiles under the Python that runs the checks, holds no null byte or lone surrogate, and
    does not nest deeper than 100 syntax nodes.

Why it matters
    Nothing else can be said of a file that does not parse. Deep nesting, in source that a model repeats without
    end, exhausts the stack of whatever reads the file.

Example it rejects
    def observe(instance):
        return f"Sort {instance['numbers']}

How to fix
    Close the bracket or string on the line named, and give the whole file again. Split nested expressions.
"""

import ast
import warnings
from collections.abc import Iterator

from resyn.core.records import Finding
from resyn.gate.evidence import Evidence

STAGE = "text"
VERSION = 1

MAX_DEPTH = 100
"""Hand-written environments stay below 30; CPython's own recursive passes give up near 1,000."""


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield at most one finding: the first reason why the text cannot be read."""
    source = evidence.environment.source
    if "\0" in source:
        yield evidence.finding(__name__, "the file holds a null byte; remove it", line=_line_of(source, "\0"))
        return
    surrogate = next((char for char in source if "\ud800" <= char <= "\udfff"), None)
    if surrogate is not None:
        yield evidence.finding(
            __name__, "the file holds half of a surrogate pair; remove it", line=_line_of(source, surrogate)
        )
        return
    if not source.strip():
        yield evidence.finding(__name__, "the file is empty; write the five functions")
        return
    tree = evidence.tree
    if tree is not None and _depth(tree) > MAX_DEPTH:
        yield evidence.finding(
            __name__, f"an expression or block nests deeper than {MAX_DEPTH} levels; split it into simpler statements"
        )
        return
    error = _compile_error(source)
    if error is not None:
        text = f": {error.text.strip()[:80]!r}" if error.text else ""
        yield evidence.finding(__name__, f"the file is not valid Python: {error.msg}{text}", line=error.lineno)


def _compile_error(source: str) -> SyntaxError | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<environment>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError) as error:
        return SyntaxError(str(error) or type(error).__name__)
    return None


def _depth(tree: ast.AST) -> int:
    deepest, layer = 0, [tree]
    while layer:
        deepest += 1
        if deepest > MAX_DEPTH:
            break
        layer = [child for node in layer for child in ast.iter_child_nodes(node)]
    return deepest


def _line_of(source: str, char: str) -> int:
    return source[: source.index(char)].count("\n") + 1
