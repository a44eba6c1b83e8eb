"""Only a part of the answer is read."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Edit, Program

PART = "verify"


def changes(program: Program) -> Iterator[Change]:
    """Yield each full match as a match of the beginning or of any part, and each strict zip as a lenient one."""
    for call in program.nodes(ast.Call, program.checking):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "fullmatch":
            start, end = program.span(call.func)
            for name in ("match", "search"):
                edit = Edit(end - len("fullmatch"), end, name)
                yield Change((edit,), call.lineno, f"fullmatch became {name}")
        elif isinstance(call.func, ast.Name) and call.func.id == "zip":
            strict = [word for word in call.keywords if word.arg == "strict"]
            if strict and call.args:
                start, end = program.span(call.args[-1])[1], program.span(strict[0])[1]
                yield Change((Edit(start, end, ""),), call.lineno, "zip stops at the shorter side")
