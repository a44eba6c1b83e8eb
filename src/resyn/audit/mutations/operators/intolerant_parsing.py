"""A blank, another case or a full stop makes a right answer wrong."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Edit, Program

PART = "verify"

_TOLERANT = ("strip", "rstrip", "lstrip", "upper", "lower", "casefold", "removesuffix", "removeprefix", "splitlines")


def changes(program: Program) -> Iterator[Change]:
    """Yield each text as it came, without what forgives its form."""
    for call in program.nodes(ast.Call, program.checking):
        if not isinstance(call.func, ast.Attribute):
            continue
        owner, name = call.func.value, call.func.attr
        if name in _TOLERANT[:-1]:
            edit = Edit(program.span(owner)[1], program.span(call)[1], "")
            if program.source[edit.start :].lstrip().startswith("."):
                yield Change((edit,), call.lineno, f"without .{name}()")
        elif name == "split" and not call.args:
            yield program.replace(call, f'{program.text(owner)}.split(" ")', "one blank between items and no other")
