"""Items may be named more than once: a set or a count became a list, or a multiset a set."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "verify"


def changes(program: Program) -> Iterator[Change]:
    """Yield each set made a list, and each comparison of sorted or counted items made one of sets."""
    for node in program.nodes(ast.SetComp, program.checking):
        yield program.replace(node, f"[{program.text(node)[1:-1]}]", "a set comprehension became a list")
    for call in program.nodes(ast.Call, program.checking):
        if isinstance(call.func, ast.Name) and call.func.id == "set" and len(call.args) == 1:
            inner = program.text(call.args[0])
            yield program.replace(call, f"list({inner})", f"set({inner}) became a list")
    for compare in program.nodes(ast.Compare, program.checking):
        sides = (compare.left, compare.comparators[0])
        if len(compare.ops) == 1 and all(_is_ordered_or_counted(side) for side in sides):
            sign = "==" if isinstance(compare.ops[0], ast.Eq) else "!="
            text = f" {sign} ".join(
                f"set({program.text(side.args[0])})" for side in sides if isinstance(side, ast.Call)
            )
            yield program.replace(compare, text, f"how often an item occurs no longer counts: {text}")


def _is_ordered_or_counted(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("sorted", "Counter")
        and len(node.args) == 1
    )
