"""It suffices that the expected value occurs in the answer, or that the answer's items are among those given."""

import ast
from collections.abc import Iterator

from resyn.audit.mutations.program import Change, Program

PART = "verify"

_COLLECTED = ("sorted", "set", "Counter", "list", "tuple")


def changes(program: Program) -> Iterator[Change]:
    """Yield each equality as containment: of items where it compares collections, of text elsewhere."""
    for node in program.nodes(ast.Compare, program.checking):
        if len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
            continue
        left, right = node.left, node.comparators[0]
        equal = isinstance(node.ops[0], ast.Eq)
        if _collection(left) and _collection(right):
            text = f"set({program.text(left)}) <= set({program.text(right)})"
            yield program.replace(node, text if equal else f"not {text}", "items need only be among those expected")
        elif not isinstance(right, ast.Constant) and not isinstance(left, ast.Constant):
            sign = "in" if equal else "not in"
            yield program.replace(
                node,
                f"str({program.text(right)}) {sign} str({program.text(left)})",
                "the expected value need only occur in the value found",
            )


def _collection(node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in _COLLECTED
    return isinstance(node, ast.SetComp | ast.ListComp | ast.Set | ast.List)
